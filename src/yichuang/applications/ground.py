"""What a submission stands on: the person, the guardians, the window, the files, fresh numbers. One query, asked ahead."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct, json

from yichuang.applications.filing import Filing
from yichuang.catalogue.definition import ItemStatus
from yichuang.catalogue.queries import heads
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.asking import Asked, Question
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import stamp
from yichuang.kernel.fields import decrypt
from yichuang.organisation.local_rules import LocalRules
from yichuang.people.agency import MandateFacts
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


class Body(Struct, frozen=True):
    """The organisation that applies, as the rules and the form need it."""

    id: int
    name: str
    uscc: str
    representative: int | None = None
    """Person id of the 法定代表人."""
    representative_name: str | None = None
    mandates: tuple[MandateFacts, ...] | None = None
    """What it has given to the person who has come."""


class Ground(Struct, frozen=True):
    """The facts that one submission is judged by."""

    applicant: Applicant
    body: Body | None
    """The organisation that the filing names, if it is there."""
    guardianships: tuple[GuardianshipFacts, ...]
    window_lines: tuple[str, ...] | None
    """Lines that the window takes; None when nobody sits at a window (online), or at one that is closed."""
    files: Mapping[str, tuple[int, int]]
    """Which of the named files are stored, with width and height in pixels; 0 for what is no picture."""
    drawn: bool
    """Whether the signature is one that a pad drew lately, of whoever acts and whose identity was checked lately, and signs
    no other application: each giving signs one. No other file counts as one.
    """
    mandates: tuple[MandateFacts, ...]
    """What the person has given to the agent who files."""
    offered: Mapping[str, int]
    """Of the chosen items those that may be applied for, with the version in force."""
    proved: frozenset[str]
    """Which of the proofs said to be shared a register did supply about this person, lately enough."""
    streams: tuple[int, ...]
    """Fresh ids: the application's, then one a case; their numbers are made from them."""


class _Row(Struct, frozen=True):
    """What the query answers, in its own words."""

    id: int
    id_type: str
    id_number: str
    id_valid_to: date | None
    name: str
    sex: str
    birth: date
    nation: str
    phone: str
    address: str
    capacity: Capacity
    deceased: bool
    guardianships: tuple[GuardianshipFacts, ...] | None
    body: Body | None
    lines: tuple[str, ...] | None
    files: Mapping[str, tuple[int, int]] | None
    drawn: bool
    mandates: tuple[MandateFacts, ...] | None
    proved: frozenset[str] | None
    streams: tuple[int, ...] | None


_GROUND = Question("applications_ground", values=11)
"""One text in, one text out (``sql/ground.sql``): lists travel as joined words and the answer as JSON, which the driver
passes on untouched. Typed lists and columns cost it more than the query costs the database.
"""
_row = json.Decoder(_Row).decode


def ask(filing: Filing, window: int | None, rules: LocalRules, now: datetime, *, numbered: bool = False) -> Asked:
    """Ask for everything that ``filing`` is judged by; fresh numbers only where it is ``numbered`` to be submitted.
    Registers' answers and a signature count for as long as ``rules`` say: a draft that lay longer asks again.
    """
    files = [given.file for given in filing.materials.values() if given.file]
    shared = [key for key, given in filing.materials.items() if given.state is MaterialState.SHARED]
    return _GROUND.ask(
        (  # in the order of sql/ground.sql
            filing.organisation,
            window,
            ",".join(files),
            filing.signature,
            stamp(now - rules.check_holds),
            filing.agent,
            filing.guardian,
            ",".join(shared),
            stamp(now - rules.answers_hold),
            len(filing.choices) + 1 if numbered else 0,
            filing.person,
        )
    )


def ground(filing: Filing, asked: Asked) -> Ground:
    """What :func:`ask` asked for. Refusal("authority.not_found") when the person is not there."""
    found = asked.answer()
    if found is None:
        raise Refusal("authority.not_found")
    row = _row(found)
    return Ground(
        applicant=_applicant(row),
        body=row.body,
        guardianships=row.guardianships or (),
        window_lines=row.lines,
        files=row.files or {},
        drawn=row.drawn,
        mandates=row.mandates or (),
        offered=_offered(choice.item for choice in filing.choices),
        proved=row.proved or frozenset(),
        streams=row.streams or (),
    )


def _offered(codes: Iterable[str]) -> dict[str, int]:
    found = (heads().get(code) for code in codes)
    return {head.code: head.version for head in found if head and head.status is ItemStatus.IN_USE}


def _applicant(row: _Row) -> Applicant:
    return Applicant(
        facts=PersonFacts(row.id, row.birth, row.capacity, row.deceased),
        id_type=row.id_type,
        id_number=decrypt(row.id_number),
        id_valid_to=row.id_valid_to,
        name=row.name,
        sex=row.sex,
        birth=row.birth,
        nation=row.nation,
        phone=decrypt(row.phone),
        address=row.address,
    )
