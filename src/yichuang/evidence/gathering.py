"""Which registers a form and its proofs call for, and what their answers are good for. Pure; the mapping is data.

国务院令第716号 art. 7: what sharing supplies is not asked for. 个人信息保护法 art. 6: no more is asked, and no more is
taken over, than the form and the proofs of this matter need.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.catalogue.registers import Answers, data_sources
from yichuang.evidence.conclusions import conclusion_only
from yichuang.evidence.sharing import SOURCE, AskOutcome
from yichuang.kernel.data_files import read_data
from yichuang.kernel.identifiers import normalise

Entry = Mapping[str, str]
"""What a register holds about a person, by field."""
OWN = "register.{name}.{field}"


class Supply(Struct, frozen=True, forbid_unknown_fields=True):
    """What one register supplies."""

    dataset: str
    proofs: Mapping[str, str] = {}
    gives: Mapping[str, str] = {}


class Joined(Struct, frozen=True, forbid_unknown_fields=True):
    """Questions about the person whose household one joins."""

    items: tuple[str, ...]
    number: str
    gives: Mapping[str, str]
    as_head: Mapping[str, str]
    proofs: Mapping[str, str]

    @property
    def registers(self) -> tuple[str, ...]:
        """The registers that hold all this."""
        return tuple(dict.fromkeys(place.partition(".")[0] for place in (*self.gives.values(), *self.proofs.values())))


class Mapped(Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of ``gathering.yaml``."""

    registers: Mapping[str, Supply]
    joined: tuple[Joined, ...]


class Wanted(Struct, frozen=True):
    """What a plan would like to know."""

    paths: frozenset[str]
    """Prefill paths of its form."""
    proofs: frozenset[str]
    """Evidence types of its material list."""
    items: frozenset[str] = frozenset()
    """Codes of its items."""


class Told(Struct, frozen=True):
    """One register's answer."""

    register: str
    outcome: AskOutcome
    entry: Entry = {}


@cache
def mapped() -> Mapped:
    """The mapping, read and checked."""
    return read_data(Path(__file__).with_name("gathering.yaml"), Mapped)


def registers_for(wanted: Wanted) -> tuple[str, ...]:
    """The registers that can answer something of ``wanted`` about the person."""
    joined = joined_for(wanted)
    named = {path.split(".")[1] for path in wanted.paths if path.startswith("register.")}
    if joined:
        named.add(joined.number.split(".")[1])
    return tuple(name for name, supply in mapped().registers.items() if name in named or _serves(supply, wanted))


def _serves(supply: Supply, wanted: Wanted) -> bool:
    return bool(wanted.proofs & supply.proofs.keys() or wanted.paths & supply.gives.keys())


def joined_for(wanted: Wanted) -> Joined | None:
    """The questions about somebody else that an item of ``wanted`` calls for."""
    return next((each for each in mapped().joined if wanted.items.intersection(each.items)), None)


def judged(register: str, entry: Entry | None, name: str) -> Told:
    """A register's answer, unless it is about somebody of another name: then nothing of it is taken over."""
    if entry is None:
        return Told(register, AskOutcome.NOT_FOUND)
    if "name" in entry and normalise(entry["name"]) != normalise(name):
        return Told(register, AskOutcome.DIFFERS)
    if data_sources()[mapped().registers[register].dataset].answers is Answers.CONCLUSION:
        concluded = conclusion_only(entry)
        return Told(register, AskOutcome.ANSWERED, concluded) if concluded else Told(register, AskOutcome.NOT_FOUND)
    return Told(register, AskOutcome.ANSWERED, entry)


def prefill(answers: Iterable[Told], wanted: Wanted) -> dict[str, tuple[str, str]]:
    """What the answers fill in, by prefill path, as (value, source)."""
    found: dict[str, str] = {}
    for told in answers:
        found |= {OWN.format(name=told.register, field=field): value for field, value in told.entry.items()}
        found |= {path: told.entry.get(field, "") for path, field in mapped().registers[told.register].gives.items()}
    return {path: (value, SOURCE) for path, value in found.items() if value and path in wanted.paths}


def proofs(answers: Iterable[Told], wanted: Wanted) -> tuple[str, ...]:
    """Evidence types that nobody has to bring because of the answers."""
    return tuple(
        evidence
        for told in answers
        for evidence, field in mapped().registers[told.register].proofs.items()
        if evidence in wanted.proofs and told.entry.get(field)
    )


def joined_number(joined: Joined, answers: Iterable[Told]) -> str:
    """The number of the person to ask about next; empty when the first answers do not name one."""
    _, register, field = joined.number.split(".")
    return next((told.entry.get(field, "") for told in answers if told.register == register), "")


def joined_prefill(joined: Joined, answers: Iterable[Told], wanted: Wanted) -> dict[str, tuple[str, str]]:
    """What the answers about the person whose household one joins fill in."""
    entries = {told.register: told.entry for told in answers}
    found = {path: _at(entries, place) for path, place in joined.gives.items()}
    if _at(entries, "household.relation") == "head":
        found |= joined.as_head
    return {path: (value, SOURCE) for path, value in found.items() if value and path in wanted.paths}


def joined_proofs(joined: Joined, answers: Iterable[Told], wanted: Wanted) -> tuple[str, ...]:
    """Evidence types that the answers about that person stand for."""
    entries = {told.register: told.entry for told in answers}
    return tuple(each for each, place in joined.proofs.items() if each in wanted.proofs and _at(entries, place))


def joined_by(told: Told, proved: Iterable[str]) -> tuple[str, ...]:
    """Which of ``proved`` rest on this register's answer about the other person."""
    places = {proof: place for each in mapped().joined for proof, place in each.proofs.items()}
    return tuple(proof for proof in proved if places[proof].startswith(f"{told.register}."))


def _at(entries: Mapping[str, Entry], place: str) -> str:
    register, _, field = place.partition(".")
    return entries.get(register, {}).get(field, "")
