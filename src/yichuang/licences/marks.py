"""What makes a paper this one paper: its number, its verification code, and when it was issued. Pure."""

from datetime import datetime

from msgspec import Struct

from yichuang.kernel.crypto import hmac_sm3
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.licences.terms import PaperKind

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a code can be read aloud and typed from paper."""
SIGNS = 11
"""55 secret bits; a twelfth sign checks them."""
GROUP = 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_FIELD_POLYNOMIAL = 0b100101
"""x^5 + x^2 + 1, primitive over GF(2)."""


class Mark(Struct, frozen=True):
    """What the record adds to the facts of a paper; printed on it."""

    number: str
    """文书编号."""
    code: str
    """Verification code, ungrouped."""
    url: str
    """Where anyone can check the paper; printed as a QR code."""
    issued_at: datetime
    demo: bool
    """Issued in a demonstration: marked on every page and in the seal."""


def paper_number(unit_mark: str, kind: PaperKind, year: int, serial: int) -> str:
    """文书编号: the unit's mark, the kind's sign, the year and a serial."""
    pattern = label("paper_number", "pattern", "zh")
    return pattern.format(mark=unit_mark, sign=label("paper_mark", kind, "zh"), year=year, serial=serial)


def verification_code(secret: bytes, number: str, content: bytes) -> str:
    """The code of the paper ``number`` that says ``content``: unguessable without ``secret``, the same for the same paper."""
    digest = hmac_sm3(secret, b"paper\0" + number.encode() + b"\0" + content)
    bits = int.from_bytes(digest[:8], "big")
    signs = "".join(ALPHABET[bits >> (5 * place) & 31] for place in range(SIGNS))
    return signs + check_sign(signs)


def check_sign(signs: str) -> str:
    """The sign that makes a polynomial over GF(32) vanish: finds every wrong sign and every swap of two."""
    total = 0
    for sign in signs:
        total = _doubled(total ^ ALPHABET.index(sign))
    return ALPHABET[total]


def read_code(typed: str) -> str:
    """The code a person typed, whatever the case and grouping; refuses one that cannot be a code of ours."""
    code = typed.upper().translate(_READ_AS)
    if len(code) != SIGNS + 1 or not set(code) <= set(ALPHABET):
        raise Refusal("licences.code_mistyped")
    if check_sign(code[:-1]) != code[-1]:
        raise Refusal("licences.code_check")
    return code


def grouped_code(code: str) -> str:
    """``ABCD-EFGH-JKMN`` for reading."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _doubled(value: int) -> int:
    shifted = value << 1
    return shifted ^ _FIELD_POLYNOMIAL if shifted & 32 else shifted
