"""Rules of the answers (常见问题): what the definition says in a field is filled in, never written a second time. Pure.

A bureau changes its promise or its fee; an answer that repeats it goes on saying the old one. Patterns: ``figures.yaml``.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.catalogue.definition import Item, Unit
from yichuang.catalogue.lint.judging import Hit
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.wording import BLANK, BLANKS
from yichuang.kernel.data_files import read_data

TEN = 10


class _Figures(Struct, frozen=True, forbid_unknown_fields=True):
    """``figures.yaml``."""

    numerals: Mapping[str, int]
    any: str
    promised: Mapping[Unit, str]

    def pattern(self, words: str) -> re.Pattern[str]:
        return re.compile(words.replace("AMOUNT", rf"(\d+|[{''.join(self.numerals)}]+)"))

    def number(self, said: str) -> int:
        """What a number comes to: ``15``, ``十五``, ``一百八十``."""
        if said.isdecimal():
            return int(said)
        total = digit = 0
        for worth in (self.numerals[sign] for sign in said):
            if worth < TEN:
                digit = worth
            else:
                total, digit = total + (digit or 1) * worth, 0
        return total + digit


def answers_repeat_nothing(item: Item, _: Catalogue) -> Iterator[Hit]:
    """An answer names no sum and no working days, nor the days that are promised, in figures of its own."""
    for faq in item.faqs:
        for said in _figures_said(faq.answer.zh, item):
            yield "faqs", f"{faq.question.zh} {said}"


def answers_filled(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A blank of an answer is one that the definition fills, and stands in both languages."""
    for faq in item.faqs:
        blanks = [set(BLANK.findall(said)) for said in (faq.answer.zh, faq.answer.en)]
        wrong = (blanks[0] | blanks[1]) - set(BLANKS) or blanks[0] ^ blanks[1]
        yield from (("faqs", f"{faq.question.zh} {{{each}}}") for each in sorted(wrong))


def _figures_said(answer: str, item: Item) -> Iterator[str]:
    yield from (found[0] for found in figures().pattern(figures().any).finditer(answer))
    promise = item.limits.promised
    if promise and promise.unit in figures().promised:
        for found in figures().pattern(figures().promised[promise.unit]).finditer(answer):
            if figures().number(found[1]) == promise.amount:
                yield found[0]


@cache
def figures() -> _Figures:
    """The patterns as the file has them."""
    return read_data(Path(__file__).with_name("figures.yaml"), _Figures)
