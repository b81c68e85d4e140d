"""Command line: publish the definitions, take the catalogue in and out, see changes through. What judges: ``command_line``."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import to_builtins

from yichuang.catalogue.entry_commands import BY, acting
from yichuang.catalogue.entry_commands import COMMANDS as ENTRIES
from yichuang.catalogue.exchange.shapes import SHAPES, Shaped, shaped
from yichuang.catalogue.guides.commands import COMMANDS as GUIDES
from yichuang.kernel.command import Answer, Argument, Command
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.kernel.moment import now

if TYPE_CHECKING:
    from yichuang.catalogue.definition import Text
    from yichuang.catalogue.exchange.report import Mapping
    from yichuang.catalogue.loader import Catalogue

SHOWN = 200
"""Lines of a report on the screen; ``--json`` has them all."""

ENDINGS = frozenset({"", ".zip", ".xlsx"})
"""Of what a whole catalogue is written as: a folder, an archive, a workbook."""


def publish(_: Namespace) -> Answer:
    """Publish what has changed in the definitions."""
    from yichuang.catalogue.publish import publish_catalogue  # noqa: PLC0415 - needs the database

    done = publish_catalogue(now())
    line = f"{len(done.added)} new items, {len(done.changed)} new versions, {done.unchanged} unchanged"
    kept = (f"{len(done.kept)} kept as the bureau has changed them: {', '.join(done.kept)}",) if done.kept else ()
    return Answer(to_builtins(done), (line, *kept))


def export(given: Namespace) -> Answer:
    """Write what is in force: a folder or .zip of YAML, a workbook (.xlsx), or one of the state's shapes."""
    from yichuang.catalogue.exchange import archive, workbook  # noqa: PLC0415 - needs the database
    from yichuang.catalogue.own_entries import known  # noqa: PLC0415
    from yichuang.catalogue.queries import published_catalogue  # noqa: PLC0415

    path = Path(given.path)
    _require_place(path, shape=given.shape)
    found = published_catalogue()
    if given.shape:
        return _export_shape(path, given, found)
    if path.suffix == ".xlsx":
        rows = workbook.write_workbook([found.items[code] for code in sorted(found.items)], path, known())
        return Answer(
            {"items": len(found.items), "rows": rows}, (f"{path.name}: {len(found.items)} items, {rows} rows",)
        )
    items = archive.write(found, path)
    return Answer({"items": items}, (f"{path.name}: {items} items",))


def _require_place(path: Path, *, shape: str) -> None:
    """Say before the work, and not after it, that nothing can be written there."""
    if not path.absolute().parent.is_dir():
        raise Refusal("exchange.no_folder", folder=path.parent)
    if path.suffix not in ENDINGS and not shape:
        raise Refusal("exchange.unknown_ending", file=path.name)


def _export_shape(path: Path, given: Namespace, found: "Catalogue") -> Answer:
    from yichuang.catalogue.exchange.own_bureau import own_bureau  # noqa: PLC0415
    from yichuang.catalogue.exchange.workbook import write_tables  # noqa: PLC0415
    from yichuang.catalogue.queries import heads, in_force  # noqa: PLC0415

    shape = given.shape
    items = ((found.items[code], heads()[code].status) for code in sorted(found.items))
    since = {code: local_date(moment) for code, moment in in_force().values_list("item_id", "valid_from")}
    done = shaped(items, shape, found.evidence_types, own_bureau(now(), site=given.site), since)
    if path.suffix == ".xlsx":
        names = tuple(done.rows[0]) if done.rows else ()
        write_tables({shape: (names, (), [list(row.values()) for row in done.rows])}, path)
    else:
        path.write_bytes(done.lines())
    lines = (f"{path.name}: {len(done.rows)} items in the shape {shape}", *_empty(done, in_full=given.report))
    data = {"items": len(done.rows), "unknown": done.unknown, "empty": dict(done.empty)}
    return Answer({**data, "reasons": to_builtins(done.reasons)}, lines)


def _empty(done: Shaped, *, in_full: bool) -> Iterator[str]:
    """Which columns are empty, and why: in a line each, or all in two."""
    if not in_full:
        yield f"not known to this house, left empty: {', '.join(done.unknown)}"
        yield f"empty for so many items: {', '.join(f'{field} ({count})' for field, count in done.empty.items()) or '-'}"
        return
    yield from (f"{field}: empty, {why.zh} / {why.en}" for field, why in done.reasons.items())
    yield from (f"{field}: empty for {count} of {len(done.rows)} items" for field, count in done.empty.items())


def template(given: Namespace) -> Answer:
    """Write the empty workbook with its headings, and beside it what the words of both dictionaries are called."""
    from yichuang.catalogue.exchange.workbook import write_template  # noqa: PLC0415
    from yichuang.catalogue.reading import listed  # noqa: PLC0415

    write_template(listed().catalogue, Path(given.path))
    return Answer({"written": given.path}, (given.path,))


def take_in(given: Namespace) -> Answer:
    """Say what an import would do; without ``--dry-run`` make its drafts as well."""
    from yichuang.catalogue.exchange import take_in as verb  # noqa: PLC0415 - needs the database

    who = None if given.dry_run else acting(given.by)
    incoming, wrong = _incoming(Path(given.path))
    if wrong:
        return Answer({"errors": wrong}, tuple(line for both in wrong for line in both.values()), ok=False)
    found = verb.preview(incoming)
    if who is None or found.refused:
        return _reported(found, incoming, "nothing was written" + " (dry run)" * given.dry_run)
    taken = verb.take_in(who, incoming, now(), reason=given.reason)
    entries = f", {taken.mapping.entries.count} entries" if taken.mapping.entries.count else ""
    done = f"change {taken.change}, {len(taken.mapping.wanted)} drafts{entries}" if taken.change else "nothing to do"
    answer = _reported(taken.mapping, incoming, done)
    return Answer({**answer.data, "change": taken.change}, answer.lines, answer.ok)


def _incoming(path: Path) -> "tuple[Catalogue, list[dict[str, str]]]":
    """The catalogue in a file, or what is wrong in its files or cells, all of it, in both languages."""
    from yichuang.catalogue.exchange import archive, workbook  # noqa: PLC0415
    from yichuang.catalogue.loader import Catalogue  # noqa: PLC0415

    if path.suffix != ".xlsx":
        found = archive.opened(path)
        return found.catalogue, [_both(each) for each in found.wrong]
    taken = workbook.read_workbook(path)
    wrong = [{"zh": error.sentence("zh"), "en": error.sentence("en")} for error in taken.errors]
    items, own = {item.code: item for item in taken.items}, taken.entries
    return Catalogue(items=items, elements=own.elements, evidence_types=own.evidence_types), wrong


def _both(refusal: Refusal) -> dict[str, str]:
    """A refusal in both languages, each with what to do."""
    return {tongue: f"{refusal.message(tongue)} {refusal.next_step(tongue)}" for tongue in ("zh", "en")}


def _reported(found: "Mapping", incoming: "Catalogue", done: str) -> Answer:
    worse = _worse(found, incoming)
    counts = ", ".join(f"{count} {word}" for word, count in found.counts.items())
    rows = [
        line
        for row in found.rows
        for line in (
            *((f"{row.code}: {row.standing}",) if row.standing != "same" else ()),
            *(f"  {change.sentence.zh} / {change.sentence.en}" for change in row.changes),
            *(f"  unknown: {place}" for place in row.unknown),
            *(
                f"  worse than the list above, will be refused: {each.zh} / {each.en}"
                for each in worse.get(row.code, ())
            ),
        )
    ]
    more = (f"… {len(rows) - SHOWN} more lines; --json has them all",) if len(rows) > SHOWN else ()
    data = {"counts": found.counts, "rows": to_builtins(found.rows), "missing": found.missing}
    refused = [_both(refusal) for refusal in found.refused]
    return Answer(
        {**data, **_entry_data(found), "refused": refused, "worse": to_builtins(worse)},
        (
            *rows[:SHOWN],
            *more,
            *_entry_lines(found),
            *(line for both in refused for line in both.values()),
            counts,
            done,
        ),
        ok=not refused,
    )


def _entry_data(found: "Mapping") -> dict[str, object]:
    return {"entry_counts": found.term_counts, "entries": to_builtins(found.terms)}


def _entry_lines(found: "Mapping") -> Iterator[str]:
    """What the import does to the dictionaries: every entry that is not here yet, and how many there are."""
    lines = [
        TERM_LINE.format(
            **to_builtins(each), zh=each.name.zh, en=each.name.en, not_taken="" if each.taken else NOT_TAKEN
        )
        for each in found.terms
    ]
    yield from lines[:SHOWN]
    if lines:
        yield "dictionaries: {new} new, {changed} changed".format(**found.term_counts)


def _worse(found: "Mapping", incoming: "Catalogue") -> "dict[str, list[Text]]":
    """By code what the list above does not allow, as a submission would refuse it."""
    from yichuang.catalogue.above import judged_against_above  # noqa: PLC0415 - reads the layers
    from yichuang.catalogue.betterment import Verdict  # noqa: PLC0415

    told: dict[str, list[Text]] = {}
    for each in judged_against_above(incoming.items[code] for code in found.wanted):
        if each.verdict is Verdict.WORSE:
            told.setdefault(each.item, []).append(each.said)
    return told


TERM_LINE = "{dictionary}.{key} ({zh} / {en}): {standing}, in {used_by} of the items{not_taken}"
NOT_TAKEN = ", not taken"


def changes(_: Namespace) -> Answer:
    """List the changes that are not finished."""
    from yichuang.catalogue.changes.terms import OPEN  # noqa: PLC0415 - needs the database
    from yichuang.catalogue.models import CatalogueChange  # noqa: PLC0415

    rows = CatalogueChange.objects.filter(state__in=OPEN).order_by("id")[:SHOWN]
    found = [
        {
            "change": row.pk,
            "kind": row.kind,
            "state": row.state,
            "author": row.author,
            "items": row.drafts.count(),
            "entries": row.entries.count(),
        }
        for row in rows
    ]
    lines = tuple(" ".join(f"{key}={value}" for key, value in row.items()) for row in found)
    return Answer(found, (*lines, f"{len(found)} changes"))


def submit(given: Namespace) -> Answer:
    """Hand a change to a second person."""
    from yichuang.catalogue.changes.review import submit_for_review  # noqa: PLC0415 - needs the database

    change = submit_for_review(acting(given.by), given.change, _revision(given.change), now())
    return Answer({"change": change.pk, "state": change.state}, (f"change {change.pk}: {change.state}",))


def approve(given: Namespace) -> Answer:
    """Publish a change that somebody else has submitted."""
    from yichuang.catalogue.changes.review import approve as verb  # noqa: PLC0415 - needs the database

    change = verb(acting(given.by), given.change, _revision(given.change), now())
    entries = f", {count} entries" if (count := change.entries.count()) else ""
    line = f"change {change.pk}: {change.state}, {change.drafts.count()} items{entries}"
    return Answer({"change": change.pk, "state": change.state}, (line,))


def _revision(change: int) -> int:
    from yichuang.catalogue.models import CatalogueChange  # noqa: PLC0415 - needs the database

    found = CatalogueChange.objects.filter(pk=change).values_list("revision", flat=True).first()
    if found is None:
        raise Refusal("authority.not_found")
    return found


CHANGE = Argument(("change",), "number of the change", {"type": int})
COMMANDS = (
    *GUIDES,
    *ENTRIES,
    Command("catalogue publish", "store new versions of changed definitions", publish),
    Command(
        "catalogue export",
        "write the catalogue in force: a folder, a .zip, a workbook (.xlsx), or a shape of the state's lists",
        export,
        (
            Argument(("path",), "folder, FILE.zip, FILE.xlsx; with --shape also FILE.jsonl"),
            Argument(("--shape",), "GB/T 39046 table 4 or C0109", {"choices": SHAPES, "default": ""}),
            Argument(("--report",), "of a shape: every empty column with the reason", {"action": "store_true"}),
            Argument(("--site",), "of a shape: address of the public pages, https://…", {"default": ""}),
        ),
    ),
    Command(
        "catalogue template",
        "write the empty workbook",
        template,
        (Argument(("path",), "FILE.xlsx"),),
        needs_database=False,
    ),
    Command(
        "catalogue import",
        "take a catalogue in, always as drafts of one change",
        take_in,
        (
            Argument(("path",), "folder, FILE.zip or FILE.xlsx"),
            Argument(("--dry-run",), "only say what it would do", {"action": "store_true"}),
            Argument(("--by",), "badge number in whose name it is done", {"default": ""}),
            Argument(("--reason",), "why; stands in the trail", {"default": ""}),
        ),
    ),
    Command("catalogue changes", "list the changes that are not finished", changes),
    Command("catalogue submit", "hand a change to a second person", submit, (CHANGE, BY)),
    Command("catalogue approve", "publish a change that somebody else has submitted", approve, (CHANGE, BY)),
)
