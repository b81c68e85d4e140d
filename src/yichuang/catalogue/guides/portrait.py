"""What the photo of an item must be like (照片要求), said from the norm of its evidence type. Pure."""

from collections.abc import Iterator

from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.guides.phrases import notes, say, words
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.photo_norm import PhotoNorm
from yichuang.catalogue.wording import NOTHING, listed, named


def portrait(item: Item, shelf: Catalogue) -> Text:
    """The norm in words, and that another photo is taken on the spot; nothing for an item without one."""
    kinds = [shelf.evidence_types.get(each.evidence) for each in item.materials]
    norms = dict.fromkeys(kind.photo for kind in kinds if kind and kind.photo)
    return notes(*(listed(_norm(norm)) for norm in norms), words().says["photo_again"]) if norms else NOTHING


def _norm(norm: PhotoNorm) -> Iterator[Text]:
    colours = words().says["or"]
    if norm.background:
        grounds = listed((named("photo_ground", each) for each in norm.background), colours.zh, colours.en)
        yield say("ground", colour=grounds)
    if norm.bare_headed:
        yield words().says["bare_headed"]
    if norm.within_months:
        yield say("within", months=norm.within_months)
    yield say("photo_size", width=norm.width_mm, height=norm.height_mm)
    if norm.width and norm.height:
        yield say("photo_pixels", width=norm.width, height=norm.height)
