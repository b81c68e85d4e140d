"""What closed lists, limits and enumerations are called in both languages: said once for guides and comparisons. Pure."""

import re
from collections.abc import Iterable, Mapping

from yichuang.catalogue.definition import Limit, Text
from yichuang.kernel.vocabulary import labels

NOTHING = Text("", "")
BLANK = re.compile(r"\{(\w*)\}")
BLANKS = ("promised", "statutory", "fee")
"""What an answer leaves to the rest of the definition, as ``{promised}``."""


def named(list_name: str, value: str) -> Text:
    """The word of a closed list."""
    return Text(**labels()[list_name][str(value)])


def limit_words(limit: Limit | None) -> Text:
    """A limit as people say it, "20 个工作日"; empty where there is none."""
    if limit is None:
        return NOTHING
    said = named("clock_amount", f"{limit.unit}_one" if limit.amount == 1 else limit.unit)
    return Text(said.zh.format(n=limit.amount), said.en.format(n=limit.amount))


def listed(texts: Iterable[Text], zh: str = "、", en: str = ", ") -> Text:
    """Several texts as one enumeration; empty ones are passed over."""
    found = [each for each in texts if each.zh]
    return Text(zh.join(each.zh for each in found), en.join(each.en for each in found))


def filled_in(text: Text, told: Mapping[str, Text]) -> Text:
    """``text`` with each ``{blank}`` filled in; what nobody tells stays as it is written."""
    zh = BLANK.sub(lambda blank: told[blank[1]].zh if blank[1] in told else blank[0], text.zh)
    en = BLANK.sub(lambda blank: told[blank[1]].en if blank[1] in told else blank[0], text.en)
    return Text(zh, en)
