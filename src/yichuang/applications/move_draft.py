"""Verb: move a person's draft from the versions it was begun under to those in force now, after the difference was shown.

Never by itself: law 3 of the house. What was answered stays where the question still has that answer.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from yichuang.applications.draft import DRAFT, kept, save_draft
from yichuang.applications.filing import Choice, Filing
from yichuang.catalogue.changes.difference import Change, difference
from yichuang.catalogue.definition import Item
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.queries import heads, item_version
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor


class Shift(Struct, frozen=True):
    """One chosen item that has a newer version than the one the draft was begun under."""

    before: Item
    now: Item
    changes: tuple[Change, ...]


def shifts(filing: Filing) -> tuple[Shift, ...]:
    """What moving would change, item by item; empty when every item is up to date. No query once the versions are known."""
    names = {
        key: each.name for part in (catalogue().evidence_types, catalogue().elements) for key, each in part.items()
    }
    pairs = [
        (item_version(choice.item, choice.version), item_version(choice.item))
        for choice in filing.choices
        if choice.version is not None and _newer(choice)
    ]
    return tuple(Shift(before, now, difference(before, now, names)) for before, now in pairs)


def move_draft(actor: Actor, draft: UUID, seen: Mapping[str, int], *, version: int, now: datetime) -> int:
    """Take the draft onto the versions in ``seen``, by item: those whose difference the person was shown. The draft's new
    version.

    Refusal("applications.shift_moved") when yet another version has come into force since.
    """
    filing = kept(DRAFT.open(actor, draft, "edit")).filing
    return save_draft(actor, draft, moved(filing, seen), version=version, now=now)


def moved(filing: Filing, seen: Mapping[str, int]) -> Filing:
    """``filing`` on the versions in ``seen``; unsigned, because what was signed has changed."""
    newer = {shift.now.code: shift.now for shift in shifts(filing)}
    if any(code not in newer or newer[code].version != version for code, version in seen.items()):
        raise Refusal("applications.shift_moved")
    choices = tuple(_moved(choice, newer[choice.item]) if choice.item in seen else choice for choice in filing.choices)
    return replace(filing, choices=choices, signature="")


def _newer(choice: Choice) -> bool:
    head = heads().get(choice.item)
    return head is not None and head.version != choice.version


def _moved(choice: Choice, item: Item) -> Choice:
    possible = {each.key: {option.value for option in each.options} for each in item.situations}
    answers = {key: value for key, value in choice.answers.items() if value in possible.get(key, ())}
    return replace(choice, answers=answers, version=item.version)
