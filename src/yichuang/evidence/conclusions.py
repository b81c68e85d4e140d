"""What reaches us of a register that may only answer with a conclusion (仅结论): whether anything stands, never what. Pure.

Criminal, drug and exit-control checks (hall facts A7): the record itself stays where it is, whatever the register sends.
"""

from collections.abc import Mapping
from enum import StrEnum


class Conclusion(StrEnum):
    """All that such a register tells."""

    CLEAR = "clear"
    LISTED = "listed"


FIELD = "conclusion"
SEALED = "sealed"
"""A juvenile's record that is sealed counts as none (刑事诉讼法 art. 286)."""


def conclusion_only(entry: Mapping[str, str]) -> dict[str, str]:
    """The conclusion of ``entry`` and nothing else; empty where it gives none that is known."""
    told = entry.get(FIELD, "")
    if told not in set(Conclusion):
        return {}
    sealed = entry.get(SEALED) == "true"
    return {FIELD: Conclusion.CLEAR.value if sealed else told}
