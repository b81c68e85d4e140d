"""Deeds on halls and windows."""

from datetime import datetime

from yichuang.catalogue.definition import Line
from yichuang.organisation.actor import Actor
from yichuang.organisation.arrange_halls import (
    add_hall,
    add_window,
    change_hall,
    change_window,
    close_window,
    open_window,
)
from yichuang.organisation.establish import NewWindow
from yichuang.organisation.gates import HALL, MANAGE, UNIT, WINDOW
from yichuang.organisation.models import Hall, Window
from yichuang.organisation.queries import windows_of
from yichuang.organisation.terms import WindowKind
from yichuang.surfaces.console.asking import Field, Values, terms
from yichuang.surfaces.console.deeds.deed import Deed, Outcome, Question
from yichuang.surfaces.console.words import name_of


def _hall_fields(hall: Hall | None) -> list[Field]:
    return [
        Field("name_zh", value=hall.name_zh if hall else ""),
        Field("name_en", value=hall.name_en if hall else ""),
        Field("address", value=hall.address if hall else "", optional=True),
    ]


def _ask_new_hall(actor: Actor, unit: str) -> Question:
    above = UNIT.open(actor, unit, MANAGE)
    return Question(name_of(above), [Field("code", "code", span=6, hint="code"), *_hall_fields(None)])


def _add_hall(actor: Actor, unit: str, values: Values, now: datetime) -> Outcome:
    add_hall(actor, unit, **values, now=now)
    return Outcome()


def _ask_hall(actor: Actor, code: str) -> Question:
    hall = HALL.open(actor, code, MANAGE)
    return Question(name_of(hall), _hall_fields(hall))


def _change_hall(actor: Actor, code: str, values: Values, now: datetime) -> Outcome:
    change_hall(actor, code, **values, now=now)
    return Outcome()


def _window_fields(window: Window | None) -> list[Field]:
    return [
        terms("window_kind", "window_kind", WindowKind, value=window.kind if window else ""),
        terms("window_lines", "line", Line, kind="many", value=window.lines if window else []),
    ]


def _ask_new_window(actor: Actor, hall_code: str) -> Question:
    hall = HALL.open(actor, hall_code, MANAGE)
    following = max((window.number for window in windows_of(hall.pk)), default=0) + 1
    return Question(name_of(hall), [Field("number", "number", following, span=4), *_window_fields(None)])


def _add_window(actor: Actor, hall_code: str, values: Values, now: datetime) -> Outcome:
    add_window(actor, hall_code, NewWindow(values["number"], values["window_kind"], values["window_lines"]), now=now)
    return Outcome()


def _window(actor: Actor, key: str) -> tuple[Window, str]:
    window = WINDOW.open(actor, key, MANAGE)
    return window, f"{name_of(window.hall)} · {window.number}"


def _ask_window(actor: Actor, key: str) -> Question:
    window, subject = _window(actor, key)
    return Question(subject, _window_fields(window))


def _change_window(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    window, _ = _window(actor, key)
    change_window(actor, key, NewWindow(window.number, values["window_kind"], values["window_lines"]), now=now)
    return Outcome()


def _ask_closing(actor: Actor, key: str) -> Question:
    window, subject = _window(actor, key)
    sitting = window.shifts.filter(ended_at=None).select_related("staff").first()
    fields = [Field("reason")]
    if sitting:
        fields.append(Field("ends_shift", "tick", hint="ends_shift"))
    return Question(f"{subject} · {sitting.staff.name}" if sitting else subject, fields)


def _close(actor: Actor, key: str, values: Values, now: datetime) -> Outcome:
    close_window(actor, key, reason=values["reason"], now=now, ends_shift=values.get("ends_shift", False))
    return Outcome()


def _ask_opening(actor: Actor, key: str) -> Question:
    return Question(_window(actor, key)[1])


def _open(actor: Actor, key: str, _values: Values, now: datetime) -> Outcome:
    open_window(actor, key, now=now)
    return Outcome()


DEEDS = (
    Deed("add_hall", "organisation", _ask_new_hall, _add_hall),
    Deed("change_hall", "organisation", _ask_hall, _change_hall),
    Deed("add_window", "organisation", _ask_new_window, _add_window),
    Deed("change_window", "organisation", _ask_window, _change_window),
    Deed("close_window", "organisation", _ask_closing, _close, grave=True),
    Deed("open_window", "organisation", _ask_opening, _open),
)
