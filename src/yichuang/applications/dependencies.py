"""Which case of an application waits for which. Pure."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from yichuang.kernel.errors import Refusal


def ordered(wanted: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Each item with those of the same application that it waits for, so ordered that nothing precedes what it waits for.

    Waiting for an item that is not part of the application means nothing here: then it was done before, or is refused
    by the item's own rules.
    """
    within = {code: tuple(other for other in others if other in wanted) for code, others in wanted.items()}
    try:
        order = tuple(TopologicalSorter(within).static_order())
    except CycleError as error:
        raise Refusal("applications.circular", items=" → ".join(error.args[1])) from error
    return {code: within[code] for code in order}
