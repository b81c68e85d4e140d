"""What each tier of the bureau does for an item: station, county hall, city hall; and what each kind of window takes. Pure.

Worked out from the item's own route and channels, never fitted to any bureau's numbers.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.catalogue.definition import Channel, Item, Level, Line
from yichuang.kernel.data_files import read_data
from yichuang.organisation.terms import WindowKind

NEAR = (Level.POST, Level.STATION, Level.COUNTY, Level.CITY)
"""Levels whose rooms people walk into, from the nearest."""


class Tier(StrEnum):
    """Where people go."""

    STATION = "station"
    COUNTY_HALL = "county_hall"
    CITY_HALL = "city_hall"


class Service(StrEnum):
    """What a tier does for an item."""

    FINISHES = "finishes"
    """Takes it at the window and carries every step itself, or has it done outside the police."""
    TAKES = "takes"
    """Takes it at the window; a higher level decides or makes the result."""
    GUIDES = "guides"
    """Does not take it, but helps the person to file it online there and then."""
    ELSEWHERE = "elsewhere"


class Offer(Struct, frozen=True):
    """How many items a tier serves, and how."""

    tier: Tier
    finishes: int
    takes: int
    guides: int

    @property
    def window(self) -> int:
        """Items taken at the window."""
        return self.finishes + self.takes

    @property
    def all(self) -> int:
        """Items with which a person is not sent away."""
        return self.window + self.guides


REACH = {Tier.STATION: Level.STATION, Tier.COUNTY_HALL: Level.COUNTY, Tier.CITY_HALL: Level.CITY}
"""The highest level whose steps a tier carries: a hall serves what the tiers below it do as well."""


def service(item: Item, tier: Tier) -> Service:
    """What ``tier`` does for ``item``."""
    if item.stationed and Channel.WINDOW in item.channels and _within(item.steps[0].level, tier):
        inside = (step.level for step in item.steps if step.level is not Level.EXTERNAL)
        return Service.FINISHES if all(_within(level, tier) for level in inside) else Service.TAKES
    return Service.GUIDES if Channel.ONLINE in item.channels else Service.ELSEWHERE


def offers(items: Iterable[Item]) -> tuple[Offer, ...]:
    """What every tier serves of ``items``."""
    listed = tuple(items)
    return tuple(_offer(tier, Counter(service(item, tier) for item in listed)) for tier in Tier)


def taken_at(kind: WindowKind, items: Iterable[Item], tier: Tier = Tier.COUNTY_HALL) -> tuple[Item, ...]:
    """The items that a window of ``kind`` takes at ``tier``; a specialist's is one line of its own choosing, so none."""
    lines = window_lines()[kind]
    return tuple(
        item for item in items if item.line in lines and service(item, tier) in {Service.FINISHES, Service.TAKES}
    )


def window_takes(lines: Collection[str], item: Item) -> bool:
    """Whether a window of these ``lines`` takes ``item``: its own lines, and what is not stationed in the hall (未进驻) as
    its line's own window alone.
    """
    return item.line.value in lines and (item.stationed or set(lines) == {item.line.value})


@cache
def window_lines() -> Mapping[WindowKind, frozenset[Line]]:
    """The lines that each kind of window joins."""
    path = Path(__file__).with_name("window_kinds.yaml")
    return read_data(path, dict[WindowKind, frozenset[Line]])


def _offer(tier: Tier, counts: Mapping[Service, int]) -> Offer:
    return Offer(tier, counts[Service.FINISHES], counts[Service.TAKES], counts[Service.GUIDES])


def _within(level: Level, tier: Tier) -> bool:
    return level in NEAR and NEAR.index(level) <= NEAR.index(REACH[tier])
