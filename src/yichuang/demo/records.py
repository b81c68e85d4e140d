"""What the registers around the bureau hold about the demo's people. Pure; seeded into the sandbox at each start.

The first key is the register's name and the inner key the field's, as in the elements' prefill paths
(``register.<name>.<field>``).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from yichuang.demo.people import MONTH, SEED, Someone, by_key, source
from yichuang.gateways.id_card import CardRead
from yichuang.gateways.population import Guardian, Resident
from yichuang.gateways.registers import Entry
from yichuang.kernel.identifiers import Sex, age_on

Town = Mapping[str, Someone]
"""People by key."""
Record = Callable[[Someone, Town, date], Entry | None]

RELATIONS = {
    "head": ("户主", "户主"),
    "spouse": ("夫", "妻"),
    "son": ("子", "子"),
    "daughter": ("女", "女"),
    "parent": ("父亲", "母亲"),
}
"""The household register's words for a man and a woman."""
ISSUER = "澄溪县公安局"


def cards(people: Sequence[Someone]) -> list[CardRead]:
    """The ID cards that can be laid on a reader."""
    return [
        CardRead(
            name=person.name, sex=person.sex, nation=person.nation, birth=person.birth, address=person.address,
            number=person.number, issuer=ISSUER, valid_from=person.valid_from or person.birth, valid_to=person.valid_to,
        )
        for person in people
        if person.citizen
    ]  # fmt: skip


def residents(people: Sequence[Someone]) -> list[Resident]:
    """The population register's people."""
    town = by_key(people)
    return [_resident(person, town) for person in people if person.citizen]


def registers(people: Sequence[Someone], today: date) -> dict[str, dict[str, Entry]]:
    """What each register holds, by name and number. Registers count days from ``today``, so that nothing is stale."""
    town = by_key(people)
    found: dict[str, dict[str, Entry]] = {name: {} for name in RECORDS}
    for person in people:
        for name, record in RECORDS.items():
            entry = record(person, town, today)
            if entry is not None:
                found[name][person.number] = {field: value for field, value in entry.items() if value}
    return found


def _resident(person: Someone, town: Town) -> Resident:
    words = RELATIONS[person.relation][0 if person.sex is Sex.MALE else 1]
    return Resident(
        number=person.number,
        name=person.register_name or person.name,
        sex=person.sex,
        nation=person.nation,
        birth=person.birth,
        address=person.address,
        household_no=person.household,
        relation_to_head=words,
        legal_capacity=person.capacity,
        guardians=tuple(_guardian(town[key], person) for key in (person.parents or (person.guardian,)) if key),
    )


def _guardian(guardian: Someone, ward: Someone) -> Guardian:
    kin = ("父" if guardian.sex is Sex.MALE else "母") if ward.parents else "其他近亲属"
    return Guardian(guardian.name, guardian.number, kin)


# --- one function a register ------------------------------------------------------------------------------------------


def _population(person: Someone, _town: Town, _today: date) -> Entry | None:
    if not person.citizen:
        return None
    return {
        "name": person.register_name or person.name,
        "id_number": person.number,
        "address": person.address,
        "station": person.station,
        "birthplace": person.birthplace,
        "native_place": person.birthplace,
        "marital_status": "married" if person.spouse else "single",
        "education": person.education,
        "occupation": person.occupation,
        "employer": person.employer,
        "height": str(150 + int(person.number[-4:-1]) % 35),
        "military_status": "none",
        "id_card_expiry": _iso(person.valid_to),
    }


def _household(person: Someone, town: Town, _today: date) -> Entry | None:
    if not person.household:
        return None
    members = [each for each in town.values() if each.household == person.household]
    head = next((each for each in members if each.relation == "head"), person)
    return {
        "number": person.household,
        "type": "family",
        "head_name": head.name,
        "head_id_number": head.number,
        "relation": person.relation,
        "members": "、".join(each.name for each in members),
    }


def _exit_entry(person: Someone, town: Town, today: date) -> Entry | None:
    entry = {"name_pinyin": person.pinyin}
    if person.passport:
        entry |= {"passport_number": person.passport, "passport_expiry": _iso(person.passport_to)}
        entry |= {"permit_number": f"C99{person.passport[-6:]}", "permit_expiry": _iso(today + 40 * MONTH)}
    if not person.citizen:
        entry |= {"entry_date": _iso(today - 20 * MONTH), "entry_port": "云江口岸", "stay_to": _iso(today + 20 * MONTH)}
    friend = town.get(person.emergency)
    if friend:
        entry |= {"contact_name": friend.name, "contact_phone": friend.phone}
    return entry


def _marriage(person: Someone, town: Town, _today: date) -> Entry | None:
    partner = town.get(person.spouse)
    if partner is None or person.marriage is None:
        return None
    pair = min(person.number, partner.number)
    return {
        "spouse_name": partner.name,
        "spouse_id_number": partner.number,
        "date": _iso(person.marriage),
        "certificate_number": f"J{pair[:6]}-{person.marriage.year}-{pair[-6:-1]}0",
    }


def _property(person: Someone, _town: Town, _today: date) -> Entry | None:
    return (
        {"number": f"990785{_digits(person, 6)}GB00001F0001", "address": person.address} if person.owns_home else None
    )


def _photo(person: Someone, _town: Town, _today: date) -> Entry | None:
    # Half of the people had their picture taken beforehand; those of the stories did.
    taken = person.key != person.number or _luck(person, "photo") < 0.5  # noqa: PLR2004
    return {"receipt": f"ZP990785{_digits(person, 8)}"} if taken else None


def _state_personnel(person: Someone, _town: Town, _today: date) -> Entry | None:
    return {"listed": "false"} if person.citizen else None


def _nothing_stands(person: Someone, _town: Town, _today: date) -> Entry | None:
    """Of registers that tell their conclusion only."""
    return {"conclusion": "clear"} if person.citizen else None


def _low_income(person: Someone, _town: Town, _today: date) -> Entry | None:
    return {"listed": "true" if person.low_income else "false"} if person.citizen else None


def _driver(person: Someone, _town: Town, today: date) -> Entry | None:
    if not person.driver:
        return None
    return {
        "number": person.number,
        "file_number": f"9907{_digits(person, 8)}",
        "class": "c1",
        "issued": _iso(today - 70 * MONTH),
        "expiry": _iso(today + timedelta(days=int(_luck(person, "driver") * 1200) - 30)),
        "points": str(int(_luck(person, "points") * 7)),
        "authority": "云江市公安局交通警察支队",
    }


def _vehicle(person: Someone, _town: Town, today: date) -> Entry | None:
    if not person.vehicle:
        return None
    registered = today - timedelta(days=int(_luck(person, "vehicle") * 3000) + 400)
    return {
        "plate": f"YA{_digits(person, 5)}",
        "plate_kind": "small",
        "vin": f"LDEMO0000{_digits(person, 8)}",
        "engine_number": f"E{_digits(person, 7)}",
        "type": "小型轿车",
        "use": "private",
        "color": "白",
        "brand": "青禾牌QH7150",
        "owner_name": person.name,
        "owner_document": person.number,
        "registered": _iso(registered),
        "license_number": f"XS{_digits(person, 8)}",
        "certificate_number": f"DJ{_digits(person, 8)}",
        "inspection_expiry": _iso(today + MONTH),
    }


def _insurance(person: Someone, _town: Town, today: date) -> Entry | None:
    return {"number": f"BX{_digits(person, 10)}", "expiry": _iso(today + 5 * MONTH)} if person.vehicle else None


def _social_security(person: Someone, _town: Town, _today: date) -> Entry | None:
    return {"employer": person.employer} if person.employer else None


def _education(person: Someone, _town: Town, today: date) -> Entry | None:
    if not person.citizen or not 6 <= age_on(person.birth, today) < 18:  # noqa: PLR2004 - school age
        return None
    return {"school": source().schools[int(person.number[-2]) % len(source().schools)]}


RECORDS: Mapping[str, Record] = {
    "population": _population,
    "household": _household,
    "exit_entry": _exit_entry,
    "marriage": _marriage,
    "property": _property,
    "photo": _photo,
    "state_personnel": _state_personnel,
    "criminal_record": _nothing_stands,
    "exit_control": _nothing_stands,
    "low_income": _low_income,
    "driver": _driver,
    "vehicle": _vehicle,
    "insurance": _insurance,
    "social_security": _social_security,
    "education": _education,
}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _luck(person: Someone, what: str) -> float:
    return Random(f"{SEED} {person.number} {what}").random()  # noqa: S311 - the same every time, on purpose


def _digits(person: Someone, count: int) -> str:
    return f"{int(_luck(person, 'digits') * 10**count):0{count}}"
