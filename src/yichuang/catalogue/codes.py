"""The codes of the state's lists that an item bears."""

from msgspec import Struct


class Codes(Struct, frozen=True, forbid_unknown_fields=True):
    """The codes of the state's lists; empty = the bureau has not entered it yet. Never invented.

    Source: C0109-2018 / GB/T 39554.1-2020.
    """

    basic: str = ""
    """基本编码, 12 digits."""
    implementation: str = ""
    """实施编码, 31 characters: USCC of the body, level, basic code."""
    handling: str = ""
    """业务办理项编码, 33 characters: the implementation code and two digits."""
