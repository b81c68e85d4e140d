"""Check characters of the standards that the identifiers rest on."""

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NEXT = [{sign: ((held + value) % 36 or 36) * 2 % 37 for value, sign in enumerate(_SIGNS)} for held in range(37)]
"""ISO 7064 MOD 37,36: what is held after each sign, by what was held before it."""
DIGITS = frozenset("0123456789")
ALPHANUMERIC = frozenset(_SIGNS)
CREDIT_CODE = ALPHANUMERIC - frozenset("IOSVZ")
"""Characters of GB 32100: letters that look like digits are left out."""


def citizen_check(first17: str) -> str:
    """Check character of a 公民身份号码: ISO 7064 MOD 11-2 over 17 digits (GB 11643)."""
    return str(mod_11_2.calc_check_digit(first17))


def credit_code_check(first17: str) -> str:
    """Check character of a 统一社会信用代码 over its first 17 characters (GB 32100)."""
    return str(uscc.calc_check_digit(first17))


def licence_check(text: str) -> str:
    """Check character of an e-licence identifier: ISO 7064 MOD 37,36 over digits and capital letters (GB/T 36904)."""
    held = 36
    for sign in text:
        held = _NEXT[held][sign]
    return _SIGNS[(37 - held) % 36]
