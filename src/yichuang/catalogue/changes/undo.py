"""One difference taken back: the item as it is wanted, with one place as it was. Pure.

Places are those of :func:`yichuang.catalogue.changes.difference.difference`; to take back every place is to be where one
began.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from yichuang.catalogue.changes.difference import by_key, is_keyed
from yichuang.catalogue.definition import Item
from yichuang.kernel.errors import Refusal

Entries = tuple[Struct, ...]
Shape = TypeVar("Shape", bound=Struct)


def undone(old: Item, new: Item, path: str) -> Item:
    """``new`` with the place at ``path`` as ``old`` has it.

    An entry that was added goes, one that was removed comes back where it stood. Refusal("catalogue.unknown_place") for a
    path that leads nowhere.
    """
    try:
        return _structure(old, new, path)
    except (AttributeError, KeyError, TypeError):
        raise Refusal("catalogue.unknown_place", item=new.code, place=path) from None


def _structure(old: Struct, new: Shape, path: str) -> Shape:
    name, _, rest = path.partition(".")
    return replace(new, **{name: _value(getattr(old, name), getattr(new, name), rest)})


def _value(old: Any, new: Any, rest: str) -> Any:
    if is_keyed(old) or is_keyed(new):
        return _entries(old, new, rest)
    return _structure(old, new, rest) if rest else old


def _entries(old: Entries, new: Entries, rest: str) -> Entries:
    before, after = by_key(old), by_key(new)
    if not rest:
        return _reordered(before, after)
    key = _key([*before, *after], rest)
    if key not in before:
        return tuple(entry for name, entry in after.items() if name != key)
    if key not in after:
        return _put_back(before, after, key)
    inner = rest[len(key) + 1 :]
    entry = _structure(before[key], after[key], inner) if inner else before[key]
    return tuple(entry if name == key else each for name, each in after.items())


def _key(keys: Iterable[str], rest: str) -> str:
    """The key that the path begins with; keys may hold dots themselves, so the longest counts."""
    found = [key for key in keys if rest == key or rest.startswith(f"{key}.")]
    if not found:
        raise KeyError(rest)
    return max(found, key=len)


def _put_back(before: Mapping[str, Struct], after: Mapping[str, Struct], key: str) -> Entries:
    """After the nearest of those that stood before it and still stand; first where none does."""
    names, order = list(after), list(before)
    above = [name for name in order[: order.index(key)] if name in after]
    names.insert(names.index(above[-1]) + 1 if above else 0, key)
    return tuple(after.get(name, before[key]) if name != key else before[key] for name in names)


def _reordered(before: Mapping[str, Struct], after: Mapping[str, Struct]) -> Entries:
    """Those that stood before take, among the places they have now, the order they had."""
    kept = iter([name for name in before if name in after])
    return tuple(after[next(kept) if name in before else name] for name in after)
