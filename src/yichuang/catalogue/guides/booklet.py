"""Verb: build the guides: a booklet for the public and a manual for each line, as PDF, from the list in force."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import segno
import typst
from msgspec import Struct, json, to_builtins

from yichuang.catalogue.definition import Item, ItemStatus, Line
from yichuang.catalogue.guides.guide import Guide, guide
from yichuang.catalogue.guides.house import House
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.wording import named
from yichuang.kernel import fonts
from yichuang.kernel.localtime import local_date

TEMPLATES = Path(__file__).parent / "templates"


class Built(Struct, frozen=True):
    """One file that was made."""

    file: Path
    items: int


def build(
    folder: Path, shelf: Catalogue, house: House, now: datetime, *, lines: Sequence[Line] = tuple(Line)
) -> tuple[Built, ...]:
    """Write ``guide.zh.pdf``, ``guide.en.pdf`` and ``manual.<line>.zh.pdf`` of each line into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    guides = pages(shelf, lines)
    made = [
        _written(folder / f"guide.{language}.pdf", "booklet.typ", _told(guides, house, language, now), now)
        for language in ("zh", "en")
    ]
    for line in dict.fromkeys(each.line for each in guides):
        own = [each for each in guides if each.line == line]
        made.append(_written(folder / f"manual.{line}.zh.pdf", "manual.typ", _told(own, house, "zh", now), now))
    return tuple(made)


def pages(shelf: Catalogue, lines: Sequence[Line] = tuple(Line)) -> list[Guide]:
    """Every item's page, line by line, the frequent ones first."""
    place = {line: at for at, line in enumerate(lines)}
    open_ = (item for item in shelf.items.values() if item.first_status is ItemStatus.IN_USE)
    items = (item for item in open_ if item.line in place)

    def order(item: Item) -> tuple[int, bool, str]:
        return place[item.line], not item.high_frequency, item.code

    return [guide(item, shelf) for item in sorted(items, key=order)]


def _told(guides: Iterable[Guide], house: House, language: str, now: datetime) -> dict[str, object]:
    found = list(guides)
    return {
        "language": language,
        "house": _chosen(to_builtins(house), language),
        "day": local_date(now).isoformat(),
        "lines": [{"key": key, "name": _chosen(to_builtins(named("line", key)), language)} for key in _lines(found)],
        "guides": [_page(each, house, language) for each in found],
    }


def _lines(guides: Iterable[Guide]) -> list[str]:
    return list(dict.fromkeys(each.line for each in guides))


def _page(page: Guide, house: House, language: str) -> dict[str, object]:
    told = {key: _chosen(value, language) for key, value in to_builtins(page).items()}
    url = f"{house.site.rstrip('/')}/guides/{page.code}/" if house.site else ""
    return {**told, "url": url, "qr": segno.make(url, error="m", micro=False).svg_inline(border=0) if url else ""}


def _chosen(value: object, language: str) -> object:
    """``value`` with each text in one language."""
    if isinstance(value, Mapping):
        if value.keys() == {"zh", "en"}:
            return value[language]
        return {key: _chosen(held, language) for key, held in value.items()}
    return [_chosen(each, language) for each in value] if isinstance(value, list | tuple) else value


def _written(file: Path, template: str, told: dict[str, object], now: datetime) -> Built:
    made = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        sys_inputs={"told": json.encode(told).decode()},
        font_paths=_fonts(),
        ignore_system_fonts=True,
        timestamp=now.astimezone(UTC).replace(microsecond=0),
    )
    if not isinstance(made, bytes):
        raise TypeError(template)
    file.write_bytes(made)
    guides = told["guides"]
    return Built(file, len(guides) if isinstance(guides, list) else 0)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])
