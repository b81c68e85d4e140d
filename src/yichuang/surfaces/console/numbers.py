"""Whole numbers that addresses and forms hold: revisions, versions, where a page begins."""

SHORT, ID = 9, 18
"""Digits of what counts something, and of a row's id: more fit no column."""


def number_in(text: str, otherwise: int = 0, digits: int = SHORT) -> int:
    """The number that ``text`` is; ``otherwise`` for what is none or could be none of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else otherwise
