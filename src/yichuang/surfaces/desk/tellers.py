"""Who has told an answer that nobody was asked for, in words. Pure but for the active language."""

from collections.abc import Iterable

from yichuang.evidence.gathering import mapped
from yichuang.kernel.vocabulary import label
from yichuang.surfaces.story.names import listed

COMPANIONS = frozenset({"agent", "guardian"})


def told_by(paths: Iterable[str]) -> str:
    """The tellers behind prefill paths, each once; ``proof`` and ``form`` stand for themselves."""
    return listed(dict.fromkeys(map(_teller, paths)))


def _teller(path: str) -> str:
    root, _, rest = path.partition(".")
    supply = mapped().registers.get(rest.partition(".")[0]) if root == "register" else None
    if supply:
        return label("desk_register", supply.dataset)
    return label("desk_source", "companion" if root in COMPANIONS else root)
