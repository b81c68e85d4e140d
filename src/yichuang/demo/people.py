"""The people of the demo county: some four hundred, invented, the same ones at every build. Pure; the day is passed in.

Their citizen numbers check but belong to no region, their phones to no subscriber; see ``people.yaml``.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from yichuang.demo.bureau import REGION
from yichuang.gateways.population import LegalCapacity
from yichuang.kernel.check_digits import citizen_check
from yichuang.kernel.data_files import read_data
from yichuang.kernel.identifiers import Sex, age_on
from yichuang.people.terms import IdType

DATA = Path(__file__).with_name("people.yaml")
SEED = 990785
HOUSEHOLDS = 150
MONTH = timedelta(days=30)
COUNTY = "澄溪县"
CARD_TERMS = ((16, 5), (26, 10), (46, 20))
"""居民身份证法 art. 5: below this age at issue the card is valid for so many years; from 46 on without end."""


class Told(Struct, frozen=True, forbid_unknown_fields=True):
    """A person of the stories as ``people.yaml`` tells of them."""

    key: str
    name: str
    pinyin: str
    birth: date
    serial: int
    household: str
    relation: str
    phone: str
    card: int | None = None
    station: int = 0
    street: int = 1
    door: int = 0
    address: str = ""
    station_name: str = ""
    birthplace: str = COUNTY
    spouse: str = ""
    marriage: date | None = None
    parents: tuple[str, ...] = ()
    guardian: str = ""
    guardian_basis: str = "court"
    capacity: LegalCapacity = LegalCapacity.FULL
    passport_months: int | None = None
    occupation: str = ""
    employer: str = ""
    education: str = "senior"
    owns_home: bool = False
    vehicle: bool = False
    driver: bool = False
    low_income: bool = False
    register_name: str = ""
    emergency: str = ""
    hkmo: str = ""


class Other(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who shows another document than the ID card."""

    id_type: IdType
    number: str
    name: str
    pinyin: str
    sex: Sex
    birth: date
    nation: str
    address: str
    phone: str


class Syllables(Struct, frozen=True, forbid_unknown_fields=True):
    """What names are made of, with their pinyin."""

    surnames: Mapping[str, str]
    given: Mapping[str, str]


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """``people.yaml`` as it stands."""

    syllables: Syllables
    nations: Mapping[str, int]
    streets: tuple[tuple[str, ...], ...]
    occupations: tuple[str, ...]
    employers: tuple[str, ...]
    schools: tuple[str, ...]
    protagonists: tuple[Told, ...]
    others: tuple[Other, ...]


class Someone(Struct, frozen=True, kw_only=True):
    """One person of the county, with what the registers know."""

    key: str
    """Name in the stories, else the number."""
    id_type: IdType = IdType.ID_CARD
    number: str
    name: str
    pinyin: str
    sex: Sex
    birth: date
    nation: str = "汉"
    address: str
    """Where the household is registered, as the card says."""
    station: str = ""
    """户籍地派出所."""
    birthplace: str = COUNTY
    phone: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    household: str = ""
    """户号."""
    relation: str = "head"
    """To the head of the household, as the form element says it."""
    spouse: str = ""
    """Key of the spouse."""
    marriage: date | None = None
    parents: tuple[str, ...] = ()
    guardian: str = ""
    guardian_basis: str = "parent"
    capacity: LegalCapacity = LegalCapacity.FULL
    passport: str = ""
    passport_to: date | None = None
    education: str = "senior"
    occupation: str = ""
    employer: str = ""
    owns_home: bool = False
    vehicle: bool = False
    driver: bool = False
    low_income: bool = False
    register_name: str = ""
    """The name in the population register, where it differs from the card."""
    emergency: str = ""
    """Key of the person to call."""

    @property
    def citizen(self) -> bool:
        return self.id_type is IdType.ID_CARD


@cache
def source() -> Source:
    """The data, read and checked."""
    return read_data(DATA, Source)


def townsfolk(today: date, stations: Sequence[str]) -> tuple[Someone, ...]:
    """Everybody: the people of the stories, the drawn households, those with other documents. ``stations`` in order."""
    drawn = [person for serial in range(HOUSEHOLDS) for person in _household(serial, stations, today)]
    return (*(_told(each, stations, today) for each in source().protagonists), *drawn, *map(_other, source().others))


def by_key(people: Sequence[Someone]) -> dict[str, Someone]:
    """The people by key."""
    return {person.key: person for person in people}


def citizen_number(birth: date, serial: int, region: str = REGION) -> str:
    """A citizen number of the invented region that checks."""
    body = f"{region}{birth:%Y%m%d}{serial:03}"
    return body + citizen_check(body)


# --- the people of the stories ----------------------------------------------------------------------------------------


def _told(told: Told, stations: Sequence[str], today: date) -> Someone:
    valid_to = today + told.card * MONTH if told.card is not None else None
    return Someone(
        key=told.key,
        number=citizen_number(told.birth, told.serial),
        name=told.name,
        pinyin=told.pinyin,
        sex=_sex(told.serial),
        birth=told.birth,
        address=told.address or _address(told.station - 1, told.street - 1, told.door),
        station=told.station_name or stations[told.station - 1],
        birthplace=told.birthplace,
        phone=told.phone,
        valid_from=_issued(told.birth, valid_to, today),
        valid_to=valid_to,
        household=told.household.upper(),
        relation=told.relation,
        spouse=told.spouse,
        marriage=told.marriage,
        parents=told.parents,
        guardian=told.guardian or next(iter(told.parents), ""),
        guardian_basis=told.guardian_basis if told.guardian else "parent",
        capacity=told.capacity,
        passport=f"E99{told.serial:06}" if told.passport_months is not None else "",
        passport_to=today + told.passport_months * MONTH if told.passport_months is not None else None,
        education=told.education,
        occupation=told.occupation,
        employer=told.employer,
        owns_home=told.owns_home,
        vehicle=told.vehicle,
        driver=told.driver,
        low_income=told.low_income,
        register_name=told.register_name,
        emergency=told.emergency,
    )


def _other(other: Other) -> Someone:
    return Someone(
        key=other.number, id_type=other.id_type, number=other.number, name=other.name, pinyin=other.pinyin,
        sex=other.sex, birth=other.birth, nation=other.nation, address=COUNTY + other.address, phone=other.phone,
    )  # fmt: skip


def _sex(serial: int) -> Sex:
    return Sex.MALE if serial % 2 else Sex.FEMALE


def _address(station: int, street: int, door: int) -> str:
    return f"{COUNTY}{source().streets[station][street]}{door}号"


# --- drawn households -------------------------------------------------------------------------------------------------


def _household(serial: int, stations: Sequence[str], today: date) -> Iterator[Someone]:
    """A couple, often with children, sometimes with a parent; or somebody alone."""
    chance = _chance(serial)
    place = serial % len(source().streets)
    common = _Common(
        f"785{place + 1:02}{serial + 1:05}",
        _address(place, chance.randrange(2), 100 + serial),
        stations[place],
        chance.choices(list(source().nations), list(source().nations.values()))[0],
        chance.choice(list(source().syllables.surnames)),
    )
    head = _drawn(common, "head", _born(26, 68, chance), chance.randrange(2), today)
    if chance.random() < 0.2:  # noqa: PLR2004 - one household in five is one person
        yield head
        return
    yield from _family(head, common, today, chance)


class _Common(Struct, frozen=True):
    household: str
    address: str
    station: str
    nation: str
    surname: str


def _family(head: Someone, common: _Common, today: date, chance: Random) -> Iterator[Someone]:
    other_surname = replace(common, surname=chance.choice(list(source().syllables.surnames)))
    partner_birth = head.birth + timedelta(days=chance.randrange(-900, 900))
    partner = _drawn(other_surname, "spouse", partner_birth, 0 if head.sex is Sex.MALE else 1, today)
    married = head.birth.replace(day=9) + timedelta(days=chance.randrange(24 * 365, 26 * 365))
    yield replace(head, spouse=partner.key, marriage=married, emergency=partner.key)
    yield replace(partner, spouse=head.key, marriage=married, emergency=head.key)
    for _ in range(chance.choices((0, 1, 2), (3, 5, 3))[0]):
        born = married + timedelta(days=chance.randrange(300, 3000))
        odd = chance.randrange(2)
        if born < today - timedelta(days=90):
            child = _drawn(common, "son" if odd else "daughter", born, odd, today)
            parents = (head.key, partner.key)
            yield replace(child, parents=parents, guardian=parents[0] if age_on(born, today) < 18 else "")  # noqa: PLR2004
    if chance.random() < 0.15:  # noqa: PLR2004 - one family in seven lives with a grandparent
        yield _drawn(common, "parent", _born(70, 92, chance), chance.randrange(2), today)


def _chance(*what: object) -> Random:
    """Each person's own luck, so that one who comes of age does not change everybody after."""
    return Random(f"{SEED} {what!r}")  # noqa: S311 - not for secrets: the same town every time


def _drawn(common: _Common, relation: str, birth: date, odd: int, today: date) -> Someone:
    chance = _chance(common.household, relation, birth)
    given = "".join(chance.sample(list(source().syllables.given), chance.choice((1, 2, 2, 2))))
    serial = _serial(chance, odd)
    number = citizen_number(birth, serial)
    age = age_on(birth, today)
    adult, passport = 18 <= age <= 70, chance.random() < 0.35  # noqa: PLR2004 - who drives; who has a passport
    valid_to = _card_end(birth, today, chance)
    return Someone(
        key=number,
        number=number,
        name=common.surname + given,
        pinyin=_pinyin(common.surname, given),
        sex=Sex.MALE if odd else Sex.FEMALE,
        birth=birth,
        nation=common.nation,
        address=common.address,
        station=common.station,
        phone=f"154{int(number[10:17]) % 10**8:08}" if age >= 12 else "",  # noqa: PLR2004 - children have none
        valid_from=_issued(birth, valid_to, today),
        valid_to=valid_to,
        household=common.household,
        relation=relation,
        passport=f"E98{number[11:17]}" if passport else "",
        passport_to=today + chance.randrange(-4, 100) * MONTH if passport else None,
        education=chance.choice(("junior", "senior", "college", "bachelor")),
        occupation=chance.choice(source().occupations) if adult else "",
        employer=chance.choice(source().employers) if adult else "",
        owns_home=relation == "head",
        vehicle=adult and chance.random() < 0.4,  # noqa: PLR2004
        driver=adult and chance.random() < 0.6,  # noqa: PLR2004
        low_income=chance.random() < 0.03,  # noqa: PLR2004
    )


def _serial(chance: Random, odd: int) -> int:
    return chance.randrange(1, 499) * 2 + odd


def _born(youngest: int, oldest: int, chance: Random) -> date:
    """A birthday that stays the same whatever the day of the build is: years are counted from 2026."""
    return date(2026 - chance.randrange(youngest, oldest), chance.randrange(1, 13), chance.randrange(1, 29))


def _pinyin(surname: str, given: str) -> str:
    syllables = source().syllables
    return f"{syllables.surnames[surname]} {''.join(syllables.given[each] for each in given)}"


def _card_end(birth: date, today: date, chance: Random) -> date | None:
    years = _card_term(age_on(birth, today))
    if years is None:
        return None
    return today + timedelta(days=chance.randrange(-20, max(60, years * 365 - 400)))


def _card_term(age: int) -> int | None:
    return next((years for below, years in CARD_TERMS if age < below), None)


def _issued(birth: date, valid_to: date | None, today: date) -> date:
    """The first day of the card: its term before its end, never before birth."""
    if valid_to is None:
        return max(birth, today - timedelta(days=1500))
    years = _card_term(age_on(birth, today)) or 20
    return max(birth, min(valid_to - timedelta(days=years * 365), today - timedelta(days=30)))
