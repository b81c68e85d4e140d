"""Our words and the codes of outside lists, both ways. Pure; each list is data: ``catalogue/code_maps/<target>.yaml``.

Where an outside list has fewer words than ours, several of ours share a code: that loses something, so such pairs are
stated in the data, and one of them is what the code means when it comes back.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.kernel.data_files import read_data
from yichuang.kernel.errors import Refusal

FOLDER = Path(__file__).parents[1] / "code_maps"


class CodeList(Struct, frozen=True, forbid_unknown_fields=True):
    """One outside list: what each of our words is called there."""

    source: str
    """The standard, table and edition, or the deployed interface it was read from."""
    codes: Mapping[str, str]
    """Our word → their code."""
    lossy: Mapping[str, str] = {}
    """Their code → which of our words it means when it comes back, where several of ours share it."""
    unmapped: Mapping[str, str] = {}
    """Their code → their word for what we have no word of."""
    unsaid: Mapping[str, str] = {}
    """Our words that the list has no code for → why."""
    names: Mapping[str, str] = {}
    """Their code → their word, where the shape asks for the word too."""


class Conflict(Struct, frozen=True, forbid_unknown_fields=True):
    """A field that two outside lists code differently."""

    field: str
    lists: Mapping[str, str]
    """Target.list → what it says."""


def from_outside(target: str, name: str, code: str) -> str:
    """Our word for their code; for a shared code the one that the data name."""
    found = code_list(target, name)
    if code in found.lossy:
        return found.lossy[code]
    words = [word for word, theirs in found.codes.items() if theirs == code]
    if not words:
        raise Refusal("exchange.unknown_code", target=target, list=name, word=code)
    return words[0]


def code_list(target: str, name: str) -> CodeList:
    """One list of one target."""
    try:
        return code_lists()[target][name]
    except KeyError:
        raise Refusal("exchange.unknown_code", target=target, list=name, word="-") from None


@cache
def code_lists() -> dict[str, dict[str, CodeList]]:
    """All lists by target and name."""
    found = sorted(path for path in FOLDER.glob("*.yaml") if path.stem != "conflicts")
    return {path.stem: read_data(path, dict[str, CodeList]) for path in found}


@cache
def conflicts() -> tuple[Conflict, ...]:
    """Where the lists say different things of the same field."""
    path = FOLDER / "conflicts.yaml"
    return read_data(path, tuple[Conflict, ...])
