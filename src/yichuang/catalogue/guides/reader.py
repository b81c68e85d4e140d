"""What a reader of a guide has said of themselves, as facts: answers, age, the way they want to file. Pure."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from yichuang.catalogue.alike import conditions
from yichuang.catalogue.conditions import Facts, compiled
from yichuang.catalogue.definition import Channel, Item, Subject
from yichuang.catalogue.guides.own_case import answers_in

OLDEST = 130
WITH_GUARDIAN, ALONE = 16, 18
"""Below the first a guardian comes along, from the second on nobody does; between them it is not known
(民法典 arts. 17 to 19)."""


class Other(Struct, frozen=True):
    """Another way to file, which would change the answer."""

    name: str
    """Of the parameter: ``channel``, ``subject`` or ``agent``."""
    value: str


def facts_of(item: Item, given: Mapping[str, str], day: date) -> Facts:
    """The reader as ``given`` (the address's query) describes them; what is no possible value is passed over."""
    age = _age(given.get("age", ""))
    return Facts(
        age=age,
        subject=_one_of(item.subjects, given.get("subject", ""), Subject.PERSON),
        channel=_one_of(item.channels, given.get("channel", ""), Channel.WINDOW),
        agent=item.agent_allowed and given.get("agent") == "yes",
        guardian=_guardian(age),
        answers=answers_in(item, given),
        today=day,
    )


def speaks_of(item: Item) -> frozenset[str]:
    """The names that the item's conditions depend on, and its least age."""
    told = frozenset(name for _, expression in conditions(item) for name in compiled(expression).names)
    return told if item.min_age is None else told | {"age"}


def others(item: Item, facts: Facts) -> tuple[Other, ...]:
    """The other ways to file that the conditions tell apart."""
    told = speaks_of(item)
    ways = {"channel": (item.channels, facts.channel), "subject": (item.subjects, facts.subject)}
    found = [
        Other(name, each.value) for name, (all_, here) in ways.items() if name in told for each in all_ if each != here
    ]
    agents = [Other("agent", "" if facts.agent else "yes")] if "agent" in told and item.agent_allowed else []
    return (*found, *agents)


def _age(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) <= len(str(OLDEST)) and int(given) <= OLDEST else None


def _guardian(age: int | None) -> bool | None:
    if age is None or WITH_GUARDIAN <= age < ALONE:
        return None
    return age < WITH_GUARDIAN


def _one_of(offered: tuple[Channel, ...] | tuple[Subject, ...], wanted: str, usual: str) -> str:
    """What is wanted where it is offered, else the usual, else the first there is."""
    return next((each for each in (wanted, usual) if each in offered), offered[0].value)
