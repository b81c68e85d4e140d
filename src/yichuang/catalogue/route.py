"""The route (环节) of one person's case: the item's steps whose conditions hold, with the gaps bridged. Pure."""

from collections.abc import Sequence

from msgspec.structs import replace

from yichuang.catalogue.alike import once_for_all_alike
from yichuang.catalogue.conditions import Facts, holds
from yichuang.catalogue.definition import Item, Step
from yichuang.catalogue.situations import settled


@once_for_all_alike
def route(item: Item, facts: Facts) -> tuple[Step, ...]:
    """The steps that apply. A step whose condition is not decided yet stays: no check is lost for want of an answer.

    A step that came after a dropped one comes after whatever the dropped one came after.
    """
    known = settled(item, facts)
    kept = [step for step in item.steps if holds(step.when, known, item.code) is not False]
    keys = {step.key for step in kept}
    if len(kept) == len(item.steps):
        return item.steps
    before = {step.key: step.after for step in item.steps}
    return tuple(replace(step, after=_bridged(step.after, before, keys)) for step in kept)


def behind(key: str, steps: Sequence[Step]) -> frozenset[str]:
    """All steps that must be done before the one of ``key``."""
    waits = {step.key: step.after for step in steps}
    found: set[str] = set()
    new = {*waits.get(key, ())}
    while new:
        found |= new
        new = {earlier for each in new for earlier in waits.get(each, ())} - found
    return frozenset(found)


def _bridged(after: tuple[str, ...], before: dict[str, tuple[str, ...]], kept: set[str]) -> tuple[str, ...]:
    """``after`` with each dropped step replaced by the kept ones before it, in order and without repetition."""
    found: dict[str, None] = {}
    for key in after:
        reached = (key,) if key in kept else _bridged(before.get(key, ()), before, kept)
        found |= dict.fromkeys(reached)
    return tuple(found)
