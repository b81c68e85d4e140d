"""The words of a notice: templates as data, dates with their weekday, and never a whole ID number. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.kernel.data_files import read_data
from yichuang.kernel.masking import mask_citizen_id

LONGEST_PARAM = 120
"""Characters; a long reason is cut, the whole of it stands in the document and on the progress page."""
_WHOLE_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class Template(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of notice in both languages."""

    zh: str
    en: str


@cache
def templates() -> dict[str, Template]:
    """All templates by key, from ``templates.yaml``."""
    path = Path(__file__).with_name("templates.yaml")
    return read_data(path, dict[str, Template])


def compose(key: str, params: Mapping[str, str], language: str) -> str:
    """The text of template ``key``. A parameter that holds a whole citizen number is masked, a long one cut.

    KeyError for an unknown template or a missing parameter: both are mistakes in our own code.
    """
    template = templates()[key]
    words = template.zh if is_chinese(language) else template.en
    return words.format(**{name: _safe(value) for name, value in params.items()})


def is_chinese(language: str) -> bool:
    return language.startswith("zh")


def _safe(value: str) -> str:
    masked = _WHOLE_NUMBER.sub(lambda found: mask_citizen_id(found[0]), value)
    return masked if len(masked) <= LONGEST_PARAM else masked[: LONGEST_PARAM - 1] + "…"


def spoken(day: date, language: str) -> str:
    """``2026年12月1日（星期二）`` or ``Tuesday 1 December 2026``."""
    if is_chinese(language):
        return f"{day.year}年{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"
    return f"{_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
