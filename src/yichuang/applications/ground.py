"""What a submission stands on: the person, the guardians, the window, the files, fresh numbers. One query."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection
from msgspec import Struct, json

from yichuang.applications.filing import Filing
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.kernel.fields import decrypt
from yichuang.people.capacity import GuardianshipFacts, PersonFacts
from yichuang.people.terms import Capacity


class Applicant(Struct, frozen=True):
    """The person concerned, as the rules and the form need them."""

    facts: PersonFacts
    id_type: str
    id_number: str
    id_valid_to: date | None
    name: str
    sex: str
    birth: date
    nation: str
    phone: str
    address: str


class Ground(Struct, frozen=True):
    """The facts that one submission is judged by."""

    applicant: Applicant
    guardianships: tuple[GuardianshipFacts, ...]
    window_lines: tuple[str, ...] | None
    """Lines that the window takes; None when nobody sits at a window (online)."""
    files: frozenset[str]
    """Which of the named files are stored."""
    proved: frozenset[str]
    """Which of the proofs said to be shared a register did supply about this person, lately enough."""
    streams: tuple[int, ...]
    """Fresh ids: the application's, then one a case."""
    serials: tuple[int, ...]
    """Fresh serials for their numbers, in the same order."""


_SQL = """
SELECT p.id, p.id_type, p.id_number, p.id_valid_to, p.name, p.sex, p.birth, p.nation, p.phone, p.address,
       p.capacity, p.deceased,
       (SELECT json_agg(json_build_array(g.ward_id, g.guardian_id, g.since, g.until))
          FROM people_guardianship g WHERE g.ward_id = p.id)::text,
       (SELECT w.lines FROM organisation_window w WHERE w.id = %(window)s),
       (SELECT array_agg(f.sm3) FROM evidence_storedfile f WHERE f.sm3 = ANY(%(files)s)),
       (SELECT array_agg(DISTINCT proof) FROM evidence_sharinglog s, unnest(s.proofs) AS proof
         WHERE s.person_id = p.id AND s.proofs && %(shared)s::varchar[] AND s.at > %(since)s),
       (SELECT array_agg(nextval('kernel_stream_seq')) FROM generate_series(1, %(fresh)s)),
       (SELECT array_agg(nextval('kernel_number_seq')) FROM generate_series(1, %(fresh)s))
  FROM people_person p WHERE p.id = %(person)s
"""


ANSWERS_HOLD = timedelta(days=30)
"""How long a register's answer may be relied on (LOCAL): a draft that lay longer asks again."""


def ground(filing: Filing, window: int | None, now: datetime, *, numbered: bool = False) -> Ground:
    """Load everything that ``filing`` is judged by; fresh numbers only where it is ``numbered`` to be submitted.

    Refusal("applications.unknown_person") when the person is not there.
    """
    files = [given.file for given in filing.materials.values() if given.file]
    wanted = {
        "person": filing.person,
        "window": window,
        "files": [*files, filing.signature] if filing.signature else files,
        "fresh": len(filing.choices) + 1 if numbered else 0,
        "shared": [key for key, given in filing.materials.items() if given.state is MaterialState.SHARED],
        "since": now - ANSWERS_HOLD,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, wanted)
        row = cursor.fetchone()
    if row is None:
        raise Refusal("applications.unknown_person")
    return Ground(
        applicant=_applicant(row),
        guardianships=_guardianships(row[12]),
        window_lines=tuple(row[13]) if row[13] is not None else None,
        files=frozenset(row[14] or ()),
        proved=frozenset(row[15] or ()),
        streams=tuple(row[16] or ()),
        serials=tuple(row[17] or ()),
    )


def _applicant(row: Sequence[object]) -> Applicant:
    (number, id_type, sealed, valid_to, name, sex, birth, nation, phone, address, capacity, deceased) = row[:12]
    facts = PersonFacts(_whole(number), _day(birth), Capacity(str(capacity)), bool(deceased))
    return Applicant(
        facts, str(id_type), decrypt(str(sealed)), valid_to if isinstance(valid_to, date) else None, str(name),
        str(sex), _day(birth), str(nation), decrypt(str(phone)), str(address),
    )  # fmt: skip


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(value)
    return value


_guardianship_rows = json.Decoder(list[tuple[int, int, date, date | None]])


def _guardianships(text: str | None) -> tuple[GuardianshipFacts, ...]:
    return tuple(GuardianshipFacts(*row) for row in _guardianship_rows.decode(text)) if text else ()
