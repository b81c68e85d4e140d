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
    Scope,
    Situation,
    Step,
    StepAct,
)  # fmt: skip
from yichuang.catalogue.differences import Difference
from yichuang.catalogue.route import behind
from yichuang.catalogue.spans import surely_not_longer

SOFTENED = frozenset(Need) - {Need.PRODUCED}
"""What a proof that must be produced may become: each is met by all that meets it, and by more. Among themselves none is
softer: what is shared need not be brought, what may follow or be declared may where no register answers
(``evidence.trust.standing``; a test holds the two together).
"""
KEPT_STEPS = frozenset({StepAct.ACCEPT, StepAct.DECIDE, StepAct.PRODUCE, StepAct.ISSUE})
"""Who drops the making or the delivery has the person come for it."""
SCOPES = tuple(Scope)
LEVELS = tuple(Level)
"""From the post next door to the ministry."""


class Verdict(StrEnum):
    """What a change is. Only ``WORSE`` is refused."""

    BETTER = "better"
    EDITORIAL = "editorial"
    """How a thing is put: what may be corrected in place, by the same list."""
    OWN = "own"
    """What each place says of itself and that binds no person: shown, not proved."""
    FILLED = "filled"
    """The field was marked as unverified or local: the bureau fills what the sources left open."""
    FREE = "free"
    WORSE = "worse"


def is_proved(change: Difference) -> bool:
    """Whether the field has a proof, and it holds."""
    field = change.field.partition("[")[0]
    proof = PROOFS.get(field) or PROOFS.get(field.partition(".")[0])
    if proof is None or not proof(change.before, change.after):
        return False
    beside = BESIDE.get(field) or BESIDE.get(field.partition(".")[0])
    return beside is None or beside(change)


def binds_nobody(change: Difference) -> bool:
    """Whether it is what a place says of itself: its codes, its risks, a reminder of its own."""
    field = change.field.partition("[")[0].partition(".")[0]
    reminder = field == "rules" and change.before is None and change.after.effect is Effect.WARN
    return field in OWN or reminder


def within(field: str, name: str) -> bool:
    """Whether ``field`` is ``name`` or a part of it."""
    return field == name or field.startswith(f"{name}.")


def _shorter(before: Limit | None, after: Limit | None) -> bool:
    """A promise where there was none is no shorter one: its mark lets it be filled, and whoever has it keeps it."""
    return before is not None and after is not None and surely_not_longer(after, before)


def _no_later(before: Sequence[PromisedWhen], after: Sequence[PromisedWhen]) -> bool:
    """The same situations in the same order, none with a longer promise; others come after them."""
    same = [each.when for each in before] == [each.when for each in after[: len(before)]]
    return same and all(surely_not_longer(now, was) for was, now in zip(before, after, strict=False))


def _no_later_than_others(change: Difference) -> bool:
    """Whoever comes under an added promise had the item's own before, which is no shorter."""
    promised = change.lists[0].promised
    added = change.after[len(change.before) :]
    return not added or (promised is not None and all(surely_not_longer(each, promised) for each in added))


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

    A register that supplies it is gained, never lost, and what is to be shared has one; its note stays as it is.
    """
    if before is None or after is None:
        return after is None
    shared = after.need is not Need.SHARED or after.source
    softer = after.need is before.need or (before.need is Need.PRODUCED and after.need in SOFTENED and shared)
    fewer = after.originals <= before.originals and after.copies <= before.copies
    supplied = after.source == before.source or not before.source
    told = {name: getattr(before, name) for name in ("need", "originals", "copies", "source", "reason")}
    return bool(softer) and fewer and supplied and replace(after, **told) == before


def _cheaper(before: Fee, after: Fee) -> bool:
    """No line asks more than the old line of its case did, or than the lowest old sum; no exemption is lost.

    From whom no old line asks a sum, none may come to be asked: nought then is the lowest. The note may tell of sums of its
    own, so it stays, and what a sum is for is not put otherwise.
    """
    if after.unverified or after.note != before.note or not before.rules:
        return before.rules == after.rules and before.note == after.note and after.unverified <= before.unverified
    old = {rule.when: rule.amount for rule in reversed(before.rules)}
    lowest = min(old.values()) if "" in old else 0
    known = {rule.label for rule in before.rules}
    if any(rule.amount and rule.label not in known for rule in after.rules):
        return False
    kept = [rule.when for rule in after.rules if rule.when in old] == [
        *dict.fromkeys(rule.when for rule in before.rules)
    ]
    not_dearer = all(rule.amount <= old.get(rule.when, lowest) for rule in after.rules)
    return (kept and not_dearer) or all(rule.amount <= lowest for rule in after.rules)


def _nearer(before: Step | None, after: Step | None) -> bool:
    """Fewer examinations, or the same step nearer to the person or in less time."""
    if before is None or after is None:
        return before is not None and before.act not in KEPT_STEPS
    same = replace(after, name=before.name, level=before.level, limit=before.limit, after=before.after) == before
    quicker = before.limit is None or (after.limit is not None and surely_not_longer(after.limit, before.limit))
    return same and quicker and LEVELS.index(after.level) <= LEVELS.index(before.level)


def _fuller(before: Output | None, after: Output | None) -> bool:
    """More results for which nothing is to be handed in, or the same one in one more form."""
    if before is None or after is None:
        return after is not None and not after.surrenders
    told = {name: getattr(before, name) for name in ("sample", "electronic", "paper")}
    more = before.electronic <= after.electronic and before.paper <= after.paper
    return more and replace(after, **told) == before


def _waits_for_no_more(change: Difference) -> bool:
    """Whether nothing has to be done before the step that had not to be done before it already."""
    if change.after is None:
        return True
    before, after = (behind(change.after.key, steps) for steps in change.lists)
    return after <= before


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
    "form": _less_to_fill,
    "situations": _less_to_answer,
}
"""The proof of each field; a field without one cannot be changed by a layer."""
BESIDE: Mapping[str, Callable[[Difference], bool]] = {
    "steps": _waits_for_no_more,
    "limits.promised_when": _no_later_than_others,
}
"""What else must hold of a part beside the others of its field."""
OWN = frozenset({"checks", "codes", "risks", "high_frequency", "visit_reason", "local"})
"""Fields that each place sets for itself."""
