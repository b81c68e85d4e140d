"""What a register's answer is good for: which fields it fills, which proofs nobody has to bring (免证办). Pure.

国务院令第716号 art. 7: what sharing supplies is not asked for. What it proves is data (``sharing.yaml``); an answer that
does not fit the person, or reports a death, proves nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.gateways.population import Guardian, Resident
from yichuang.kernel.data_files import read_data
from yichuang.kernel.identifiers import normalise

SOURCE = "register"
"""What the Plan shows as the origin of a pre-filled field."""


class Purpose(StrEnum):
    """Why a register is asked; nothing else is a reason."""

    FILL_FORM = "fill_form"
    PROVE = "prove"
    GUARDIANSHIP = "guardianship"
    STANDING = "standing"
    """Whether the person is alive and has full capacity, and nothing else."""


class AskOutcome(StrEnum):
    """What became of the question."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    DIFFERS = "differs"
    """The register has another name or birth date under that number."""
    SILENT = "silent"
    """It did not answer, or refused to."""


class Fact(StrEnum):
    """What an answer can hold that a proof may rest on."""

    PERSON = "person"
    HOUSEHOLD = "household"
    GUARDIANS = "guardians"


class Proof(Struct, frozen=True, forbid_unknown_fields=True):
    """An evidence type that the register's answer supplies when it holds the fact."""

    evidence: str
    needs: Fact


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of ``sharing.yaml``."""

    datasets: tuple[str, ...]
    proofs: tuple[Proof, ...]
    relation_to_head: Mapping[str, str]
    """The register's words to the form's values."""
    relation_to_ward: Mapping[str, str]


class Known(Struct, frozen=True):
    """The person as we have them."""

    name: str
    birth: date


class Named(Struct, frozen=True):
    """A guardian as the register names one."""

    name: str
    number: str
    relation: str
    """To the ward, a value of the form's list: father, mother, grandparent, other."""


class Answer(Struct, frozen=True):
    """What the desk gets back."""

    outcome: AskOutcome
    prefill: Mapping[str, tuple[str, str]] = {}
    """By prefill path: (value, source)."""
    shared: tuple[str, ...] = ()
    """Evidence types that need not be brought."""
    deceased_on: date | None = None
    capacity: str = ""
    """As the register flags it: full, limited or none."""
    guardians: tuple[str, ...] = ()
    """Names; that they stand at the window is checked there."""
    named: tuple[Named, ...] = ()
    """The same with number and relation, so that the one who stands there is recognised."""


def keep_until(asked_on: date, years: int) -> date:
    """Not before this day may the entry of a question be destroyed; ``years`` is the bureau's own setting.

    政务数据共享条例 art. 29: at least three.
    """
    return asked_on + timedelta(days=years * 366)


@cache
def rules() -> Rules:
    """What the population register supplies."""
    return read_data(Path(__file__).with_name("sharing.yaml"), Rules)


def answer(found: Resident | None, known: Known, purpose: Purpose) -> Answer:
    """What ``found`` is good for; nothing is taken over from somebody else's entry.

    Who the guardians are is part of the answer only where guardianship is the purpose (个人信息保护法 art. 6: no more
    than the purpose needs).
    """
    if found is None:
        return Answer(AskOutcome.NOT_FOUND)
    if normalise(found.name) != normalise(known.name) or found.birth != known.birth:
        return Answer(AskOutcome.DIFFERS)
    if found.deceased_on is not None:
        return Answer(AskOutcome.ANSWERED, deceased_on=found.deceased_on)
    if purpose is Purpose.STANDING:
        return Answer(AskOutcome.ANSWERED, capacity=found.legal_capacity.value)
    facts = _facts(found, purpose)
    named = tuple(_named(each) for each in found.guardians) if Fact.GUARDIANS in facts else ()
    return Answer(
        AskOutcome.ANSWERED,
        prefill={path: (value, SOURCE) for path, value in _prefill(found, facts).items() if value},
        shared=tuple(proof.evidence for proof in rules().proofs if proof.needs in facts),
        capacity=found.legal_capacity.value,
        guardians=tuple(each.name for each in named),
        named=named,
    )


def _named(guardian: Guardian) -> Named:
    return Named(guardian.name, guardian.number, rules().relation_to_ward.get(guardian.relation, "other"))


def _facts(found: Resident, purpose: Purpose) -> frozenset[Fact]:
    held = {Fact.PERSON}
    if found.household_no:
        held.add(Fact.HOUSEHOLD)
    if found.guardians and purpose is Purpose.GUARDIANSHIP:
        held.add(Fact.GUARDIANS)
    return frozenset(held)


def _prefill(found: Resident, facts: Iterable[Fact]) -> dict[str, str]:
    head = rules().relation_to_head.get(found.relation_to_head, "")
    told = {
        "register.population.address": found.address,
        "register.household.number": found.household_no,
        "register.household.relation": head,
        "person.nation": found.nation,
    }
    if head == "head":
        told |= {"register.household.head_name": found.name, "register.household.head_id_number": found.number}
    if Fact.GUARDIANS in facts:
        first = _named(found.guardians[0])
        told |= {
            "guardian.name": first.name, "guardian.id_number": first.number, "guardian.relation": first.relation,
        }  # fmt: skip
    return told
