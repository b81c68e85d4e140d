"""What an item asks of one person: form, materials, fee, validity of the result. Pure readers of a definition.

Each takes the facts as far as they are known. What is not decided yet is left out of the plain reader and told by its
own: a list that only grows is kinder than one that takes back.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol, TypeVar

from msgspec import Struct

from yichuang.catalogue.alike import once_for_all_alike
from yichuang.catalogue.conditions import Facts, holds
from yichuang.catalogue.definition import Fee, FeeRule, FormField, Item, Limit, Material, Output, Text, Validity
from yichuang.catalogue.situations import settled


class Conditional(Protocol):
    """Anything of a definition that carries a condition."""

    @property
    def when(self) -> str: ...


Part = TypeVar("Part", bound=Conditional)


@once_for_all_alike
def form_fields(item: Item, facts: Facts) -> tuple[FormField, ...]:
    """The fields of the form that are certainly needed."""
    return _holding(item.form, item, facts, outcome=True)


@once_for_all_alike
def required_materials(item: Item, facts: Facts) -> tuple[Material, ...]:
    """The materials that are certainly needed (材料清单)."""
    return _holding(item.materials, item, facts, outcome=True)


@once_for_all_alike
def undecided_materials(item: Item, facts: Facts) -> tuple[Material, ...]:
    """The materials that may still be needed, depending on what is not answered yet."""
    return _holding(item.materials, item, facts, outcome=None)


class ChargeState(StrEnum):
    """What can be said of the fee."""

    FREE = "free"
    DUE = "due"
    OPEN = "open"
    """Depends on what is not answered yet, or no line speaks of this case."""
    UNVERIFIED = "unverified"
    """The tables leave the sum open; the bureau must set it before one may be asked."""


class Charge(Struct, frozen=True):
    """The fee of one case (收费). ``amount`` in whole yuan is certain only when FREE or DUE."""

    state: ChargeState
    amount: int = 0
    label: Text | None = None
    basis: str = ""
    note: str = ""


@once_for_all_alike
def fee(item: Item, facts: Facts) -> Charge:
    """The first fee line whose condition holds; nobody pays a sum that the definition marks as unverified.

    Where there are lines and none holds, what is charged is not known: only who has no lines at all charges nothing.
    """
    known = settled(item, facts)
    for rule in item.fee.rules:
        outcome = holds(rule.when, known, item.code)
        if outcome is None:
            return Charge(state=ChargeState.OPEN, note=item.fee.note)
        if outcome:
            return _charge(rule, item.fee)
    unknown = ChargeState.OPEN if item.fee.rules else ChargeState.FREE
    state = ChargeState.UNVERIFIED if item.fee.unverified else unknown
    return Charge(state=state, note=item.fee.note)


def _charge(rule: FeeRule, of: Fee) -> Charge:
    due = ChargeState.UNVERIFIED if of.unverified else ChargeState.DUE
    state = due if rule.amount else ChargeState.FREE
    return Charge(state=state, amount=rule.amount, label=rule.label, basis=rule.basis, note=of.note)


@once_for_all_alike
def promised(item: Item, facts: Facts) -> Limit | None:
    """The limit promised in this person's situation: the first whose condition holds, else the item's own, which may be
    none.

    While a condition is not decided, the longer word stands: the item's own.
    """
    known = settled(item, facts)
    for other in item.limits.promised_when:
        outcome = holds(other.when, known, item.code)
        if outcome is not False:
            return Limit(other.amount, other.unit, other.basis) if outcome else item.limits.promised
    return item.limits.promised


def validity(item: Item, output: Output, facts: Facts) -> Validity | None:
    """How long the result is valid: the first line whose condition holds. One of all zeros means no end date.

    None when no line holds or the first that might is not decided: then only ``output.validity_note`` can be shown.
    """
    known = settled(item, facts)
    for term in output.validity:
        outcome = holds(term.when, known, item.code)
        if outcome is not False:
            return term if outcome else None
    return None


def _holding(parts: Iterable[Part], item: Item, facts: Facts, *, outcome: bool | None) -> tuple[Part, ...]:
    known = settled(item, facts)
    return tuple(part for part in parts if (holds(part.when, known, item.code) if part.when else True) is outcome)
