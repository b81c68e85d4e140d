"""A command from what a dialog sent. The command's own type says which fields it has and of what kind; nothing else counts."""

import re
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django.http import QueryDict
from msgspec import Struct, ValidationError, convert
from msgspec.structs import replace

from yichuang.cases import commands as cm
from yichuang.kernel.errors import Refusal
from yichuang.surfaces.office.offers import OFFERED
from yichuang.surfaces.order_keys import LONGEST as LONGEST_KEY

LONGEST = 2000
"""Characters of a text that a person types."""
_TYPES: dict[str, type[cm.Command]] = {
    kind.action.value: kind for kind in get_args(cm.AnyCommand) if kind.action in OFFERED
}


class Order(Struct, frozen=True):
    """A command with what guards it: the version that the screen showed and the key that makes it happen once."""

    command: cm.Command
    key: str
    """As the screen sent it; see ``surfaces.order_keys``."""
    expected: int | None


def order(sent: QueryDict) -> Order:
    """The order that a dialog sent. Refusal("office.bad_order") when it is none."""
    return Order(command(sent), _key(sent), _version(sent))


def command(sent: QueryDict) -> cm.Command:
    """The command alone."""
    kind = _TYPES.get(sent.get("action", ""))
    if kind is None:
        raise Refusal("office.bad_order")
    fields = {name: _value(sent, name, hint) for name, hint in get_type_hints(kind).items() if name in sent}
    fields = {name: value for name, value in fields.items() if name in kind.__struct_fields__}
    try:
        return convert({"action": kind.action.value, **fields}, kind, strict=False)
    except ValidationError as error:
        raise Refusal(_refusal(str(error))) from error


def _value(sent: QueryDict, name: str, hint: Any) -> Any:
    if get_origin(hint) is tuple:
        return [value for value in sent.getlist(name) if value]
    text = sent.get(name, "").strip()
    if len(text) > LONGEST:
        raise Refusal("office.too_long", longest=LONGEST)
    return text or None if isinstance(hint, UnionType) else text


_NEEDED = {"to": "office.choose_colleague", "staff": "office.choose_colleague", "holder": "office.choose_colleague",
           "days": "office.number_needed"}  # fmt: skip
"""What a person is told when a field of this name is missing or not a number."""


def _refusal(error: str) -> str:
    """The refusal of what msgspec says is wrong; it names the field as ``field`` or `$.field`."""
    return next((code for name, code in _NEEDED.items() if re.search(rf"`(\$\.)?{name}\b", error)), "office.bad_order")


def _key(sent: QueryDict) -> str:
    key = sent.get("idempotency_key", "").strip()
    if not key or len(key) > LONGEST_KEY:
        raise Refusal("office.bad_order")
    return key


def _version(sent: QueryDict) -> int | None:
    text = sent.get("version", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004
        raise Refusal("office.bad_order")
    return int(text) if text else None


def at_step(given: cm.Command, step: str) -> cm.Command:
    """The same order at another step."""
    return replace(given, step=step)
