"""Verbs: propose a split, a merger, a suspension, a resumption or a cancellation. Each still needs its review.

What the list above gives, only the level above ends: all but a resumption are refused there (A + X).
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from yichuang.catalogue import queries
from yichuang.catalogue.above import refuse_taken_away
from yichuang.catalogue.changes.draft import Begun, begin_change
from yichuang.catalogue.changes.terms import ChangeKind
from yichuang.catalogue.definition import Item
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor

FEWEST = 2
"""A split makes, and a merger takes, at least two items."""


def propose_split(
    actor: Actor, code: str, into: Sequence[Item], reason: str, now: datetime, *, effective: datetime | None = None
) -> Begun:
    """One item becomes several new ones, which name it as what they come from; it is cancelled on the day."""
    if len({item.code for item in into}) < FEWEST:
        raise Refusal("catalogue.too_few")
    for code_of_part, count in Counter(item.code for item in into).items():
        if count > 1:
            raise Refusal("catalogue.code_taken", item=code_of_part)
    return _proposed(actor, ChangeKind.SPLIT, [code], reason, now, effective, into=into)


def propose_merge(
    actor: Actor, codes: Sequence[str], into: Item, reason: str, now: datetime, *, effective: datetime | None = None
) -> Begun:
    """Several items become a new one; they are cancelled on the day."""
    if len(set(codes)) < FEWEST:
        raise Refusal("catalogue.too_few")
    return _proposed(actor, ChangeKind.MERGE, codes, reason, now, effective, into=[into])


def propose_suspension(
    actor: Actor, codes: Sequence[str], reason: str, now: datetime, *, effective: datetime | None = None
) -> Begun:
    """The items take no new application from the day on."""
    return _proposed(actor, ChangeKind.SUSPEND, codes, reason, now, effective)


def propose_resumption(
    actor: Actor, codes: Sequence[str], reason: str, now: datetime, *, effective: datetime | None = None
) -> Begun:
    """The items take applications again."""
    return _proposed(actor, ChangeKind.RESUME, codes, reason, now, effective)


def propose_cancellation(
    actor: Actor,
    codes: Sequence[str],
    reason: str,
    now: datetime,
    *,
    effective: datetime | None = None,
    successors: Sequence[str] = (),
) -> Begun:
    """The items end for good; people are sent to ``successors``."""
    for code in successors:
        if code not in queries.heads() or code in codes:
            raise Refusal("catalogue.unknown_item", item=code)
    return _proposed(actor, ChangeKind.CANCEL, codes, reason, now, effective, successors=successors)


def _proposed(
    actor: Actor,
    kind: ChangeKind,
    codes: Sequence[str],
    reason: str,
    now: datetime,
    effective: datetime | None,
    *,
    into: Sequence[Item] = (),
    successors: Sequence[str] = (),
) -> Begun:
    if not reason.strip():
        raise Refusal("organisation.no_reason")
    ends = sorted(set(codes))
    for code in ends:
        if code not in queries.heads():
            raise Refusal("catalogue.unknown_item", item=code)
    if kind is not ChangeKind.RESUME:
        refuse_taken_away(ends)
    items = [replace(item, successor_of=tuple(ends)) for item in into]
    return begin_change(actor, kind, items, now, ends=ends, successors=successors, reason=reason, valid_from=effective)
