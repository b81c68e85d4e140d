"""Which type a licence is of (证照类型代码, GB/T 36904): from ``type_codes.yaml``. Pure."""

from functools import cache
from pathlib import Path

from yichuang.kernel.data_files import read_data
from yichuang.kernel.errors import Refusal
from yichuang.kernel.licence_ids import TYPE_LENGTH

OWN = 3
"""Digits of a type that the house defines itself."""


@cache
def numbered_types() -> dict[str, str]:
    """Three digits, or a whole code of the national catalogue, by the key of the output."""
    return read_data(Path(__file__).with_suffix(".yaml"), dict[str, str])


def type_code(kind: str, definer: str) -> str:
    """The 21-sign code of the type ``kind``; ``definer`` is the credit code of whoever defines the house's own types.

    Refusal("licences.type_unknown") for a kind that the list lacks or that is not numbered soundly.
    """
    number = numbered_types().get(kind, "")
    if len(number) == TYPE_LENGTH:
        return number
    if len(number) != OWN or not definer:
        raise Refusal("licences.type_unknown", kind=kind)
    return definer + number
