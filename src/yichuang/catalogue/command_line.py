"""Command line: judge the definitions. What stores them: ``commands``."""

from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import to_builtins

from yichuang.catalogue import reading
from yichuang.catalogue.above import judged_against_above, list_above
from yichuang.catalogue.betterment import Verdict
from yichuang.catalogue.definition import Item
from yichuang.catalogue.figures import Figures, Rate, figures
from yichuang.catalogue.layer_files import layers, list_of
from yichuang.catalogue.layers import Overlay, chain, judge
from yichuang.catalogue.lint import Severity
from yichuang.catalogue.lint.examples import manual
from yichuang.catalogue.lint.files import Judgement, judge_files, judge_published, judge_room
from yichuang.catalogue.lint.placed import Placed
from yichuang.catalogue.loader import Catalogue, layer_in_force, national
from yichuang.catalogue.reading import listed
from yichuang.catalogue.schema import schemas
from yichuang.catalogue.tiers import Tier, offers, service, taken_at, window_lines
from yichuang.kernel.command import Answer, Argument, Command
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.organisation.terms import WindowKind


def lint(arguments: Namespace) -> Answer:
    """Judge all definitions and layers, or the files named; with ``--rules`` write the manual of the rules."""
    if arguments.rules:
        Path(arguments.rules).write_text(manual(), "utf-8")
        return Answer({"written": arguments.rules}, (arguments.rules,))
    found, source = _judged(arguments)
    errors = [each for each in found.placed if each.severity is Severity.ERROR]
    shown = found.placed if arguments.open else errors
    said = (*(each.sentence() for each in shown), *_counted(found.placed), _summary(found.judged, found.placed))
    data = {"items": found.items, "counts": _counts(found.placed), "findings": to_builtins(found.placed)}
    return Answer({**data, "read": source}, (source, *said), ok=not errors)


def _judged(arguments: Namespace) -> tuple[Judgement, str]:
    """The files named; else what is published here; else every file of the installation. And which of them it was."""
    if arguments.files:
        layer = layer_in_force() if arguments.layer is None else arguments.layer
        return judge_files(arguments.files, layer), "read: the files named"
    here = None if arguments.shipped else _readable()
    if here is None:
        return judge_room(), reading.of_files(asked=arguments.shipped)
    items = here.catalogue.items.values()
    return judge_published(here.catalogue, judged_against_above(items)), here.source


def _readable() -> reading.Listed | None:
    """What is published here; None too where a file is broken that it rests on: the linter of files says which."""
    try:
        return reading.published()
    except Refusal:
        return None


def _counts(found: Iterable[Placed]) -> dict[str, dict[str, int]]:
    """How often each rule was broken, by severity."""
    counts = Counter((each.severity, each.rule) for each in found)
    return {
        severity: {rule: count for (of, rule), count in sorted(counts.items()) if of is severity}
        for severity in Severity
    }


def _counted(found: Iterable[Placed]) -> tuple[str, ...]:
    return tuple(
        f"{severity:5} {count:5}  {rule}" for severity, rules in _counts(found).items() for rule, count in rules.items()
    )


def _summary(judged: str, found: Sequence[Placed]) -> str:
    errors, points = (sum(each.severity is severity for each in found) for severity in Severity)
    return f"{judged}: {errors} errors, {points} open points"


def schema(arguments: Namespace) -> Answer:
    """Write the JSON Schemas of the definition files, for completion and checks in an editor."""
    folder = Path(arguments.folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = schemas(national())
    for name, text in written.items():
        (folder / name).write_text(text, "utf-8")
    return Answer({"written": list(written)}, tuple(str(folder / name) for name in written))


def show_layers(arguments: Namespace) -> Answer:
    """The layers with what each changes and adds; the one in force is marked. Last, what is published here."""
    data = [_layer_line(overlay) for overlay in layers().values()]
    lines = ["{mark} {name}: {changed} changed, {added} added".format(**each) for each in data]
    found = listed(files=arguments.shipped)
    here = _published_line(found.catalogue) if found.published else {}
    said = (
        ("published here, over {above}: {changed} changed, {added} added, {worse} worse".format(**here),)
        if here
        else ()
    )
    whole = () if layer_in_force() else ("* national list",)
    return Answer({"layers": data, "published": here}, (*lines, *whole, found.source, *said))


def _published_line(found: Catalogue) -> dict[str, object]:
    """What the bureau's own list does to the one above it, counted in items."""
    name, _ = list_above()
    every = judged_against_above(found.items.values())
    added = {each.item for each in every if not each.field}
    worse = {each.item for each in every if each.verdict is Verdict.WORSE}
    return {
        "above": f"{name.zh} {name.en}", "changed": len({each.item for each in every} - added), "added": len(added),
        "worse": len(worse),
    }  # fmt: skip


def _layer_line(overlay: Overlay) -> dict[str, object]:
    key, layer = overlay.layer.key, overlay.layer
    above = list_of(layer.parent).items
    list_of(key)  # refuses what may not be
    added = sum(patch.code not in above for patch in overlay.patches)
    return {
        "key": key, "name": f"{key} {layer.name.zh} ({layer.level}, on {layer.parent or 'national'})",
        "mark": "*" if key == layer_in_force() else " ", "changed": len(overlay.patches) - added, "added": added,
    }  # fmt: skip


def diff(arguments: Namespace) -> Answer:
    """What a layer changes against the list above it, in plain words; status 1 where it is worse for the person."""
    if not arguments.layer:
        raise Refusal("catalogue.layer_unknown", layer="", known=", ".join(sorted(layers())))
    overlay = chain(layers(), arguments.layer)[-1]
    above = list_of(overlay.layer.parent)
    judged = judge(national(), above, overlay)
    lines = [f"{each.verdict:9} {each.item} {getattr(each.said, arguments.language)}" for each in judged]
    worse = any(each.verdict is Verdict.WORSE for each in judged)
    return Answer([to_builtins(each) for each in judged], tuple(lines), ok=not worse)


def show_figures(arguments: Namespace) -> Answer:
    """The figures of what is published here or of a layer's list, all items and the frequent ones, beside those of the
    national list.
    """
    name, own, source = _asked(arguments)
    lists = {"national": national(), **({name: own} if own is not national() else {})}
    found = {
        f"{name}, {group}": figures(each, national(), which)
        for name, each in lists.items()
        for group, which in GROUPS.items()
    }
    lines = [line for name, each in found.items() for line in (f"{name}: {each.items} items", *_figure_lines(each))]
    return Answer({name: _with_percent(each) for name, each in found.items()}, (source, *lines))


def _asked(arguments: Namespace) -> tuple[str, Catalogue, str]:
    """The list that figures are asked of, what it is called, and where it was read: the files of the layer that was
    named, else what is published here, else the files of the layer in force.
    """
    if arguments.layer is not None:
        return arguments.layer, list_of(arguments.layer), f"read: the files, layer {arguments.layer or 'national'}"
    found = listed(files=arguments.shipped)
    return "published" if found.published else layer_in_force(), found.catalogue, found.source


def show_tiers(arguments: Namespace) -> Answer:
    """Which tier takes, finishes and guides how many items of what is published here or of a layer's list, and what each
    kind of window takes.
    """
    _, found, source = _asked(arguments)
    every = tuple(found.items.values())
    tiers = [
        {**to_builtins(each), "window": each.window, "all": each.all, "name": _both("tier", each.tier)}
        for each in offers(every)
    ]
    windows = {kind: [item.code for item in taken_at(kind, every)] for kind in WindowKind if window_lines()[kind]}
    items = {item.code: {tier: service(item, tier) for tier in Tier} for item in every}
    lines = [TIER_LINE.format(**each) for each in tiers]
    at_hall = [f"{_both('window_kind', kind)}: {len(codes)}" for kind, codes in windows.items()]
    return Answer({"tiers": tiers, "windows": windows, "items": items}, (source, *lines, *at_hall))


TIER_LINE = "{name}: {all} = {window} at the window ({finishes} finished there) + {guides} guided online"
GROUPS: Mapping[str, Callable[[Item], bool]] = {"all": lambda _: True, "frequent": lambda item: item.high_frequency}


def _figure_lines(found: Figures) -> Iterator[str]:
    for name in found.__struct_fields__[1:]:
        value = getattr(found, name)
        sums = f"{value.part}/{value.whole}" if isinstance(value, Rate) else f"{value.before:g} → {value.now:g}"
        yield f"  {_both('figure', name)}: {value.percent} % ({sums}; {value.open} items rest on unverified or local data)"


def _both(name: str, value: str) -> str:
    """A label in both languages."""
    return f"{label(name, value, 'zh')} {label(name, value, 'en')}"


def _with_percent(found: Figures) -> dict[str, object]:
    values = {name: getattr(found, name) for name in found.__struct_fields__[1:]}
    return {
        "items": found.items,
        **{name: {**to_builtins(each), "percent": each.percent} for name, each in values.items()},
    }


FILES = Argument(
    ("files",),
    "definitions, files of layers, dictionaries or folders of them, wherever they lie; or codes (all when none is named)",
    {"nargs": "*"},
)
OPEN = Argument(("--open",), "name every open point too, not only their numbers", {"action": "store_true"})
MANUAL = Argument(("--rules",), "write the manual of the rules to this file instead", {"metavar": "FILE"})
FOLDER = Argument(("folder",), "where to (docs/schema)", {"nargs": "?", "default": "docs/schema"})
LAYER = Argument(("layer",), "key of the layer")
OF_LAYER = Argument(("--layer",), "key of the layer (default: the one in force)", {"metavar": "KEY"})
LANGUAGE = Argument(("--language",), "zh or en", {"choices": ("zh", "en"), "default": "zh"})
COMMANDS = (
    Command(
        "catalogue lint",
        "judge the item definitions; status 0: no errors, 1: errors, 2: what was named is no file and no code",
        lint,
        (FILES, OPEN, OF_LAYER, MANUAL, reading.FILES),
        needs_database=False,
    ),
    Command(
        "catalogue schema", "write the JSON Schemas of the definition files", schema, (FOLDER,), needs_database=False
    ),
    Command(
        "catalogue figures",
        "the figures that bureaus are measured by",
        show_figures,
        (OF_LAYER, reading.FILES),
        needs_database=False,
    ),
    Command(
        "catalogue tiers",
        "which tier takes, finishes, guides what",
        show_tiers,
        (OF_LAYER, reading.FILES),
        needs_database=False,
    ),
    Command(
        "catalogue layers",
        "the layers (A + X) and which is in force",
        show_layers,
        (reading.FILES,),
        needs_database=False,
    ),
    Command("catalogue diff", "what a layer changes, in plain words", diff, (LAYER, LANGUAGE), needs_database=False),
)
