"""Why an item was found, in words. Pure."""

from collections.abc import Iterable
from functools import cache

import msgspec

from yichuang.catalogue.definition import Text
from yichuang.catalogue.search.index import Reason
from yichuang.catalogue.search.words import read_words

SAID = "said"


@cache
def _wordings() -> dict[str, Text]:
    return msgspec.convert(read_words("reasons.yaml"), dict[str, Text])


def told(reason: Reason, language: str) -> str:
    """One reason; ``language`` is ``zh`` or ``en``."""
    meant = reason.meant_en if language == "en" and reason.kind == "means" else reason.meant_zh
    kind = "same" if reason.kind == "means" and reason.typed in {"", meant} else reason.kind
    wording = _wordings()[kind]
    return (wording.en if language == "en" else wording.zh).format(typed=reason.typed, meant=meant)


def why(reasons: Iterable[Reason], language: str, most: int = 3) -> tuple[str, ...]:
    """The reasons worth a line: words before the saying they add up to, which stands only where nothing else does."""
    listed = [reason for reason in reasons if reason.kind != SAID] or list(reasons)
    return tuple(dict.fromkeys(told(reason, language) for reason in listed))[:most]
