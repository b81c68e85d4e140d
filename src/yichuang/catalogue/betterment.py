"""Whether a change of an item is surely no worse for the person: what a lower layer may do (A + X). Pure.

Each field has its own proof. What cannot be proved counts as worse; what the law or the item's identity fixes stays. A
matter of words only (the editorial places of ``changes/fields.yaml``, the one list of them) never reaches the proofs:
``proof`` takes it out first. Source: the A + X rule of the bureaus (X may only be better for the citizen than A).
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec.structs import replace

from yichuang.catalogue.definition import (
    Effect,
    Fee,
    FormField,
    Handling,
    Level,
    Limit,
    Material,
    Need,
    Output,
    PromisedWhen,
    Rule,
    Scope,
    Situation,
    Step,
    StepAct,
)  # fmt: skip
from yichuang.catalogue.differences import Difference
from yichuang.catalogue.spans import surely_not_longer

NEEDS = (Need.SHARED, Need.DECLARABLE, Need.DEFERRABLE, Need.PRODUCED)
"""From what costs the person nothing to what must be brought."""
SCOPES = tuple(Scope)
LEVELS = tuple(Level)
"""From the post next door to the ministry."""


class Verdict(StrEnum):
    """What a change is. Only ``WORSE`` is refused."""

    BETTER = "better"
    EDITORIAL = "editorial"
    """How a thing is put: what may be corrected in place, by the same list."""
    OWN = "own"
    """What each place says of itself and that binds no person."""
    FILLED = "filled"
    """The field was marked as unverified or local: the bureau fills what the sources left open."""
    FREE = "free"
    WORSE = "worse"


def is_proved(change: Difference) -> bool:
    """Whether the field has a proof, and it holds."""
    field = change.field.partition("[")[0]
    proof = PROOFS.get(field) or PROOFS.get(field.partition(".")[0])
    return proof is not None and proof(change.before, change.after)


def within(field: str, name: str) -> bool:
    """Whether ``field`` is ``name`` or a part of it."""
    return field == name or field.startswith(f"{name}.")


def _shorter(before: Limit | None, after: Limit | None) -> bool:
    """A promise where there was none is no shorter one: its mark lets it be filled, and whoever has it keeps it."""
    return before is not None and after is not None and surely_not_longer(after, before)


def _no_later(before: Sequence[PromisedWhen], after: Sequence[PromisedWhen]) -> bool:
    """The same situations in the same order, none with a longer promise."""
    same = [each.when for each in before] == [each.when for each in after]
    return same and all(surely_not_longer(now, was) for was, now in zip(before, after, strict=True))


def _more(before: Sequence[object], after: Sequence[object]) -> bool:
    return set(before) <= set(after)


def _fewer(before: Sequence[object], after: Sequence[object]) -> bool:
    return set(after) <= set(before)


def _wider(before: Scope, after: Scope) -> bool:
    return SCOPES.index(after) >= SCOPES.index(before)


def _not_more(before: int, after: int) -> bool:
    return after <= before


def _granted(before: bool, after: bool) -> bool:  # noqa: FBT001 - two values of one field
    return after or not before


def _younger(before: int | None, after: int | None) -> bool:
    return after is None or (before is not None and after <= before)


def _at_once(_: Handling, after: Handling) -> bool:
    return after is Handling.ON_THE_SPOT


def _softer(before: Material | None, after: Material | None) -> bool:
    """Fewer materials, or the same one that is met more easily, in no more copies, in the same cases.

    A register that supplies it is gained, never lost; what its note asks for stays as it is.
    """
    if before is None or after is None:
        return after is None
    softer = NEEDS.index(after.need) <= NEEDS.index(before.need)
    fewer = after.originals <= before.originals and after.copies <= before.copies
    supplied = after.source == before.source or not before.source
    told = {name: getattr(before, name) for name in ("need", "originals", "copies", "source", "reason")}
    return softer and fewer and supplied and replace(after, **told) == before


def _cheaper(before: Fee, after: Fee) -> bool:
    """No line asks more than the old line of its case did, or than the lowest old sum; no exemption is lost.

    The note may tell of sums of its own, so it stays.
    """
    if after.unverified or after.note != before.note or not before.rules:
        return before.rules == after.rules and before.note == after.note and after.unverified <= before.unverified
    old = {rule.when: rule.amount for rule in before.rules}
    lowest = min(old.values())
    kept = [rule.when for rule in after.rules if rule.when in old] == list(old)
    not_dearer = all(rule.amount <= old.get(rule.when, lowest) for rule in after.rules)
    return (kept and not_dearer) or all(rule.amount <= lowest for rule in after.rules)


def _nearer(before: Step | None, after: Step | None) -> bool:
    """Fewer steps, or the same step nearer to the person or in less time; acceptance and decision stay."""
    if before is None or after is None:
        return before is not None and before.act not in {StepAct.ACCEPT, StepAct.DECIDE}
    same = replace(after, name=before.name, level=before.level, limit=before.limit, after=before.after) == before
    quicker = before.limit is None or (after.limit is not None and surely_not_longer(after.limit, before.limit))
    return same and quicker and LEVELS.index(after.level) <= LEVELS.index(before.level)


def _fuller(before: Output | None, after: Output | None) -> bool:
    """More results, or the same one in one more form."""
    if before is None or after is None:
        return before is None
    told = {name: getattr(before, name) for name in ("sample", "electronic", "paper")}
    more = before.electronic <= after.electronic and before.paper <= after.paper
    return more and replace(after, **told) == before


def _kinder(before: Rule | None, after: Rule | None) -> bool:
    """Only reminders come and go and change; what refuses or sends to review is the law's, word by word."""
    return all(rule is None or rule.effect is Effect.WARN for rule in (before, after))


def _less_to_fill(before: FormField | None, after: FormField | None) -> bool:
    if before is None or after is None:
        return after is None
    return after.when == before.when and (before.required or not after.required)


def _less_to_answer(before: Situation | None, after: Situation | None) -> bool:
    """A question less: one whose answers read differently may turn yes into no."""
    return after is None or after == before


PROOFS: Mapping[str, Callable[[Any, Any], bool]] = {
    "limits.promised": _shorter,
    "limits.promised_when": _no_later,
    "channels": _more,
    "subjects": _more,
    "legal_basis": _more,
    "depends_on": _fewer,
    "scope": _wider,
    "visits": _not_more,
    "stationed": _granted,
    "agent_allowed": _granted,
    "online_payment": _granted,
    "min_age": _younger,
    "handling": _at_once,
    "materials": _softer,
    "fee": _cheaper,
    "steps": _nearer,
    "outputs": _fuller,
    "rules": _kinder,
    "form": _less_to_fill,
    "situations": _less_to_answer,
}
"""The proof of each field; a field without one cannot be changed by a layer."""
OWN = frozenset({"codes", "risks", "high_frequency", "visit_reason", "local"})
"""Fields that each place sets for itself."""
