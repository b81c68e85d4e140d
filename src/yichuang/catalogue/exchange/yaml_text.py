"""The one way a definition is written as YAML: the same data are always the same bytes. Pure.

Short maps and lists on one line, Chinese as it is, keys in the order of the structure: what a police officer can read.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

WIDTH = 118
KEPT = 16_384
"""Words of which a process remembers how they are written: the same ones stand in item after item."""
SHORT = 24
"""Longest word of a list that stays on one line."""
SPACED = {"limits", "fee", "form", "materials", "steps", "outputs", "situations", "rules", "faqs", "confidence"}
"""Top-level keys before which a blank line lets the eye rest."""
RESERVED = re.compile(r"(?i:true|false|null|yes|no|on|off|y|n)")
"""Words that YAML 1.1 reads as something else than a word."""
PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f\u3400-\u9fff《〔（“①-⑳]([^,?\[\]{}]*[^\s,?\[\]{}:])?")
"""What needs no quotes: begins with a letter, and holds nothing that a reader of YAML could take for structure. Not every
reader takes ``?`` for a letter inside a map on one line.
"""
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def checked_by(schema: str, text: str) -> str:
    """``text`` under the line that tells an editor where its schema lies, seen from the file."""
    return f"# yaml-language-server: $schema={schema}\n{text}"


def document(data: dict[str, Any]) -> str:
    """One definition: a blank line before each of its parts."""
    return "".join(("\n" if key in SPACED else "") + "\n".join(_entry(key, data[key], 0)) + "\n" for key in data)


def dictionary(data: dict[str, Any]) -> str:
    """Many entries by key."""
    return "".join("\n".join(_entry(key, value, 0)) + "\n" for key, value in data.items())


def scalar(value: Any) -> str:
    """A word, number or truth value; quoted where YAML would take it for something else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _word(value) if isinstance(value, str) else "null" if value is None else str(value)


@lru_cache(maxsize=KEPT)
def _word(value: str) -> str:
    unclear = ": " in value or " #" in value or RESERVED.fullmatch(value)
    if value.isprintable() and PLAIN.fullmatch(value) and not unclear:
        return value
    return '"' + "".join(map(_escaped, value)) + '"'


def inline(value: Any) -> str:
    """A value in flow style on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return scalar(value)


def _entry(key: str, value: Any, indent: int) -> Iterator[str]:
    """``key: value`` as lines."""
    head = f"{' ' * indent}{scalar(key)}:"
    if not isinstance(value, dict | list) or not value:
        yield f"{head} {inline(value)}"
    elif _is_flat(value) and len(line := f"{head} {inline(value)}") <= WIDTH:
        yield line
    else:
        yield head
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from _entry(name, inner, indent + 2)
        else:
            for inner in value:
                yield from _bullet(inner, indent + 2)


def _bullet(value: Any, indent: int) -> Iterator[str]:
    """One entry of a list as lines."""
    pad = " " * indent
    if not isinstance(value, dict) or not value or _is_flat(value):
        line = f"{pad}- {inline(value)}"
        if not isinstance(value, dict) or not value or len(line) <= WIDTH:
            yield line
            return
    lines = [line for key, inner in value.items() for line in _entry(key, inner, indent + 2)]
    yield f"{pad}- {lines[0].lstrip()}"
    yield from lines[1:]


def _is_flat(value: Any) -> bool:
    """Whether a map or list reads well on one line: words, or one map of words; a list of maps or of prose does not."""
    if isinstance(value, dict):
        return all(not isinstance(inner, list) for inner in value.values())
    return all(not isinstance(inner, dict | list) and len(str(inner)) < SHORT for inner in value)


def _escaped(letter: str) -> str:
    if letter in ESCAPES:
        return ESCAPES[letter]
    if letter.isprintable():
        return letter
    point = ord(letter)
    return f"\\U{point:08x}" if point > 0xFFFF else f"\\u{point:04x}"  # noqa: PLR2004 - the end of the first plane
