"""Verb: set up units of the tree, halls and windows."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction
from msgspec import Struct

from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import check_credit_code
from yichuang.organisation.models import Hall, Unit, Window
from yichuang.organisation.terms import WindowKind


class NewUnit(Struct, frozen=True):
    """A unit to set up. ``parent`` is its parent's code; empty for the root."""

    code: str
    level: Level
    name_zh: str
    name_en: str
    region: str
    parent: str = ""
    uscc: str = ""
    lines: tuple[Line, ...] = ()
    """The lines for which it is the competent department; empty for a bureau, station or post."""


class NewWindow(Struct, frozen=True):
    """A window to set up."""

    number: int
    kind: WindowKind
    lines: tuple[Line, ...]


@transaction.atomic
def establish(new_units: Sequence[NewUnit]) -> dict[str, Unit]:
    """Set up units, parents first, and return them by code. Refuses an unknown parent and a false credit code."""
    known = _known_parents(new_units)
    made: dict[str, Unit] = {}
    for new, number in zip(new_units, _next_ids(len(new_units)), strict=True):
        made[new.code] = _unit(new, number, known | made)
    Unit.objects.bulk_create(made.values())
    return made


def _known_parents(new_units: Iterable[NewUnit]) -> dict[str, Unit]:
    return {unit.code: unit for unit in Unit.objects.filter(code__in={new.parent for new in new_units})}


def _unit(new: NewUnit, number: int, known: Mapping[str, Unit]) -> Unit:
    if new.parent and new.parent not in known:
        raise Refusal("organisation.no_such_unit", key=new.parent)
    parent = known[new.parent] if new.parent else None
    return Unit(
        pk=number,
        parent=parent,
        level=new.level,
        code=new.code,
        name_zh=new.name_zh,
        name_en=new.name_en,
        region=new.region,
        uscc=check_credit_code(new.uscc) if new.uscc else "",
        path=f"{parent.path if parent else '/'}{number}/",
        lines=[line.value for line in new.lines],
    )


def _next_ids(count: int) -> list[int]:
    """Take ids before inserting, because a unit's path holds its own id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('organisation_unit', 'id')) FROM generate_series(1, %s::int)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def open_hall(unit: Unit, *, code: str, name_zh: str, name_en: str, address: str = "") -> Hall:
    """Set up a service hall of ``unit``."""
    return Hall.objects.create(unit=unit, code=code, name_zh=name_zh, name_en=name_en, address=address)


def open_windows(hall: Hall, windows: Iterable[NewWindow]) -> list[Window]:
    """Set up windows of ``hall``, open for service."""
    return Window.objects.bulk_create(
        Window(hall=hall, number=new.number, kind=new.kind, lines=[line.value for line in new.lines]) for new in windows
    )
