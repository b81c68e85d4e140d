"""Deeds on an item as a whole: put on hold, taken up again, ended, split, merged, copied; a version taken back.

All but the last make a change that a second person reviews; a dialog says what rests on the item before anything is taken
away.
"""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from msgspec.structs import replace

from yichuang.catalogue.above import refuse_taken_away
from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.draft import Begun, begin_new
from yichuang.catalogue.changes.reorganise import (
    FEWEST,
    propose_cancellation,
    propose_merge,
    propose_resumption,
    propose_split,
    propose_suspension,
)
from yichuang.catalogue.changes.review import submit_for_review
from yichuang.catalogue.changes.withdraw import withdraw
from yichuang.catalogue.codes import Codes
from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.queries import every_item
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.surfaces.console.asking import Field, Values
from yichuang.surfaces.console.changes import resting
from yichuang.surfaces.console.deeds.changes import morning, page_of
from yichuang.surfaces.console.deeds.deed import Deed, Outcome, Question
from yichuang.surfaces.console.items import in_force
from yichuang.surfaces.console.numbers import number_in
from yichuang.surfaces.story.names import said

Ask = Callable[[Actor, str], Question]
REASON = Field("change_reason", hint="change_reason")
STARTS = Field("starts_on", "date", optional=True, span=6, hint="starts_on")


def _item(actor: Actor, code: str) -> Item:
    """The version in force, for somebody who may edit it."""
    item = in_force(code)
    gates.require_editor(actor, [item.line], today())
    return item


def _asking(*fields: Field, ends: bool = False) -> Ask:
    """A dialog about an item. One that ends it says what rests on it, and is refused at once where it is not ours to end."""

    def ask(actor: Actor, code: str) -> Question:
        item = _item(actor, code)
        if ends:
            refuse_taken_away([code])
        return Question(said(item.name), fields, lines=resting(code) if ends else ())

    return ask


def _sent(actor: Actor, begun: Begun, now: datetime) -> Outcome:
    """What leaves nothing to edit goes to its reviewer at once."""
    submit_for_review(actor, begun.change.pk, begun.change.revision, now)
    return Outcome(goes_to=page_of(begun.change))


def _suspend(actor: Actor, code: str, values: Values, now: datetime) -> Outcome:
    effective = morning(values["starts_on"])
    return _sent(actor, propose_suspension(actor, [code], values["change_reason"], now, effective=effective), now)


def _resume(actor: Actor, code: str, values: Values, now: datetime) -> Outcome:
    effective = morning(values["starts_on"])
    return _sent(actor, propose_resumption(actor, [code], values["change_reason"], now, effective=effective), now)


def _ask_cancelling(actor: Actor, code: str) -> Question:
    return _asking(REASON, STARTS, _other("successor", code, optional=True), ends=True)(actor, code)


def _cancel(actor: Actor, code: str, values: Values, now: datetime) -> Outcome:
    begun = propose_cancellation(
        actor, [code], values["change_reason"], now,
        effective=morning(values["starts_on"]), successors=[each for each in [values["successor"]] if each],
    )  # fmt: skip
    return _sent(actor, begun, now)


def _other(name: str, code: str, *, optional: bool = False, nth: int = 0) -> Field:
    """A field that chooses another item."""
    found = tuple((item.code, said(item.name)) for item in every_item() if item.code != code)
    return Field(f"{name}_{nth}" if nth else name, "choice", options=found, optional=optional, hint=name, nth=nth)


NEW = (Field("item_code", hint="item_code"), Field("name_zh", span=6), Field("name_en", span=6))
MOST = 20
"""Items that one dialog asks."""


def _several(key: str, fewest: int) -> tuple[str, range]:
    """The item that a key names, and the numbers of those that are asked beside it: ``hz-id-renew~3``."""
    code, _, typed = key.partition("~")
    return code, range(1, min(max(number_in(typed), fewest), MOST) + 1)


def _more(code: str, asked: range) -> str:
    return f"{code}~{len(asked) + 1}" if len(asked) < MOST else ""


def _made(item: Item, code: str, name: Text) -> Item:
    """A new item after the pattern of ``item``; the state's codes are its own to get."""
    if not code.replace("-", "").isalnum() or not code.isascii():
        raise Refusal("console.code_signs", item=code)
    return replace(item, code=code.lower(), name=name, codes=Codes(), version=1, successor_of=())


def _copy(actor: Actor, code: str, values: Values, now: datetime) -> Outcome:
    item = _made(_item(actor, code), values["item_code"], Text(values["name_zh"], values["name_en"]))
    return _to_edit(begin_new(actor, item, now, reason=values["change_reason"]))


def _ask_splitting(actor: Actor, key: str) -> Question:
    code, parts = _several(key, FEWEST)
    new = [replace(field, name=f"{field.name}_{nth}", nth=nth) for nth in parts for field in NEW]
    return replace(_asking(REASON, *new, ends=True)(actor, code), more=_more(code, parts))


def _split(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    code, parts = _several(key, FEWEST)
    item = _item(actor, code)
    into = [
        _made(item, values[f"item_code_{nth}"], Text(values[f"name_zh_{nth}"], values[f"name_en_{nth}"]))
        for nth in parts
    ]
    return _to_edit(propose_split(actor, code, into, values["change_reason"], now))


def _ask_merging(actor: Actor, key: str) -> Question:
    code, others = _several(key, 1)
    chosen = [_other("other_item", code, nth=nth) for nth in others]
    return replace(_asking(*NEW, REASON, *chosen, ends=True)(actor, code), more=_more(code, others))


def _merge(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    code, others = _several(key, 1)
    into = _made(_item(actor, code), values["item_code"], Text(values["name_zh"], values["name_en"]))
    merged = [code, *(values[f"other_item_{nth}"] for nth in others)]
    return _to_edit(propose_merge(actor, merged, into, values["change_reason"], now))


def _to_edit(begun: Begun) -> Outcome:
    return Outcome(goes_to=reverse("console:edit", args=[begun.change.pk, min(begun.items)]))


def _ask_withdrawing(actor: Actor, key: str) -> Question:
    code, _, version = key.partition("~")
    question = _asking(REASON)(actor, code)
    subject = f"{question.subject} · {label('console_side', 'version').format(n=version)}"
    return replace(question, subject=subject, lines=resting(code))


def _withdraw(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    code, _, version = key.partition("~")
    withdraw(actor, code, number_in(version), values["change_reason"], now)
    return Outcome(goes_to=reverse("console:item", args=[code]))


DEEDS = (
    Deed("suspend_item", "catalogue", _asking(REASON, STARTS, ends=True), _suspend, grave=True),
    Deed("resume_item", "catalogue", _asking(REASON, STARTS), _resume),
    Deed("cancel_item", "catalogue", _ask_cancelling, _cancel, grave=True),
    Deed("copy_item", "catalogue", _asking(*NEW, REASON), _copy),
    Deed("split_item", "catalogue", _ask_splitting, _split),
    Deed("merge_items", "catalogue", _ask_merging, _merge),
    Deed("withdraw_version", "catalogue", _ask_withdrawing, _withdraw, grave=True),
)
