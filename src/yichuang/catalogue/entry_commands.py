"""Command line: the bureau's own entries of the dictionaries, with what uses each; what a change brings; removal."""

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from yichuang.kernel.command import Answer, Argument, Command
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now, today

if TYPE_CHECKING:
    from yichuang.catalogue.models import CatalogueChange
    from yichuang.organisation.actor import Actor


def show_entries(_: Namespace) -> Answer:
    """List the bureau's own data elements and kinds of proof, and what uses each."""
    from yichuang.catalogue.changes.entering import entry_words  # noqa: PLC0415 - needs the database
    from yichuang.catalogue.changes.uses import uses_of_entry  # noqa: PLC0415
    from yichuang.catalogue.entries import own_entries  # noqa: PLC0415
    from yichuang.catalogue.own_entries import each_of  # noqa: PLC0415

    found = [
        {
            "dictionary": dictionary.value,
            "key": entry.key,
            "entry": entry_words(dictionary, entry).en,
            "uses": [f"{use.count} {use.what.en}" for use in uses_of_entry(dictionary, entry.key)],
        }
        for dictionary, entry in each_of(own_entries())
    ]
    lines = (f"{each['entry']}: {', '.join(each['uses']) or 'nothing uses it'}" for each in found)
    return Answer(found, (*lines, f"{len(found)} entries of the bureau's own"))


def show_change(given: Namespace) -> Answer:
    """Say what a change does: every item field by field, every entry of the dictionaries, and who has done what to it."""
    from yichuang.catalogue.models import CatalogueChange  # noqa: PLC0415 - needs the database

    change = CatalogueChange.objects.filter(pk=given.change).first()
    if change is None:
        raise Refusal("authority.not_found")
    lines = tuple(_told(change))
    head = f"change {change.pk}: {change.kind}, {change.state}, {change.author}"
    return Answer({"change": change.pk, "state": change.state, "lines": lines}, (head, *lines))


def _told(change: "CatalogueChange") -> Iterator[str]:
    from yichuang.catalogue.changes.draft import compared, wanted  # noqa: PLC0415 - needs the database
    from yichuang.catalogue.changes.entering import entry_words  # noqa: PLC0415
    from yichuang.catalogue.entries import entries_of  # noqa: PLC0415
    from yichuang.catalogue.own_entries import each_of  # noqa: PLC0415

    differing = compared(change)
    for code, item in wanted(change).items():
        yield f"{code}: {item.name.zh} / {item.name.en}" + ("" if code in differing else " (new)")
        yield from (f"  {each.sentence.zh} / {each.sentence.en}" for each in differing.get(code, ()))
    for dictionary, entry in each_of(entries_of(change)):
        words = entry_words(dictionary, entry)
        yield from (words.zh, words.en)
    yield from (f"ends: {code}" for code in change.ends)


def remove(given: Namespace) -> Answer:
    """Take an own entry that nothing uses out of its dictionary."""
    from yichuang.catalogue.changes.remove_entry import remove_entry  # noqa: PLC0415 - needs the database
    from yichuang.catalogue.own_entries import Dictionary  # noqa: PLC0415

    remove_entry(acting(given.by), Dictionary(given.dictionary), given.key, given.reason, now())
    return Answer({"removed": given.key}, (f"{given.dictionary}.{given.key}: removed",))


def acting(badge: str) -> "Actor":
    """The member of staff in whose name a command is given; it stands in the trail."""
    from yichuang.organisation.models import Staff  # noqa: PLC0415 - needs the database
    from yichuang.organisation.queries import actor_for  # noqa: PLC0415

    if not badge:
        raise Refusal("exchange.in_whose_name")
    staff = Staff.objects.filter(badge=badge.lower(), active=True).first()
    actor = actor_for(staff.account_id, today()) if staff else None
    if actor is None:
        raise Refusal("authority.no_staff")
    return actor


BY = Argument(("--by",), "badge number in whose name it is done; it stands in the trail", {"required": True})
COMMANDS = (
    Command("catalogue entries", "the bureau's own data elements and kinds of proof, and what uses each", show_entries),
    Command(
        "catalogue change",
        "what a change does, item by item and entry by entry",
        show_change,
        (Argument(("change",), "number of the change", {"type": int}),),
    ),
    Command(
        "catalogue remove-entry",
        "take an own entry that nothing uses out of its dictionary",
        remove,
        (
            Argument(("dictionary",), "which dictionary", {"choices": ("elements", "evidence_types")}),
            Argument(("key",), "key of the entry"),
            BY,
            Argument(("--reason",), "why; stands in the trail", {"required": True}),
        ),
    ),
)
