"""Is this identity document sound, and usable now? Pure; the day is passed in.

Sources: GB 11643 (citizen number); the other shapes as printed on the documents; 居民身份证法 art. 5 (validity).
"""

import re
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import Sex, check_citizen_id, normalise
from yichuang.kernel.legible import illegible
from yichuang.organisation.wording import words
from yichuang.people.terms import IdType

RENEWAL_WINDOW = timedelta(days=90)
"""户口居民身份证管理工作规范 art. 76: a card may be renewed from three months before it ends."""
CITIZEN_LIKE = frozenset({IdType.ID_CARD, IdType.HKMOTW_RESIDENCE})
"""Documents whose number is built as a citizen number and tells birth and sex."""
SHAPES = {
    IdType.HKMO_PERMIT: re.compile(r"[HM]\d{8}(\d{2})?"),
    IdType.TW_PERMIT: re.compile(r"\d{8}(\d{2})?"),
    IdType.PASSPORT: re.compile(r"[A-Z0-9]{5,17}"),
    IdType.FOREIGN_PERMIT: re.compile(r"[A-Z]{3}\d{12}|9\d{16}[\dX]"),
}


class Validity(StrEnum):
    """How a document stands on a day."""

    VALID = "valid"
    EXPIRES_SOON = "expires_soon"
    EXPIRED = "expired"


class Card(Struct, frozen=True):
    """What a reader read, or a clerk typed, from an identity document."""

    id_type: IdType
    id_number: str
    name: str
    sex: Sex
    birth: date
    nation: str = ""
    address: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    """Its last good day; none = without end where ``long_term`` says so, else not told."""
    long_term: bool = False
    """It says 长期 in place of a last day."""

    @property
    def tells_validity(self) -> bool:
        """Whether it says how long it is good."""
        return self.long_term or self.valid_to is not None


def checked(card: Card, on: date) -> Card:
    """Return ``card`` with number and name normalised; raise the refusal that says what is wrong with it."""
    if not card.name.strip():
        raise Refusal("people.no_name")
    if sign := illegible(f"{card.name}{card.nation}{card.address}"):
        raise Refusal("people.illegible", sign=sign)
    if card.birth > on:
        raise Refusal("people.born_later", birth=card.birth)
    if card.valid_from and card.valid_from > on:
        raise Refusal("people.not_yet_valid", valid_from=card.valid_from)
    if card.valid_from and card.valid_to and card.valid_to < card.valid_from:
        raise Refusal("people.validity_backwards")
    if card.valid_to and card.long_term:
        raise Refusal("people.validity_twice")
    return Card(
        id_type=card.id_type,
        id_number=_number(card, on),
        name=" ".join(card.name.split()),
        sex=card.sex,
        birth=card.birth,
        nation=card.nation.strip(),
        address=card.address.strip(),
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        long_term=card.long_term,
    )


def checked_number(id_type: IdType, text: str, on: date) -> str:
    """Return the number in ``text`` normalised; raise the refusal that says which part of it is wrong."""
    if id_type in CITIZEN_LIKE:
        return check_citizen_id(text, today=on).number
    number = normalise(text)
    if not SHAPES[id_type].fullmatch(number):
        raise Refusal("people.number_shape", **words(document=("id_type", id_type)))
    return number


def _number(card: Card, on: date) -> str:
    number = checked_number(card.id_type, card.id_number, on)
    if card.id_type in CITIZEN_LIKE:
        citizen = check_citizen_id(number, today=on)
        if citizen.birth != card.birth or citizen.sex is not card.sex:
            raise Refusal("people.card_mismatch")
    return number


def validity(valid_to: date | None, on: date) -> Validity:
    """Say how a document that ends on ``valid_to`` (its last good day) stands on that day."""
    if valid_to is None or valid_to - on > RENEWAL_WINDOW:
        return Validity.VALID
    return Validity.EXPIRES_SOON if valid_to >= on else Validity.EXPIRED


def lasts_as_long(card: Card, recorded: date | None) -> bool:
    """Whether ``card`` is good at least as long as the document on record, which ends on ``recorded`` (None = without end):
    then it is that one or a newer one. One that does not say how long it is good is not known to be.
    """
    return card.long_term or (card.valid_to is not None and recorded is not None and card.valid_to >= recorded)


def check_usable(valid_to: date | None, on: date, *, renewing: bool = False) -> Refusal | None:
    """Return the refusal of an expired document, or None.

    Who comes to renew that very document (``renewing``) is served: the way out must not be barred by the problem.
    """
    if renewing or validity(valid_to, on) is not Validity.EXPIRED:
        return None
    return Refusal("people.id_expired", valid_to=valid_to)


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name, whatever the width, case, spaces or middle dot."""
    return normalise(one) == normalise(other)
