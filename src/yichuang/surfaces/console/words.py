"""Names in the active language."""

import re

from yichuang.catalogue.changes.difference import Change, field_words
from yichuang.catalogue.definition import Item
from yichuang.organisation.models import Hall, Unit
from yichuang.surfaces.story.names import chinese, listed, said

MARKS = ("unverified", "local", "free")
"""Fields of a definition that name other fields by their places: ``limits.promised、visits``."""
_PLACE = rf"\b(?:{'|'.join(Item.__struct_fields__)})\b(?:\.\w+)*"
_PLACES = re.compile(f"{_PLACE}(?:(?:、|, ){_PLACE})*")


def name_of(place: Unit | Hall) -> str:
    """What a unit or hall is called."""
    return place.name_zh if chinese() else place.name_en


def title_of(title_zh: str, title_en: str) -> str:
    """A post title; the Chinese one where there is no other."""
    return title_zh if chinese() else title_en or title_zh


def sentence_of(change: Change) -> str:
    """A difference in a sentence."""
    return about(change.path, said(change.sentence))


def sides_of(change: Change) -> tuple[str, str]:
    """What stood there and what is to stand there."""
    return about(change.path, said(change.old)), about(change.path, said(change.new))


def about(field: str, words: str) -> str:
    """Words on a field; where it is a mark, the fields that it names by what they are called, each once."""
    return _PLACES.sub(lambda places: _called(places[0]), words) if field in MARKS else words


def _called(places: str) -> str:
    return listed(dict.fromkeys(said(field_words(place)) for place in re.split("、|, ", places)))
