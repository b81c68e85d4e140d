"""From the house's typed values to schemas: a frozen Struct is described to the outside by the model made of its fields.

One source: what a room says of its own values is what the description says. Coming in, a body becomes the Struct again.
"""

from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from warnings import catch_warnings, simplefilter

from msgspec import NODEFAULT, Struct, convert, structs
from ninja import Schema
from pydantic import BaseModel, create_model

from yichuang.catalogue import definition

T = TypeVar("T")
NAMES: dict[type[Struct], str] = {definition.Validity: "OutputValidity"}
"""Two of the house's values may share a name where rooms tell them apart; a description has one room only."""


@cache
def schema_of(kind: type[Struct], name: str = "") -> type[Schema]:
    """The schema of what goes out as ``kind``."""
    hints = get_type_hints(kind)
    fields: dict[str, Any] = {field: (outward(hints[field]), ...) for field in kind.__struct_fields__}
    with catch_warnings():
        simplefilter("ignore", UserWarning)  # a field may bear a name that every class has, such as "register"
        return create_model(name or NAMES.get(kind, kind.__name__), __base__=Schema, __doc__=kind.__doc__, **fields)


def outward(hint: Any) -> Any:
    """The schema's type for a Struct's: Structs become models, tuples and sets become lists."""
    origin, inner = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return schema_of(hint)
    if origin in {Union, UnionType}:
        return Union[tuple(NoneType if each is NoneType else outward(each) for each in inner)]  # noqa: UP007 - built at run time
    if origin in {tuple, frozenset}:
        return list[outward(inner[0])]  # type: ignore[misc] # built at run time
    if origin is not None and issubclass(origin, Mapping):
        return dict[inner[0], outward(inner[1])]  # type: ignore[misc, valid-type] # built at run time
    return hint


def inward(body: BaseModel, kind: type[T]) -> T:
    """The Struct that ``body`` describes."""
    return convert(body.model_dump(mode="json", by_alias=True), kind)


def model_in(kind: type[Struct], types: Mapping[Any, Any], base: type[BaseModel]) -> type[BaseModel]:
    """The model of what comes in as the tagged Struct ``kind``; ``types`` says by a Struct field's name, else by its type,
    what exactly is taken.
    """
    hints = get_type_hints(kind)
    fields: dict[str, Any] = {_tag_field(kind): (Literal[_tag(kind)], ...)}
    for field in structs.fields(kind):
        hint = hints[field.name]
        default = ... if field.default is NODEFAULT else list(field.default) if field.default == () else field.default
        fields[field.name] = (types.get((field.name, hint)) or types.get(hint, hint), default)
    return create_model(kind.__name__, __base__=base, __doc__=kind.__doc__, **fields)


def _tag(kind: type[Struct]) -> str:
    return str(kind.__struct_config__.tag)


def _tag_field(kind: type[Struct]) -> str:
    return str(kind.__struct_config__.tag_field)
