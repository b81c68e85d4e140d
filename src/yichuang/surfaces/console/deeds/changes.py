"""Deeds on a change of the catalogue: put it before a second person, take it back from there, let it pass, give it back,
carry it on, give it up.

The key is the change's number with the revision that the page showed (``12~5``); without one, the dialog shows what stands
there now, and that is what is done.
"""

from datetime import date, datetime, time

from django.urls import reverse
from msgspec.structs import replace

from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.draft import compared, discard, renew
from yichuang.catalogue.changes.entering import entry_words
from yichuang.catalogue.changes.review import Wish, approve, recall, send_back, submit_for_review
from yichuang.catalogue.entries import entries_of
from yichuang.catalogue.models import CatalogueChange
from yichuang.catalogue.own_entries import each_of
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.surfaces.console.asking import Field, Values
from yichuang.surfaces.console.changes import change_view, names_of
from yichuang.surfaces.console.deeds.deed import Deed, Outcome, Question
from yichuang.surfaces.console.numbers import ID, number_in
from yichuang.surfaces.story.names import said

SHOWN = 6
"""Differences that a dialog says one by one."""


def opened(actor: Actor, key: str, need: str) -> tuple[CatalogueChange, int]:
    """The change of a key with the revision it is about."""
    number, _, revision = key.partition("~")
    change = gates.CHANGE.open(actor, number_in(number, digits=ID), need)
    return change, number_in(revision, change.revision)


def _question(actor: Actor, key: str, need: str, *fields: Field) -> Question:
    change, revision = opened(actor, key, need)
    subject = f"{label('change_kind', change.kind)} · {names_of([change])[change.pk]}"
    return Question(subject, [Field("revision", "hidden", revision), *fields], lines=_told(change))


def _told(change: CatalogueChange) -> list[str]:
    """The differences in words, and the entries that it brings."""
    sentences = [said(each.sentence) for found in compared(change).values() for each in found]
    sentences += [said(entry_words(*each)) for each in each_of(entries_of(change))]
    more = len(sentences) - SHOWN
    return sentences[:SHOWN] + ([label("console_editing", "more").format(n=more)] if more > 0 else [])


def _ask_submitting(actor: Actor, key: str) -> Question:
    change, _ = opened(actor, key, gates.EDIT)
    question = _question(
        actor, key, gates.EDIT,
        Field("change_reason", value=change.reason, hint="change_reason"),
        Field("starts_on", "date", _day(change.valid_from), optional=True, span=6, hint="starts_on"),
    )  # fmt: skip
    return replace(question, obstacles=lambda: change_view(actor, change, today()).obstacles)


def _submit(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    change, _ = opened(actor, key, gates.EDIT)
    wish = Wish(values["change_reason"], morning(values["starts_on"]))
    submit_for_review(actor, change.pk, int(values["revision"]), now, wish=wish)
    return Outcome(goes_to=page_of(change))


def _day(moment: datetime | None) -> date | str:
    return moment.astimezone(BUREAU_TIME).date() if moment else ""


def morning(day: date | None) -> datetime | None:
    """The first moment of a day where the bureau is."""
    return datetime.combine(day, time(), BUREAU_TIME) if day else None


def _ask_approving(actor: Actor, key: str) -> Question:
    return _question(actor, key, gates.REVIEW, Field("review_comment", "textarea", optional=True))


def _approve(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    change, _ = opened(actor, key, gates.REVIEW)
    approve(actor, change.pk, int(values["revision"]), now, comment=values["review_comment"])
    return Outcome(goes_to=page_of(change))


def _ask_sending_back(actor: Actor, key: str) -> Question:
    return _question(actor, key, gates.REVIEW, Field("review_comment", "textarea"))


def _send_back(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    change, _ = opened(actor, key, gates.REVIEW)
    send_back(actor, change.pk, int(values["revision"]), now, comment=values["review_comment"])
    return Outcome(goes_to=page_of(change))


def _ask_plainly(actor: Actor, key: str) -> Question:
    return _question(actor, key, gates.EDIT)


def _recall(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    change, _ = opened(actor, key, gates.EDIT)
    recall(actor, change.pk, int(values["revision"]), now)
    return Outcome(goes_to=page_of(change))


def _renew(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    change, _ = opened(actor, key, gates.EDIT)
    renew(actor, change.pk, int(values["revision"]), now)
    return Outcome()


def _discard(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    change, _ = opened(actor, key, gates.EDIT)
    discard(actor, change.pk, int(values["revision"]), now)
    return Outcome(goes_to=reverse("console:changes"))


def page_of(change: CatalogueChange) -> str:
    """Where a change is read."""
    return reverse("console:change", args=[change.pk])


DEEDS = (
    Deed("submit_change", "catalogue", _ask_submitting, _submit),
    Deed("recall_change", "catalogue", _ask_plainly, _recall),
    Deed("approve_change", "catalogue", _ask_approving, _approve),
    Deed("send_back_change", "catalogue", _ask_sending_back, _send_back),
    Deed("renew_change", "catalogue", _ask_plainly, _renew),
    Deed("discard_change", "catalogue", _ask_plainly, _discard, grave=True),
)
