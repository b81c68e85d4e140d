"""Other agencies' registers behind the data-sharing platform, all asked in one way: a person's number, a case, a purpose.

A register is named as in the elements' prefill paths (``register.<name>.<field>``): ``marriage``, ``property`` …
"""

import logging
from collections.abc import Callable
from typing import Protocol
from urllib.parse import quote

import msgspec

from yichuang.gateways.config import HTTP, Endpoint, Service, endpoint
from yichuang.gateways.population import Question
from yichuang.gateways.transport import ask_for
from yichuang.kernel.identifiers import normalise
from yichuang.kernel.masking import mask_citizen_id
from yichuang.kernel.registry import Registry

log = logging.getLogger(__name__)


class Asking(Question, frozen=True):
    """A question to one of many registers: a platform that serves all under one address reads which from here."""

    register: str = ""


Entry = dict[str, str]
"""What a register holds about one person: field name to value, dates as ``2026-11-21``."""


class Register(Protocol):
    """One register."""

    def ask(self, number: str, *, case_no: str, purpose: str, asked_by: str = "") -> Entry | None:
        """The person's entry; ``None`` where the register has none. Refuses an empty ``case_no`` or ``purpose``."""


drivers: Registry[Callable[[Endpoint, str], Register]] = Registry("registers")


def register(name: str) -> Register:
    """The register called ``name``, with the driver that the deployment chose for it."""
    where = endpoint(Service.REGISTERS, quote(name, safe=""))
    return drivers.get(where.driver)(where, name)


@drivers.register(HTTP)
class HttpRegister:
    """A register's query service."""

    def __init__(self, where: Endpoint, name: str) -> None:
        self._where = where
        self._name = name

    def ask(self, number: str, *, case_no: str, purpose: str, asked_by: str = "") -> Entry | None:
        if not (case_no.strip() and purpose.strip()):
            raise self._where.refusal("gateway.purpose_missing")
        log.info(
            "register %s asked: case=%s purpose=%s by=%s number=%s",
            self._name, case_no, purpose, asked_by, mask_citizen_id(number),
        )  # fmt: skip
        question = Asking(case_no, purpose, asked_by, number=normalise(number), register=self._name)
        return ask_for(self._where, "POST", "/ask", Entry, body=msgspec.json.encode(question))
