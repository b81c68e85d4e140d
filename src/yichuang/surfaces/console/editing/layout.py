"""What the form of an item looks like, as ``form.yaml`` says: sections, and what each field is asked as."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct, field

from yichuang.catalogue.changes.difference import field_words
from yichuang.catalogue.definition import Text
from yichuang.kernel.data_files import read_data


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """Fields of an item that stand, and are saved, together."""

    key: str
    title: Text
    fields: tuple[str, ...]


class Ask(Struct, frozen=True, forbid_unknown_fields=True):
    """What one field is asked as."""

    kind_and_list: str = field(name="as")
    optional: bool = False
    span: int = 12
    folded: bool = False
    hint: Text | None = None
    word: Text | None = None
    """Where ``fields.yaml`` has none."""
    parts: tuple[str, ...] = ()
    adds: str = ""

    @property
    def kind(self) -> str:
        """``choice``, ``text`` …"""
        return self.kind_and_list.partition(" ")[0]

    @property
    def source(self) -> str:
        """The closed list or dictionary that is chosen from."""
        return self.kind_and_list.partition(" ")[2]


class Layout(Struct, frozen=True, forbid_unknown_fields=True):
    """``form.yaml``."""

    sections: tuple[Section, ...]
    apart: tuple[str, ...]
    """Fields that the form does not ask: identity, and the marks that stand beside other fields."""
    fields: Mapping[str, Ask]


@cache
def layout() -> Layout:
    """The form's layout, read once."""
    return read_data(Path(__file__).with_name("form.yaml"), Layout)


@cache
def section_of(name: str) -> Section | None:
    """The section that asks a field of the item, or that is called so."""
    return next((each for each in layout().sections if name == each.key or name in each.fields), None)


def key_of(pattern: str) -> str:
    """The part of an entry that is its own key; empty where its words are its key."""
    inner = f"{pattern}.*."
    found = (
        name.removeprefix(inner)
        for name, ask in layout().fields.items()
        if ask.kind == "key" and name.startswith(inner)
    )
    return next((name for name in found if "." not in name), "")


def words_of(pattern: str) -> Text:
    """What a field is called."""
    return layout().fields[pattern].word or field_words(pattern)
