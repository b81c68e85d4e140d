"""The list a command speaks of: what is published here, where a database answers and holds a list; else the files."""

from msgspec import Struct
from msgspec.structs import replace

from yichuang.catalogue.definition import Item, ItemStatus
from yichuang.catalogue.loader import Catalogue, catalogue, layer_in_force
from yichuang.kernel.command import Argument

FILES = Argument(
    ("--files",),
    "read the files of this installation, though a list is published here",
    {"action": "store_true", "dest": "shipped"},
)


class Listed(Struct, frozen=True):
    """A list, and where it was read."""

    catalogue: Catalogue
    published: bool
    source: str
    """Where it was read, for the first line of an answer."""

    def in_use(self) -> Catalogue:
        """Without what is suspended or cancelled: what people may be told of."""
        if self.published:
            from yichuang.catalogue.queries import items_in_use  # noqa: PLC0415 - needs the database

            return replace(self.catalogue, items={item.code: item for item in items_in_use()})
        return replace(
            self.catalogue, items={code: item for code, item in self.catalogue.items.items() if _opens(item)}
        )


def listed(*, files: bool = False) -> Listed:
    """What is published here where a database answers and holds anything, else the list of the layer in force."""
    found = None if files else published()
    return found or Listed(catalogue(), published=False, source=of_files(asked=files))


def of_files(*, asked: bool) -> str:
    """That the files were read, and why."""
    of = f"layer {layer_in_force()}" if layer_in_force() else "national list"
    why = "as asked" if asked else "nothing is published here, or no database answers"
    return f"read: the files of this installation, {of} ({why})"


def published() -> Listed | None:
    """What is published here; None without a database, without its tables, or before anything is published."""
    from django.db import Error  # noqa: PLC0415 - files are read without it

    from yichuang.catalogue.queries import published_catalogue  # noqa: PLC0415

    try:
        found = published_catalogue()
    except Error:
        return None
    source = f"read: what is published here, {len(found.items)} items"
    return Listed(found, published=True, source=source) if found.items else None


def _opens(item: Item) -> bool:
    return item.first_status is ItemStatus.IN_USE
