"""Everything that can be done on the console, by name: what it asks, and the verb that does it."""

from yichuang.surfaces.console.deeds import authority, calendar, changes, halls, items, settings, staff, units
from yichuang.surfaces.console.deeds.deed import Deed

DEEDS: dict[str, Deed] = {
    deed.name: deed
    for deed in (
        *units.DEEDS, *halls.DEEDS, *staff.DEEDS, *authority.DEEDS, *calendar.DEEDS, *settings.DEEDS,
        *changes.DEEDS, *items.DEEDS,
    )
}  # fmt: skip

__all__ = ["DEEDS", "Deed"]
