"""The population register, asked about one person or household at a time and never without a reason (law 7)."""

import logging
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Protocol

import msgspec
from msgspec import Struct

from yichuang.gateways.config import HTTP, Endpoint, Service, endpoint
from yichuang.gateways.transport import ask, ask_for
from yichuang.kernel.identifiers import Sex, normalise
from yichuang.kernel.masking import mask_citizen_id
from yichuang.kernel.registry import Registry

log = logging.getLogger(__name__)


class LegalCapacity(StrEnum):
    """民事行为能力 as the register flags it (Civil Code arts. 18-22)."""

    FULL = "full"
    LIMITED = "limited"
    NONE = "none"


class Guardian(Struct, frozen=True):
    """Who acts for a person without full capacity."""

    name: str
    number: str
    relation: str
    """To the ward, in the register's words: 父, 母, 祖父 …"""


class Resident(Struct, frozen=True):
    """A person as the register has them."""

    number: str
    name: str
    sex: Sex
    nation: str
    birth: date
    address: str
    household_no: str
    relation_to_head: str
    """与户主关系, in the register's words; 户主 for the head."""
    legal_capacity: LegalCapacity = LegalCapacity.FULL
    guardians: tuple[Guardian, ...] = ()
    deceased_on: date | None = None

    @property
    def deceased(self) -> bool:
        return self.deceased_on is not None


class Question(Struct, frozen=True):
    """What is asked, and why. It travels in the body, so that no number ends up in an access log."""

    case_no: str
    """The case, application or visit that needs the answer."""
    purpose: str
    asked_by: str
    number: str = ""
    household_no: str = ""


class PopulationRegister(Protocol):
    """The register's two questions. Both refuse an empty ``case_no`` or ``purpose``."""

    def look_up(self, number: str, *, case_no: str, purpose: str, asked_by: str = "") -> Resident | None:
        """The person with that citizen number; ``None`` where the register has none."""

    def household(self, household_no: str, *, case_no: str, purpose: str, asked_by: str = "") -> tuple[Resident, ...]:
        """Everybody registered in that household; empty where there is none."""


registers: Registry[Callable[[Endpoint], PopulationRegister]] = Registry("population")


def population_register() -> PopulationRegister:
    """The register, with the driver that the deployment chose."""
    where = endpoint(Service.POPULATION)
    return registers.get(where.driver)(where)


@registers.register(HTTP)
class HttpPopulationRegister:
    """The register's query service."""

    def __init__(self, where: Endpoint) -> None:
        self._where = where

    def look_up(self, number: str, *, case_no: str, purpose: str, asked_by: str = "") -> Resident | None:
        question = self._justified(Question(case_no, purpose, asked_by, number=normalise(number)))
        found = ask_for(self._where, "POST", "/person", Resident, body=msgspec.json.encode(question))
        if found and found.number != question.number:
            raise self._where.refusal("gateway.garbled")
        return found

    def household(self, household_no: str, *, case_no: str, purpose: str, asked_by: str = "") -> tuple[Resident, ...]:
        question = self._justified(Question(case_no, purpose, asked_by, household_no=household_no))
        body = msgspec.json.encode(question)
        return ask(self._where, "POST", "/household", tuple[Resident, ...], body=body)

    def _justified(self, question: Question) -> Question:
        if not (question.case_no.strip() and question.purpose.strip()):
            raise self._where.refusal("gateway.purpose_missing")
        log.info(
            "register asked: case=%s purpose=%s by=%s number=%s household=%s",
            question.case_no, question.purpose, question.asked_by, mask_citizen_id(question.number), question.household_no,
        )  # fmt: skip
        return question
