"""The invented words and figures that the living page shows, from ``samples.yaml``: a text is ``{zh, en}``."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from yichuang.kernel.data_files import read_data
from yichuang.surfaces.design.options import Option


@cache
def raw() -> dict[str, Any]:
    return read_data(Path(__file__).parent / "samples.yaml", dict[str, Any])


def in_language(value: Any, language: str) -> Any:
    """``value`` with each text in ``language`` ("zh" or "en") and each moment aware."""
    if isinstance(value, dict):
        if value.keys() == {"zh", "en"}:
            return value[language]
        if value.keys() == {"value", "word", "hint", "off"}:
            return Option(**{name: in_language(one, language) for name, one in value.items()})
        return {name: in_language(one, language) for name, one in value.items()}
    if isinstance(value, list):
        return [in_language(one, language) for one in value]
    if isinstance(value, datetime):
        return timezone.make_aware(value)
    return value


def samples(language: str) -> dict[str, Any]:
    """All samples in one language."""
    words: dict[str, Any] = in_language(raw(), language)
    return words
