"""Where a household is registered, seen from an office: in its county, city, province, or elsewhere. Pure.

An address that does not tell for certain gives no answer: then a person is asked.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.kernel.data_files import read_data


class Home(StrEnum):
    """From nearest to farthest."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    ELSEWHERE = "elsewhere"


class Names(Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of ``place_names.yaml``."""

    bureau: str
    city: str
    county: str
    autonomous: str
    municipalities: tuple[str, ...]
    provinces: Mapping[str, str]
    """Names by the first two digits of their codes."""

    @property
    def one_city(self) -> frozenset[str]:
        """Names of the provinces that are one city."""
        return frozenset(self.provinces[code] for code in self.municipalities)


def own_places(region: str, bureaus: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names of the office's county, city and province, by level.

    ``region`` is its six-digit division code (GB/T 2260); ``bureaus`` are level and Chinese name of the bureaus above
    it, the bureau of a level after its departments.
    """
    named = ((level, re.match(names().bureau, name)) for level, name in bureaus if level in set(Home))
    places = {str(level): found[1] for level, found in named if found}
    province = names().provinces.get(region[:2])
    return {**places, Home.PROVINCE.value: province} if province else places


def home(address: str, here: Mapping[str, str]) -> str | None:
    """Where ``address`` lies for an office whose places are ``here``; None where it does not tell."""
    province, rest = _province(re.sub(r"\s", "", address))
    if province and province != here.get(Home.PROVINCE):
        return Home.ELSEWHERE.value
    if province in names().one_city:
        return _nearest(rest, here) or Home.CITY.value
    return _nearest(rest, here) or (Home.PROVINCE.value if province and _of_other_city(rest, here) else None)


def _nearest(address: str, here: Mapping[str, str]) -> str | None:
    """County or city where the address names the own; None for another place and for none."""
    city, county = here.get(Home.CITY, ""), here.get(Home.COUNTY, "")
    inner = address.removeprefix(city)
    if county and inner.startswith(county):
        return Home.COUNTY.value
    return Home.CITY.value if city and inner != address and re.match(names().county, inner) else None


def _of_other_city(address: str, here: Mapping[str, str]) -> bool:
    """Whether the address names another city and a county of it; a city alone may be a county-level one of the own."""
    found = re.match(names().city, address)
    return bool(found and found[1] != here.get(Home.CITY) and re.match(names().county, address.removeprefix(found[1])))


def _province(address: str) -> tuple[str, str]:
    """The province that the address begins with, by its full name, and the rest; ("", address) where it names none."""
    return next(
        ((name, address.removeprefix(said)) for said, name in _said() if address.startswith(said)), ("", address)
    )


@cache
def _said() -> tuple[tuple[str, str], ...]:
    """How a province may be called, the full name before the short one, each with its full name."""
    known = names()
    return tuple(
        (each, name) for name in known.provinces.values() for each in (name, re.sub(known.autonomous, "", name))
    )


@cache
def names() -> Names:
    """How places are named."""
    return read_data(Path(__file__).with_name("place_names.yaml"), Names)
