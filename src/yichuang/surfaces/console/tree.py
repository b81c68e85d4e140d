"""The organisation page: the tree at the left, one unit with its halls and windows at the right."""

from collections.abc import Iterable

from django.db.models import Count, Prefetch, Q
from msgspec import Struct

from yichuang.catalogue.definition import Level
from yichuang.organisation.actor import Actor
from yichuang.organisation.gates import SEE, UNIT, UNITS
from yichuang.organisation.grant_rules import LADDER
from yichuang.organisation.models import Hall, Staff, Unit, UnitProfile, Window, WindowShift
from yichuang.surfaces.console.words import name_of
from yichuang.surfaces.story.names import chinese


class Branch(Struct, frozen=True):
    """A unit of the tree with those under it."""

    code: str
    name: str
    level: str
    staff: int
    """Serving in the unit itself."""
    current: bool
    branches: tuple["Branch", ...]


class HallView(Struct, frozen=True):
    """A hall with its windows, and who sits at each."""

    hall: Hall
    windows: tuple[tuple[Window, str], ...]


class UnitView(Struct, frozen=True):
    """One unit."""

    unit: Unit
    above: tuple[Unit, ...]
    """From the actor's own unit down to its parent."""
    below: int
    staff: int
    """Serving in the unit and under it."""
    halls: tuple[HallView, ...]
    profile: "ProfileView | None"


class ProfileView(Struct, frozen=True):
    """A unit's own letterhead, in the reader's language."""

    name: str
    mark: str
    address: str
    phone: str
    complaint_phone: str
    review_body: str
    court: str


def tree(actor: Actor, current: str) -> tuple[Branch, ...]:
    """The actor's subtree (one query)."""
    counted = Unit.objects.annotate(serving=Count("staff", filter=Q(staff__active=True)))
    units = sorted(UNITS.open(actor, counted, SEE), key=lambda unit: (-LADDER.index(Level(unit.level)), unit.code))
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    roots = [unit for unit in units if unit.path == actor.unit_path]
    return _branches(roots, below, current)


def _branches(units: Iterable[Unit], below: dict[int | None, list[Unit]], current: str) -> tuple[Branch, ...]:
    return tuple(
        Branch(
            code=unit.code,
            name=name_of(unit),
            level=unit.level,
            staff=vars(unit)["serving"],
            current=unit.code == current,
            branches=_branches(below.get(unit.pk, ()), below, current),
        )
        for unit in units
    )


def unit_view(actor: Actor, code: str) -> UnitView:
    """One unit of the subtree (eight queries at most)."""
    unit = UNIT.open(actor, code, SEE)
    under = Unit.objects.filter(path__startswith=unit.path)
    chain = [int(part) for part in unit.path.strip("/").split("/")[:-1]]
    above = Unit.objects.filter(pk__in=chain, path__startswith=actor.unit_path).order_by("path")
    return UnitView(
        unit=unit,
        above=tuple(above),
        below=under.count() - 1,
        staff=Staff.objects.filter(unit__path__startswith=unit.path, active=True).count(),
        halls=tuple(_halls(unit)),
        profile=_profile(unit),
    )


def _profile(unit: Unit) -> ProfileView | None:
    row = UnitProfile.objects.filter(unit=unit).first()
    if row is None:
        return None
    side = "zh" if chinese() else "en"
    both = {name: getattr(row, f"{name}_{side}") for name in ("name", "address", "review_body", "court")}
    return ProfileView(mark=row.mark, phone=row.phone, complaint_phone=row.complaint_phone, **both)


def _halls(unit: Unit) -> Iterable[HallView]:
    sitting = Prefetch("shifts", WindowShift.objects.filter(ended_at=None).select_related("staff"))
    windows = Prefetch("windows", Window.objects.order_by("number").prefetch_related(sitting))
    for hall in Hall.objects.filter(unit=unit).order_by("code").prefetch_related(windows):
        yield HallView(hall, tuple((window, _sitter(window)) for window in hall.windows.all()))


def _sitter(window: Window) -> str:
    return next((shift.staff.name for shift in window.shifts.all()), "")
