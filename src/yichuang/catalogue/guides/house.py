"""Whose guides these are: the place whose list is in force here, and where it answers questions."""

from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.catalogue.guides.guide import words
from yichuang.catalogue.layer_files import layers
from yichuang.catalogue.loader import layer_in_force


class House(Struct, frozen=True):
    """Name and telephones."""

    name: Text
    consult_phone: str = ""
    complaint_phone: str = ""
    site: str = ""
    """Where the web pages stand; each item's QR code leads to ``<site>/guides/<code>/``. Empty = no codes."""


def house(site: str = "") -> House:
    """The house of this installation."""
    overlay = layers().get(layer_in_force())
    if overlay is None:
        return House(words().says["national"], site=site)
    contacts, of = overlay.layer.contacts, words().says["of_place"]
    name = Text(of.zh.format(name=overlay.layer.name.zh), of.en.format(name=overlay.layer.name.en))
    return House(name, contacts.consult_phone, contacts.complaint_phone, site)
