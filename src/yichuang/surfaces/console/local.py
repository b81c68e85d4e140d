"""The settings page: what the bureau has set by itself, where each value comes from, what is coming, and who changed what."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct

from yichuang.kernel.calendar_data import area, areas
from yichuang.kernel.vocabulary import label
from yichuang.organisation.local_queries import history, rulings
from yichuang.organisation.local_rules import Ruling, Setting, definition, definitions, values_on
from yichuang.organisation.local_setting import LocalSetting
from yichuang.surfaces.console.year import area_names, slug_of
from yichuang.surfaces.story.names import said


class Held(Struct, frozen=True):
    """One setting as it stands."""

    key: str
    deed_key: str
    name: str
    value: str
    """With its unit."""
    source: str
    bounds: str
    origin: str
    """Whose word it is: an area's, or nobody's."""
    own: bool
    """Set in the very area that is shown, so that it can be taken back here."""
    since: date | None
    coming: tuple[tuple[date, str], ...]
    """What will hold from which day on."""


class Group(Struct, frozen=True):
    """Settings that belong together."""

    name: str
    settings: tuple[Held, ...]


class Change(Struct, frozen=True):
    """One line of the history."""

    at: datetime
    who: str
    badge: str
    name: str
    place: str
    old: str
    new: str
    since: date
    reason: str


def groups(region: str, today: date) -> tuple[Group, ...]:
    """Every setting as it stands in ``region`` today (two queries at most)."""
    made, names = rulings(), area_names(region)
    held = values_on(made, area(region), today)
    found: dict[str, list[Held]] = {}
    for key, of in definitions().items():
        found.setdefault(of.group, []).append(
            _held(key, of, held.get(key), _coming(made, key, region, today), region, names)
        )
    return tuple(Group(label("setting_group", name), tuple(each)) for name, each in found.items())


def changes(region: str) -> tuple[Change, ...]:
    """Who changed what in this area and the wider ones, newest first (two queries)."""
    names = area_names(region)
    return tuple(_change(row, names) for row in history(areas(region)))


def valued(key: str, value: str) -> str:
    """A value with its unit."""
    return label("setting_unit", definition(key).unit).format(n=value)


def _held(
    key: str, of: Setting, ruling: Ruling | None, coming: Iterable[Ruling], region: str, names: Mapping[str, str]
) -> Held:
    own = ruling is not None and ruling.area == area(region)
    return Held(
        key=key,
        deed_key=f"{slug_of(area(region))}~{key}",
        name=said(of.name),
        value=valued(key, (ruling.value if ruling else None) or of.default),
        source=said(of.source),
        bounds=f"{of.low}–{of.high}",
        origin=names[ruling.area] if ruling else "",
        own=own,
        since=ruling.since if ruling else None,
        coming=tuple((each.since, _new(key, each.value)) for each in coming),
    )


def _coming(made: Iterable[Ruling], key: str, region: str, today: date) -> list[Ruling]:
    places = areas(region)
    later = (each for each in made if each.key == key and each.since > today and each.area in places)
    return sorted(later, key=lambda each: each.since)


def _new(key: str, value: str | None) -> str:
    return label("console_setting", "taken_back") if value is None else valued(key, value)


def _change(row: LocalSetting, names: Mapping[str, str]) -> Change:
    return Change(
        at=row.at,
        who=row.staff.name,
        badge=row.staff.badge,
        name=said(definition(row.key).name),
        place=names[row.area],
        old=valued(row.key, row.before),
        new=_new(row.key, row.value),
        since=row.since,
        reason=row.reason,
    )
