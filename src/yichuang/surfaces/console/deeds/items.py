"""Deeds on an item as a whole: put on hold, taken up again, ended, split, merged, copied; a version taken back.

All but the last make a change that a second person reviews; a dialog says what rests on the item before anything is taken
away.
"""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from msgspec.structs import replace

from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.draft import Begun, begin_new
from yichuang.catalogue.changes.reorganise import (
    propose_cancellation,
    propose_merge,
    propose_resumption,
    propose_split,
    propose_suspension,
)
from yichuang.catalogue.changes.review import submit_for_review
from yichuang.catalogue.changes.uses import uses_of_item
from yichuang.catalogue.changes.withdraw import withdraw
from yichuang.catalogue.codes import Codes
from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.queries import every_item, heads, item_version
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.surfaces.console.asking import Field, Values
from yichuang.surfaces.console.changes import use_words
from yichuang.surfaces.console.deeds.changes import morning, page_of
from yichuang.surfaces.console.deeds.deed import Deed, Outcome, Question
from yichuang.surfaces.story.names import said

Ask = Callable[[Actor, str], Question]
REASON = Field("change_reason", hint="change_reason")
STARTS = Field("starts_on", "date", optional=True, span=6, hint="starts_on")


def _item(actor: Actor, code: str) -> Item:
    """The version in force, for somebody who may edit it."""
    head = heads().get(code)
    if head is None:
        raise Refusal("authority.not_found")
    item = item_version(code, head.version)
    gates.require_editor(actor, [item.line], today())
    return item


def _asking(*fields: Field) -> Ask:
    """A dialog about an item that says what rests on it."""

    def ask(actor: Actor, code: str) -> Question:
        item = _item(actor, code)
        uses = uses_of_item(code)
        told = label("console_editing", "resting").format(uses=use_words(uses)) if uses else ""
        return Question(said(item.name), fields, told)

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
    return _asking(REASON, STARTS, _other("successor", code, optional=True))(actor, code)


def _cancel(actor: Actor, code: str, values: Values, now: datetime) -> Outcome:
    begun = propose_cancellation(
        actor, [code], values["change_reason"], now,
        effective=morning(values["starts_on"]), successors=[each for each in [values["successor"]] if each],
    )  # fmt: skip
    return _sent(actor, begun, now)


def _other(name: str, code: str, *, optional: bool = False) -> Field:
    """A field that chooses another item."""
    found = tuple((item.code, said(item.name)) for item in every_item() if item.code != code)
    return Field(name, "choice", options=found, optional=optional, hint=name)


NEW = (Field("item_code", hint="item_code", span=6), Field("name_zh", span=6), Field("name_en", span=6))
SECOND = (Field("second_code", span=6), Field("second_name_zh", span=6), Field("second_name_en", span=6))


def _made(item: Item, code: str, name: Text) -> Item:
    """A new item after the pattern of ``item``; the state's codes are its own to get."""
    if not code.replace("-", "").isalnum() or not code.isascii():
        raise Refusal("console.code_signs", item=code)
    return replace(item, code=code.lower(), name=name, codes=Codes(), version=1, successor_of=())


def _named(values: Values, prefix: str = "") -> Text:
    return Text(values[f"{prefix}name_zh"], values[f"{prefix}name_en"])


def _copy(actor: Actor, code: str, values: Values, now: datetime) -> Outcome:
    item = _made(_item(actor, code), values["item_code"], _named(values))
    return _to_edit(begin_new(actor, item, now, reason=values["change_reason"]))


def _split(actor: Actor, code: str, values: Values, now: datetime) -> Outcome:
    item = _item(actor, code)
    into = [
        _made(item, values["item_code"], _named(values)),
        _made(item, values["second_code"], _named(values, "second_")),
    ]
    return _to_edit(propose_split(actor, code, into, values["change_reason"], now))


def _ask_merging(actor: Actor, code: str) -> Question:
    return _asking(_other("other_item", code), *NEW, REASON)(actor, code)


def _merge(actor: Actor, code: str, values: Values, now: datetime) -> Outcome:
    into = _made(_item(actor, code), values["item_code"], _named(values))
    return _to_edit(propose_merge(actor, [code, values["other_item"]], into, values["change_reason"], now))


def _to_edit(begun: Begun) -> Outcome:
    return Outcome(goes_to=reverse("console:edit", args=[begun.change.pk, min(begun.items)]))


def _ask_withdrawing(actor: Actor, key: str) -> Question:
    code, _, version = key.partition("~")
    question = _asking(REASON)(actor, code)
    return Question(
        f"{question.subject} · {label('console_side', 'version').format(n=version)}", question.fields, question.note
    )


def _withdraw(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    code, _, version = key.partition("~")
    withdraw(actor, code, int(version) if version.isascii() and version.isdigit() else 0, values["change_reason"], now)
    return Outcome(goes_to=reverse("console:item", args=[code]))


DEEDS = (
    Deed("suspend_item", "catalogue", _asking(REASON, STARTS), _suspend, grave=True),
    Deed("resume_item", "catalogue", _asking(REASON, STARTS), _resume),
    Deed("cancel_item", "catalogue", _ask_cancelling, _cancel, grave=True),
    Deed("copy_item", "catalogue", _asking(*NEW, REASON), _copy),
    Deed("split_item", "catalogue", _asking(*NEW, *SECOND, REASON), _split),
    Deed("merge_items", "catalogue", _ask_merging, _merge),
    Deed("withdraw_version", "catalogue", _ask_withdrawing, _withdraw, grave=True),
)
