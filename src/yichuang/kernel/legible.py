"""What can be written down: signs that leave a mark on paper and mean the same to whoever reads them. Pure.

Rare characters of names (生僻字) are all let through: that a font lacks one is for a person to mend, not for the applicant.
"""

import unicodedata

SPACING = frozenset("\t\n\r")
PICTURES = ("\U0001f000", "\U0001faff")
"""Emoji and the like: no font of papers draws them."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's categories of control and format signs, which can turn a line round or hide in it, and lone halves."""


def illegible(text: str) -> str:
    """The first sign of ``text`` that nobody can read, by its code point (``U+202E``); empty where there is none."""
    if text.isprintable() and max(text, default="") < PICTURES[0]:
        return ""
    return next((f"U+{ord(sign):04X}" for sign in text if _is_illegible(sign)), "")


def _is_illegible(sign: str) -> bool:
    if PICTURES[0] <= sign <= PICTURES[1]:
        return True
    return sign not in SPACING and unicodedata.category(sign) in UNSEEN
