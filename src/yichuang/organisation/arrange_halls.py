"""Verb: set up and change halls and their windows, open and close a window. For administrators and hall managers."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime

from django.db import IntegrityError, transaction

from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.organisation.establish import NewWindow, open_hall, open_windows
from yichuang.organisation.gates import HALL, MANAGE, UNIT, WINDOW
from yichuang.organisation.models import Hall, Window, WindowShift
from yichuang.organisation.naming import check_code, check_names
from yichuang.organisation.terms import ChangeEvent
from yichuang.organisation.trail import differences, leave_trail

LONGEST_ADDRESS = 200
HIGHEST_NUMBER = 999


@transaction.atomic
def add_hall(
    actor: Actor, unit_code: str, *, code: str, name_zh: str, name_en: str, address: str, now: datetime
) -> Hall:
    """Set up a hall of a unit. Refuses a code in use and a missing name."""
    unit = UNIT.open(actor, unit_code, MANAGE)
    check_code(code)
    check_names(name_zh, name_en)
    if Hall.objects.filter(code=code).exists():
        raise Refusal("organisation.code_taken", key=code)
    hall = open_hall(
        unit, code=code, name_zh=name_zh.strip(), name_en=name_en.strip(), address=address.strip()[:LONGEST_ADDRESS]
    )
    leave_trail(ChangeEvent.HALL_ADDED, actor, now, unit=unit, subject=f"{code} {hall.name_zh}")
    return hall


@transaction.atomic
def change_hall(actor: Actor, code: str, *, name_zh: str, name_en: str, address: str, now: datetime) -> Hall:
    """Change a hall's names or address."""
    hall = HALL.open(actor, code, MANAGE)
    check_names(name_zh, name_en)
    before = copy(hall)
    hall.name_zh, hall.name_en, hall.address = name_zh.strip(), name_en.strip(), address.strip()[:LONGEST_ADDRESS]
    changed = differences(before, hall, ("name_zh", "name_en", "address"))
    if changed:
        hall.save(update_fields=("name_zh", "name_en", "address"))
        leave_trail(ChangeEvent.HALL_CHANGED, actor, now, unit=hall.unit, subject=hall.name_zh, detail=changed)
    return hall


@transaction.atomic
def add_window(actor: Actor, hall_code: str, new: NewWindow, *, now: datetime) -> Window:
    """Set up a window, open for service. Refuses a number in use and a window without lines."""
    hall = HALL.open(actor, hall_code, MANAGE)
    if not 1 <= new.number <= HIGHEST_NUMBER:
        raise Refusal("window.bad_number", highest=HIGHEST_NUMBER)
    _check_lines(new.lines)
    try:
        with transaction.atomic():
            window = open_windows(hall, [new])[0]
    except IntegrityError:
        raise Refusal("window.number_taken", number=new.number) from None
    _trail(ChangeEvent.WINDOW_ADDED, actor, window, now, ", ".join(window.lines))
    return window


@transaction.atomic
def change_window(actor: Actor, window_id: int | str, new: NewWindow, *, now: datetime) -> Window:
    """Change a window's kind and lines; its number is for good. Who sits there keeps on with the new lines."""
    window = WINDOW.open(actor, window_id, MANAGE)
    _check_lines(new.lines)
    before = copy(window)
    window.kind, window.lines = new.kind.value, [line.value for line in new.lines]
    changed = differences(before, window, ("kind", "lines"))
    if changed:
        window.save(update_fields=("kind", "lines"))
        _trail(ChangeEvent.WINDOW_CHANGED, actor, window, now, changed)
    return window


@transaction.atomic
def close_window(actor: Actor, window_id: int | str, *, reason: str, now: datetime, ends_shift: bool = False) -> Window:
    """Take a window out of service. Refuses without a reason, and while somebody sits there unless ``ends_shift``."""
    window = WINDOW.open(actor, window_id, MANAGE)
    if not reason.strip():
        raise Refusal("organisation.no_reason")
    Window.objects.select_for_update().get(pk=window.pk)  # whoever sits down now comes before or after
    shift = WindowShift.objects.filter(window=window, ended_at__isnull=True)
    if ends_shift:
        shift.update(ended_at=now)
    elif shift.exists():
        raise Refusal("window.still_staffed", number=window.number)
    return _switched(actor, window, now, to_open=False, reason=reason.strip())


@transaction.atomic
def open_window(actor: Actor, window_id: int | str, *, now: datetime) -> Window:
    """Take a closed window back into service."""
    return _switched(actor, WINDOW.open(actor, window_id, MANAGE), now, to_open=True)


def _switched(actor: Actor, window: Window, now: datetime, *, to_open: bool, reason: str = "") -> Window:
    if window.is_open == to_open:
        return window
    window.is_open = to_open
    window.save(update_fields=["is_open"])
    event = ChangeEvent.WINDOW_OPENED if to_open else ChangeEvent.WINDOW_CLOSED
    _trail(event, actor, window, now, reason=reason)
    return window


def _trail(
    event: ChangeEvent, actor: Actor, window: Window, now: datetime, detail: str = "", *, reason: str = ""
) -> None:
    subject = f"{window.hall.name_zh} {window.number}"
    leave_trail(event, actor, now, unit=window.hall.unit, subject=subject, detail=detail, reason=reason)


def _check_lines(lines: Sequence[object]) -> None:
    if not lines:
        raise Refusal("window.no_lines")
