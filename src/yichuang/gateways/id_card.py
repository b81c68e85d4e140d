"""The ID-card reader on a counter: what the chip says of the person who stands there."""

from collections.abc import Callable
from datetime import date
from typing import Protocol
from urllib.parse import quote

from msgspec import Struct

from yichuang.gateways.config import HTTP, Endpoint, Service, endpoint
from yichuang.gateways.transport import ask_for
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import Sex, check_citizen_id
from yichuang.kernel.moment import today
from yichuang.kernel.registry import Registry


class CardRead(Struct, frozen=True):
    """What the chip of an identity card holds."""

    name: str
    sex: Sex
    nation: str
    """民族, in the register's words."""
    birth: date
    address: str
    number: str
    issuer: str
    """签发机关."""
    valid_from: date
    valid_to: date | None = None
    """``None`` where the card is valid for life (长期)."""
    portrait_sm3: str | None = None
    """SM3 of the portrait on the chip; the portrait itself is never kept."""

    def valid_on(self, day: date) -> bool:
        """Whether ``day`` lies within the card's validity."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class IdCardReader(Protocol):
    """One reader, named after where it stands."""

    def read(self) -> CardRead | None:
        """The card on the reader, once per card; ``None`` while there is none."""


readers: Registry[Callable[[Endpoint, str], IdCardReader]] = Registry("id_card")


def card_reader(name: str) -> IdCardReader:
    """The reader called ``name`` (of a window, a kiosk), with the driver that the deployment chose."""
    where = endpoint(Service.ID_CARD)
    return readers.get(where.driver)(where, name)


@readers.register(HTTP)
class HttpIdCardReader:
    """A reader behind the small web service that its maker supplies."""

    def __init__(self, where: Endpoint, name: str) -> None:
        self._where = where
        self._name = name

    def read(self) -> CardRead | None:
        card = ask_for(self._where, "GET", f"/{quote(self._name, safe='')}/read", CardRead)
        if card:
            self._verify(card)
        return card

    def _verify(self, card: CardRead) -> None:
        """A reader that half reads a card is a faulty reader: the number must hold and agree with the rest."""
        try:
            citizen = check_citizen_id(card.number, today=today())
        except Refusal as fault:
            raise self._where.refusal("gateway.garbled") from fault
        if (citizen.birth, citizen.sex, citizen.number) != (card.birth, card.sex, card.number):
            raise self._where.refusal("gateway.garbled")
