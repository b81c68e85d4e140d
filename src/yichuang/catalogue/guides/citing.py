"""Citations and remarks in English: definitions give them in Chinese, which is the law's own text. Pure.

What nobody has put into English stands in Chinese, as a whole: half a citation would be worse than none.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.kernel.data_files import read_data


class _English(Struct, frozen=True, forbid_unknown_fields=True):
    """``english.yaml``."""

    pieces: Mapping[str, str]
    joints: Mapping[str, str]
    figures: str
    powers: Mapping[str, int]
    says: Mapping[str, str]
    laws: Mapping[str, str]
    issuers: Mapping[str, str]
    series: Mapping[str, str]
    words: Mapping[str, str]


@cache
def cited(chinese: str) -> Text:
    """A citation or remark of a definition in both languages."""
    return Text(chinese, _in_english(chinese) or chinese)


@cache
def _english() -> _English:
    return read_data(Path(__file__).with_name("english.yaml"), _English)


@cache
def _piece() -> re.Pattern[str]:
    known = "|".join(map(re.escape, sorted(_english().words, key=len, reverse=True)))
    return re.compile("|".join(f"(?P<{name}>{rule})" for name, rule in {**_english().pieces, "word": known}.items()))


def _in_english(chinese: str) -> str:
    """Empty where a part of it is not known."""
    whole = _english().words.get(chinese)
    if whole is not None:
        return whole
    parts = [_part(part) for part in chinese.split(_english().joints["part"])]
    return "; ".join(parts) if all(parts) else ""


def _part(chinese: str) -> str:
    """Piece after piece; what belongs together stands apart by a comma or a space as English has it."""
    told, at = "", 0
    while at < len(chinese):
        found = _piece().match(chinese, at)
        said = SAYING[found.lastgroup or ""](found) if found else None
        if found is None or said is None:
            return ""
        told += said if not told else f"{APART.get(found.lastgroup or '', ' ')}{said}" if said else ""
        at = found.end()
    return told


def _number(chinese: str) -> int:
    """``一千零一十五`` is 1015."""
    total = last = 0
    for sign in chinese:
        power = _english().powers.get(sign)
        total, last = (total + max(last, 1) * power, 0) if power else (total, _english().figures.index(sign))
    return total + last


def _articles(found: re.Match[str]) -> str:
    several = [_span(each) for each in found["which"].split(_english().joints["several"])]
    *most, last = several
    says = _english().says
    told = says["and"].join(filter(None, (", ".join(most), last)))
    one = len(several) == 1 and last.isdecimal()
    return says["article" if one else "articles"].format(told) + (says["following"] if found["following"] else "")


def _span(chinese: str) -> str:
    ends = [str(_number(each)) for each in chinese.split(_english().joints["range"])]
    return _english().says["to"].format(*ends) if len(ends) > 1 else ends[0]


def _aside(found: re.Match[str]) -> str | None:
    inside = _in_english(found["inside"])
    return f"({inside})" if inside else None


def _nth(name: str, group: str) -> Callable[[re.Match[str]], str]:
    return lambda found: _english().says[name].format(_number(found[group]))


SAYING: Mapping[str, Callable[[re.Match[str]], str | None]] = {
    "law": lambda found: _english().laws.get(found["title"]),
    "articles": _articles,
    "paragraph": _nth("paragraph", "nth"),
    "point": _nth("point", "place"),
    "chapter": _nth("chapter", "part"),
    "order": lambda found: _english().says["order"].format(_english().issuers[found["issuer"]], found["order_no"]),
    "paper": lambda found: (
        _english().says["paper"].format(_english().series[found["series"]], found["year"], found["paper_no"])
    ),
    "since": lambda found: _english().says["since"].format(found["day"]),
    "aside": _aside,
    "joint": lambda _: "",
    "word": lambda found: _english().words[found["word"]],
}
APART = {"articles": ", ", "chapter": ", ", "word": ", "}
