"""Verb: build the guides: a booklet for the public and a manual for each line, as PDF, from the list in force."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import segno
import typst
from msgspec import Struct, json, to_builtins

from yichuang.catalogue.definition import Item, Line
from yichuang.catalogue.guides.guide import guide
from yichuang.catalogue.guides.house import House
from yichuang.catalogue.guides.page import Guide
from yichuang.catalogue.guides.sorting import by_letter
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.wording import named
from yichuang.kernel import fonts
from yichuang.kernel.localtime import local_date

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGES = ("zh", "en")
IN_SHORT = ("limits.promised", "visits", "channels")
"""The facts that the directory tells of an item."""


class Built(Struct, frozen=True):
    """One file that was made."""

    file: Path
    items: int


def build(
    folder: Path,
    shelf: Catalogue,
    house: House,
    now: datetime,
    *,
    lines: Sequence[Line] = tuple(Line),
    whole: bool = False,
    languages: Sequence[str] = LANGUAGES,
) -> tuple[Built, ...]:
    """Write ``guide.<language>.pdf`` and ``manual.<line>.<language>.pdf`` of each line into ``folder``.

    The booklet has the frequent items in full and every item in its directory; ``whole`` has all of them in full and is
    called ``guide.all.<language>.pdf``. Where none of the lines' items is frequent, all of them stand in full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    guides = pages(shelf, lines)
    full = guides if whole else [each for each in guides if each.frequent] or guides
    name = "guide.all" if whole else "guide"
    made = [
        _written(folder / f"{name}.{language}.pdf", "booklet.typ", _booklet(full, guides, house, language, now), now)
        for language in languages
    ]
    for line in dict.fromkeys(each.line for each in guides):
        own = [each for each in guides if each.line == line]
        made += [
            _written(folder / f"manual.{line}.{language}.pdf", "manual.typ", _manual(own, house, language, now), now)
            for language in languages
        ]
    return tuple(made)


def pages(shelf: Catalogue, lines: Sequence[Line] = tuple(Line)) -> list[Guide]:
    """Every item's page, line by line, the frequent ones first."""
    place = {line: at for at, line in enumerate(lines)}
    items = (item for item in shelf.items.values() if item.line in place)

    def order(item: Item) -> tuple[int, bool, str]:
        return place[item.line], not item.high_frequency, item.code

    return [guide(item, shelf) for item in sorted(items, key=order)]


def _booklet(
    full: Sequence[Guide], guides: Sequence[Guide], house: House, language: str, now: datetime
) -> dict[str, object]:
    """The items in full, the directory of all of them, the index."""
    in_full = {each.code for each in full}
    return {
        **_frame(full, guides, house, language, now),
        "site_qr": _qr(f"{house.site.rstrip('/')}/guides/") if house.site else "",
        "directory": [_entry(each, house, language) for each in guides] if len(full) < len(guides) else [],
        "index": _index(guides, in_full, language),
    }


def _manual(guides: Sequence[Guide], house: House, language: str, now: datetime) -> dict[str, object]:
    in_full = {each.code for each in guides}
    return {**_frame(guides, guides, house, language, now), "index": _index(guides, in_full, language)}


def _frame(
    full: Sequence[Guide], guides: Iterable[Guide], house: House, language: str, now: datetime
) -> dict[str, object]:
    """What every print has: whose it is, of which day, its lines and the pages in full."""
    lines = dict.fromkeys(each.line for each in guides)
    return {
        "language": language,
        "house": _chosen(to_builtins(house), language),
        "day": local_date(now).isoformat(),
        "lines": [{"key": key, "name": _chosen(to_builtins(named("line", key)), language)} for key in lines],
        "guides": [_page(each, house, language) for each in full],
    }


def _page(page: Guide, house: House, language: str) -> dict[str, object]:
    told = {key: _chosen(value, language) for key, value in to_builtins(page).items()}
    return {**told, "legal_text": [each.zh for each in page.legal_basis], **_address(page, house)}


def _entry(page: Guide, house: House, language: str) -> dict[str, object]:
    """One item in the directory."""
    facts = [fact.value for fact in page.facts if fact.key in IN_SHORT]
    short = to_builtins([facts[0], page.fee, *facts[1:]])
    return {
        "code": page.code,
        "line": page.line,
        "name": _chosen(to_builtins(page.name), language),
        "facts": _chosen(short, language),
        **_address(page, house),
    }


def _address(page: Guide, house: House) -> dict[str, str]:
    url = f"{house.site.rstrip('/')}/guides/{page.code}/" if house.site else ""
    return {"url": url, "qr": _qr(url) if url else ""}


def _qr(url: str) -> str:
    return segno.make(url, error="m", micro=False).svg_inline(border=0)


def _index(guides: Iterable[Guide], in_full: set[str], language: str) -> list[dict[str, object]]:
    """Letter by letter; whatever does not stand in full is found in the directory."""
    entries = {each.code: (each.name.zh if language == "zh" else each.name.en) for each in guides}
    return [
        {
            "letter": letter,
            "entries": [{"code": code, "name": entries[code], "full": code in in_full} for code in codes],
        }
        for letter, codes in by_letter(entries, language)
    ]


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
        pdf_standards="ua-1",
        timestamp=now.astimezone(UTC).replace(microsecond=0),
    )
    if not isinstance(made, bytes):
        raise TypeError(template)
    file.write_bytes(made)
    listed = told.get("directory") or told["guides"]
    return Built(file, len(listed) if isinstance(listed, list) else 0)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])
