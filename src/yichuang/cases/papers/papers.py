"""Facts in, PDF out. No Django, no clock; the same facts and mark give the same bytes.

Values reach the templates as one JSON string and are only ever shown, so nothing a person wrote can act as markup.
PDF/A-2b (ISO 19005-2), because a paper is archived for as long as its case is.
"""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import local
from typing import Any

import msgspec
import segno
import typst

from yichuang.cases.papers.facts import Facts
from yichuang.cases.papers.rules import check
from yichuang.cases.papers.signatures import clean_signature
from yichuang.kernel import fonts
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.licences.marks import Mark, grouped_code

TEMPLATES = Path(__file__).parent / "templates"
_own = local()


def typeset(facts: Facts, mark: Mark) -> bytes:
    """The paper as PDF. Refuses facts that lack what the law demands, and characters that the fonts cannot print."""
    check(facts)
    said = printable(msgspec.to_builtins(facts, builtin_types=(bytes, date, datetime)))
    refuse_unprintable(said)
    paper = {"facts": said, "mark": _printed_mark(mark)}
    return _compile(f"{facts.kind}.typ", msgspec.json.encode(paper).decode(), mark.issued_at)


def content(facts: Facts) -> bytes:
    """The facts as bytes, for a digest: the same facts always the same bytes."""
    return msgspec.json.encode(facts, order="deterministic")


def printable(value: Any) -> Any:
    """``value`` with moments in local time, line ends as one sign, and signatures as clean drawings."""
    match value:
        case dict():
            return {key: printable(held) for key, held in value.items()}
        case list() | tuple():
            return [printable(held) for held in value]
        case bytes():
            return list(clean_signature(value))
        case datetime():
            return value.astimezone(BUREAU_TIME).strftime("%Y-%m-%dT%H:%M")
        case date():
            return value.isoformat()
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        case _:
            return value


def refuse_unprintable(value: Any) -> None:
    """Name every character that would come out blank."""
    missing = fonts.unprintable("".join(_texts(value)))
    if missing:
        raise Refusal("papers.missing_glyph", characters=", ".join(_named(sign) for sign in missing))


def _named(sign: str) -> str:
    code = f"U+{ord(sign):04X}"
    return f"{sign} ({code})" if sign.isprintable() else code


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in held for text in _texts(one)]


def _printed_mark(mark: Mark) -> dict[str, object]:
    qr = segno.make(mark.url, error="m", micro=False)
    return {
        "number": mark.number,
        "code": grouped_code(mark.code),
        "url": mark.url,
        "qr": qr.svg_inline(border=0),
        "issued_at": printable(mark.issued_at),
        "demo": mark.demo,
    }


def _compile(template: str, paper: str, moment: datetime) -> bytes:
    made = _compiler().compile(
        input=TEMPLATES / template,
        sys_inputs={"paper": paper},
        pdf_standards="a-2b",
        timestamp=moment.astimezone(UTC).replace(microsecond=0),
    )
    if not isinstance(made, bytes):
        raise TypeError(template)
    return made


def _compiler() -> typst.Compiler:
    """One compiler for each thread: it keeps the parsed templates and fonts warm, and may not be shared."""
    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)
    compiler: typst.Compiler = _own.compiler
    return compiler


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])
