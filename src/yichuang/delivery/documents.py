"""What the keys of a bundle's line stand for, in words."""

from collections.abc import Iterable

from yichuang.cases.status import Cargo
from yichuang.catalogue.definition import Text
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.queries import item_version


def documents(what: str, keys: Iterable[str], item: str, version: int) -> tuple[Text, ...]:
    """The names of evidence types for papers, of the item's outputs for a result; unknown keys are left out."""
    if what == Cargo.RESULT:
        known = {output.key: output.name for output in item_version(item, version).outputs}
    else:
        known = {key: kind.name for key, kind in catalogue().evidence_types.items()}
    return tuple(known[key] for key in keys if key in known)
