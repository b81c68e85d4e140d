"""Verb: tell the applicant what has happened to a case. Runs as a job, queued with the event itself."""

from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct

from yichuang.applications.models import Application
from yichuang.applications.notices import Context, Message, is_overtaken, message
from yichuang.applications.queries import form_of
from yichuang.applications.wishes import FOREIGN
from yichuang.cases import clock
from yichuang.cases.clock import Explained
from yichuang.cases.models import Case
from yichuang.cases.state import CaseState
from yichuang.cases.store import decode_event, load_by_id, required
from yichuang.cases.surroundings import facts_at
from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.queries import item_version
from yichuang.kernel.events import Recorded, history
from yichuang.kernel.localtime import local_date
from yichuang.messaging.models import Notice
from yichuang.messaging.notify import Letter, notify
from yichuang.messaging.wording import is_chinese
from yichuang.organisation.models import Unit, Window
from yichuang.people.models import Person

PHONE = "applicant_phone"
"""The form's element: the number that was given for this matter goes before the one on record."""


class Recipient(Struct, frozen=True):
    """Who is told, where and in which language."""

    person: int
    name: str
    phone: str
    language: str


def notify_applicant(case: int, seq: int, *, now: datetime) -> tuple[Notice, ...]:
    """Tell the ``seq``-th event of ``case``; nothing where it needs no message or is overtaken. Once, however often run."""
    events = history(case)
    happened = events[seq - 1]
    event = decode_event(happened)
    if is_overtaken(event, {later.kind for later in events[seq:]}):
        return ()
    state = required(load_by_id(case)).state
    return tell(f"case/{case}/{seq}", state, happened, lambda context: message(event, context), now)


def tell(
    key: str, state: CaseState, happened: Recorded, say: Callable[[Context], Message | None], now: datetime
) -> tuple[Notice, ...]:
    """Tell the applicant of the case what ``say`` makes of it, if anything; under one ``key`` once."""
    application = Application.objects.get(id=state.application)
    to = _recipient(application)
    told = say(_context(state, application, happened, to.language))
    if told is None:
        return ()
    template, params = told
    item = item_version(state.item, state.item_version)
    facts = {"name": to.name, "item": _in(item.name, to.language), "number": state.number}
    letter = Letter(key, to.person, to.phone, template, {**facts, **params}, state.number, to.language)
    return notify(letter, now=now)


def _recipient(application: Application) -> Recipient:
    person = Person.objects.get(pk=application.person_id)
    phone = form_of(application.id).form.get(PHONE, "") or person.phone
    return Recipient(person.pk, person.name, _mobile(phone), "en" if person.id_type in FOREIGN else "zh")


def _mobile(phone: str) -> str:
    """The number as the operator takes it."""
    return "".join(letter for letter in phone.removeprefix("+86") if letter.isdigit())


def _context(state: CaseState, application: Application, happened: Recorded, language: str) -> Context:
    around = facts_at(state.unit, datetime.fromisoformat(happened.at))
    item = item_version(state.item, state.item_version)
    names = {key: _in(kind.name, language) for key, kind in catalogue().evidence_types.items()}
    return Context(
        language=language,
        happened_on=local_date(datetime.fromisoformat(happened.at)),
        accept_by=_day(clock.acceptance(state, around.calendar)),
        decide_by=_day(clock.deciding(state, around.calendar, around.settings)),
        promised=state.limits.promised is not None,
        place=_place(application, language),
        bring=tuple(names[kind] for kind in dict.fromkeys((*_surrendered(item), *state.deferred))),
        outcome=state.outcome,
        names=names,
        items=_items(application, language),
    )


def _day(explained: Explained | None) -> date | None:
    return local_date(explained.due) if explained and explained.due else None


def _surrendered(item: Item) -> tuple[str, ...]:
    return tuple(output.surrenders for output in item.outputs if output.surrenders)


def _items(application: Application, language: str) -> dict[int, str]:
    cases = Case.objects.filter(application_id=application.id).values_list("id", "item", "item_version")
    return {case: _in(item_version(code, version).name, language) for case, code, version in cases}


def _place(application: Application, language: str) -> str:
    """The hall of the window that took the application; without a window, the unit."""
    windows = Window.objects.select_related("hall")
    window = windows.filter(pk=application.window_id).first() if application.window_id else None
    if window is None:
        unit = Unit.objects.get(pk=application.unit_id)
        return unit.name_zh if is_chinese(language) else unit.name_en
    hall = window.hall
    if is_chinese(language):
        return f"{hall.name_zh}（{hall.address}）" if hall.address else hall.name_zh
    return f"{hall.name_en} ({hall.address})" if hall.address else hall.name_en


def _in(text: Text, language: str) -> str:
    return text.zh if is_chinese(language) else text.en
