"""Which case of an application waits for which. Pure."""

from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from yichuang.kernel.errors import Refusal

Waits = tuple[tuple[str, tuple[str, ...]], ...]
"""Items, each with those it waits for."""


@lru_cache(maxsize=1024)
def ordered(wanted: Waits) -> Waits:
    """Each item with those of the same application that it waits for, so ordered that nothing precedes what it waits for.

    Waiting for an item that is not part of the application means nothing here: then it was done before, or is refused
    by the item's own rules.
    """
    chosen = {code for code, _ in wanted}
    within = {code: tuple(other for other in others if other in chosen) for code, others in wanted}
    try:
        order = tuple(TopologicalSorter(within).static_order())
    except CycleError as error:
        raise Refusal("applications.circular", items=" → ".join(error.args[1])) from error
    return tuple((code, within[code]) for code in order)
