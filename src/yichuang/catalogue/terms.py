"""Closed lists of the catalogue that stand beside the definition's own."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
"""事项编码: lower-case words joined by hyphens; it names a file and stands in addresses."""
Few = Annotated[int, Meta(ge=0, le=20)]
"""Papers, copies, visits."""
Amount = Annotated[int, Meta(ge=0, le=100_000)]
"""Units of a limit, yuan of a fee."""
Age = Annotated[int, Meta(ge=0, le=150)]


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """One text in both languages of the house."""

    zh: str
    en: str


class Level(StrEnum):
    """行使层级: who carries a step. ``EXTERNAL`` is a party outside the police (bank, seal maker, the applicant)."""

    POST = "post"
    STATION = "station"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    MINISTRY = "ministry"
    EXTERNAL = "external"


class Collector(StrEnum):
    """Who may fetch a result in the person's stead (代领)."""

    AGENT = "agent"
    """Whoever holds a mandate for it."""
    RELATIVE = "relative"
    """A close relative (民法典 art. 1045)."""


class ResultKind(StrEnum):
    """结果类型, C0109: 1 证照, 2 批文, 3 其他, 4 无."""

    CERTIFICATE = "certificate"
    APPROVAL = "approval"
    OTHER = "other"


class Risk(StrEnum):
    """What makes a case of an item worth a second look (风险点): next-day review and audit pick by it."""

    IDENTITY = "identity"
    """Gives somebody an identity or changes one: entry, name, birth date, number."""
    TRAVEL = "travel"
    """Lets somebody leave or enter the country."""
    FORGERY = "forgery"
    """Rests on paper that is known to be forged."""
    PROXY = "proxy"
    """May be filed in another's name."""
    DANGER = "danger"
    """Weapons, explosives, crowds, drugs: what a mistake may cost lives."""
    MONEY = "money"
    """Pays out or waives money."""
