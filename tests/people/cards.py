"""Identity cards for tests; their numbers check, but belong to a region that is not assigned."""

from datetime import date

from msgspec import structs

from yichuang.kernel.check_digits import citizen_check
from yichuang.kernel.identifiers import Sex
from yichuang.people.card import Card
from yichuang.people.terms import IdType

REGION = "449900"


def number(birth: date, serial: int = 12) -> str:
    body = f"{REGION}{birth:%Y%m%d}{serial:03}"
    return body + citizen_check(body)


def card(birth: date = date(1990, 3, 14), serial: int = 13, **changes: object) -> Card:
    facts = Card(
        id_type=IdType.ID_CARD,
        id_number=number(birth, serial),
        name="林一凡",
        sex=Sex.MALE if serial % 2 else Sex.FEMALE,
        birth=birth,
        nation="汉族",
        address="恩和县东城街道1号",
        valid_from=date(2020, 1, 1),
        valid_to=date(2040, 1, 1),
    )
    return structs.replace(facts, **changes)
