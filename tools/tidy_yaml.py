"""YAML that a police officer can read: short maps and lists on one line, Chinese as it is, keys in the given order."""

from typing import Any

import yaml

WIDTH = 118
SHORT = 24
"""Longest word of a list that stays on one line."""
SPACED = {"limits", "fee", "form", "materials", "steps", "outputs", "situations", "rules", "confidence"}
"""Top-level keys before which a blank line lets the eye rest."""


def document(data: dict[str, Any]) -> str:
    """One mapping as a YAML document."""
    return "".join(("\n" if key in SPACED else "") + "\n".join(entry(key, value)) + "\n" for key, value in data.items())


def entry(key: str, value: Any, indent: int = 0) -> list[str]:
    """``key: value`` as lines."""
    pad = " " * indent
    line = f"{pad}{key}: {inline(value)}"
    if not isinstance(value, dict | list) or (is_flat(value) and len(line) <= WIDTH):
        return [line]
    if isinstance(value, dict):
        return [f"{pad}{key}:", *(line for name, inner in value.items() for line in entry(name, inner, indent + 2))]
    return [f"{pad}{key}:", *(line for inner in value for line in bullet(inner, indent + 2))]


def bullet(value: Any, indent: int) -> list[str]:
    """One list entry as lines."""
    line = f"{' ' * indent}- {inline(value)}"
    if not isinstance(value, dict) or len(line) <= WIDTH:
        return [line]
    lines = [line for key, inner in value.items() for line in entry(key, inner, indent + 2)]
    return [" " * indent + "- " + lines[0].lstrip(), *lines[1:]]


def is_flat(value: Any) -> bool:
    """Whether a map or list reads well on one line: words, or one map of words; a list of maps or of prose does not."""
    if isinstance(value, dict):
        return all(not isinstance(inner, list) for inner in value.values())
    return all(not isinstance(inner, dict | list) and len(str(inner)) < SHORT for inner in value)


def inline(value: Any) -> str:
    """A value in flow style on one line."""
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10**6)
    return text.removesuffix("\n").removesuffix("\n...").removesuffix("\n")
