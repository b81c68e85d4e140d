"""The data sources (数据源) that can supply proof: the typed contents of ``registers.yaml``."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.kernel.data_files import read_data


class Answers(StrEnum):
    """What a source may tell."""

    RECORD = "record"
    CONCLUSION = "conclusion"
    """仅结论: whether something stands, never the record; nothing else reaches a screen or a form."""


class DataSource(Struct, frozen=True, forbid_unknown_fields=True):
    """One data source."""

    name: str
    owner: str
    dataset: str
    """What it holds."""
    key_fields: tuple[str, ...]
    """What a record is found by and tells, in the holder's words."""
    replaces_proof: str
    """What nobody has to bring because of it."""
    level: str
    """Whose it is: the police's own, the state's, a province's, a city's (公安自有, 国家, 省, 市)."""
    confidence: str
    """How sure the sources are that it exists like this: a key of the list ``confidence``."""
    answers: Answers = Answers.RECORD

    @property
    def told(self) -> str:
        """All of it in a line, for whoever chooses a source."""
        return f"{self.name} · {self.owner} · {self.dataset} · {self.replaces_proof}"


@cache
def data_sources() -> Mapping[str, DataSource]:
    """All data sources by key."""
    path = Path(__file__).with_name("registers.yaml")
    return read_data(path, dict[str, DataSource])
