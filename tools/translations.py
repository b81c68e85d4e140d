"""The English of every Chinese text on screen: ``python -m tools.translations build`` or ``check``.

The Chinese text itself is the message id. Each part of the house keeps its English in
``src/yichuang/locale/parts/<part>.en.yaml``; the catalogue that Django reads is built from them and committed.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django.conf
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "yichuang"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile(r"[\u3400-\u9fff]")
KEYWORDS = ("gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "_")
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
TRANSLATED = re.compile(
    r"\{%-?\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*trans(?:late)?\b.*?%\}|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}|\{#.*?#\}|<!--.*?-->"
    r"|_\((?:\"[^\"]*\"|'[^']*')\)",
    re.DOTALL,
)
HEADER = rb"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
English = str | tuple[str, ...]
"""One form, or one and other."""


def findings() -> str:
    """Chinese without English, English without Chinese, words outside ``translate``, a catalogue not built."""
    try:
        english = parts()
    except ValueError as error:
        return str(error)
    used = dict(messages())
    found = [
        *(f"{where}: no English for {message!r}" for message, where in used.items() if message not in english),
        *(f"parts: {message!r} is not used any more" for message in english if message not in used),
        *(
            f"parts: {message!r} and its English name different facts"
            for message in english
            if _differ(message, english)
        ),
        *(line for path in _templates() for line in bare_chinese(path)),
    ]
    po, _ = build(english)
    if not CATALOGUE.exists() or CATALOGUE.read_bytes() != po:
        found.append("the catalogue is not up to date: python -m tools.translations build")
    return "\n".join(found)


def messages() -> Iterator[tuple[str, str]]:
    """Each text given to a translation, with the file that has it."""
    if not django.conf.settings.configured:
        django.conf.settings.configure(USE_I18N=True)
    for path in _templates():
        yield from _extracted(_flat(templatize(path.read_text("utf-8"), origin=str(path))), path)
    for path in sorted(SOURCE.rglob("*.py")):
        yield from _extracted(path.read_text("utf-8"), path)


def parts(folder: Path = SOURCE / "locale" / "parts") -> dict[str, English]:
    """All parts as one; a text that two parts put into different English is a ValueError."""
    whole: dict[str, English] = {}
    for path in sorted(folder.glob("*.en.yaml")):
        for chinese, english in (yaml.safe_load(path.read_text("utf-8")) or {}).items():
            value = tuple(english) if isinstance(english, list) else english
            if not value or whole.get(chinese, value) != value:
                raise ValueError(f"{path.name}: {chinese!r} has no English, or another one in a second part")
            whole[chinese] = value
    return whole


def build(english: dict[str, English]) -> tuple[bytes, bytes]:
    """The catalogue as Django's ``.po`` and ``.mo``; the same parts always give the same bytes."""
    catalogue = Catalog(locale="en", project="Yichuang", charset="utf-8", fuzzy=False)
    for chinese in sorted(english, key=str):
        value = english[chinese]
        catalogue.add((chinese, chinese) if isinstance(value, tuple) else chinese, value)  # type: ignore[arg-type]
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalogue, omit_header=True, width=0)
    write_mo(mo, catalogue)
    return HEADER + po.getvalue(), mo.getvalue()


def bare_chinese(path: Path) -> Iterator[str]:
    """Chinese in a template outside of what is translated."""
    text = TRANSLATED.sub(lambda match: "\n" * match[0].count("\n"), path.read_text("utf-8"))
    for number, line in enumerate(text.splitlines(), 1):
        if CHINESE.search(line) and 'lang="zh' not in line:
            yield f"{path.relative_to(SOURCE)}:{number}: Chinese outside of translate: {line.strip()[:60]}"


def main(verb: str) -> int:
    """``build`` writes the catalogue, ``check`` prints what is missing."""
    if verb == "build":
        po, mo = build(parts())
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_bytes(po)
        CATALOGUE.with_suffix(".mo").write_bytes(mo)
        return 0
    found = findings()
    print(found or "complete")
    return 1 if found else 0


def _templates() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("templates/**/*") if path.suffix in {".html", ".txt"})


def _flat(template: str) -> str:
    """The calls that Django finds in a template keep its indentation, which is none of Python's."""
    return "\n".join(line.strip() for line in template.splitlines())


def _extracted(text: str, path: Path) -> Iterator[tuple[str, str]]:
    """Babel gives a text, or the arguments of a plural call; Chinese has one form, so the first is it."""
    for line, _, message, _ in extract_python(BytesIO(text.encode()), KEYWORDS, (), {"encoding": "utf-8"}):
        if message:
            yield message if isinstance(message, str) else message[0], f"{path.relative_to(SOURCE)}:{line}"


def _differ(message: str, english: dict[str, English]) -> bool:
    value = english[message]
    said = [value] if isinstance(value, str) else value
    wanted = set(PLACEHOLDER.findall(message))
    return any(set(PLACEHOLDER.findall(each)) != wanted for each in said)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
