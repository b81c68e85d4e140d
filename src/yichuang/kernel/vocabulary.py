"""Labels of closed lists in both languages, kept as data: each room's ``labels.yaml`` holds ``list: {value: {zh, en}}``."""

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from yichuang.kernel.data_files import read_data


@cache
def labels() -> dict[str, dict[str, dict[str, str]]]:
    """All label lists of the house by list name."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for path in sorted(Path(__file__).parents[1].rglob("labels.yaml")):
        entries = read_data(path, dict[str, Any])
        if unquoted := [name for terms in entries.values() for name in terms if not isinstance(name, str)]:
            raise ValueError(f"{path}: YAML takes these values for something else than words; quote them: {unquoted}")
        doubled = found.keys() & entries.keys()
        if doubled:
            raise ValueError(f"{path}: label lists defined twice: {sorted(doubled)}")
        found |= entries
    return found


def label(list_name: str, value: str, language: str | None = None) -> str:
    """The word for ``value`` of ``list_name`` in ``language`` (default: the active one). A missing word is a KeyError."""
    chinese = (language or get_language() or "zh").startswith("zh")
    return labels()[list_name][str(value)]["zh" if chinese else "en"]
