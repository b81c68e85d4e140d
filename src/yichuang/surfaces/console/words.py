"""Names in the active language."""

from yichuang.catalogue.changes.difference import Change
from yichuang.organisation.models import Hall, Unit
from yichuang.surfaces.story.names import chinese, said


def name_of(place: Unit | Hall) -> str:
    """What a unit or hall is called."""
    return place.name_zh if chinese() else place.name_en


def title_of(title_zh: str, title_en: str) -> str:
    """A post title; the Chinese one where there is no other."""
    return title_zh if chinese() else title_en or title_zh


def sides_of(change: Change) -> tuple[str, str]:
    """What stood there and what is to stand there."""
    return said(change.old), said(change.new)
