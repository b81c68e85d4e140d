"""Whose guides these are, and where questions are answered: the bureau on record here, else the place of the layer in force."""

from msgspec import Struct
from msgspec.structs import replace

from yichuang.catalogue.definition import Text
from yichuang.catalogue.guides.phrases import words
from yichuang.catalogue.layer_files import layers
from yichuang.catalogue.layers import Layer
from yichuang.catalogue.loader import layer_in_force


class House(Struct, frozen=True):
    """Name and telephones."""

    name: Text
    consult_phone: str = ""
    complaint_phone: str = ""
    site: str = ""
    """Where the web pages stand; each item's QR code leads to ``<site>/guides/<code>/``. Empty = no codes."""


def house(site: str = "", *, on_record: bool = True) -> House:
    """The house of this installation; at most two queries where the bureau ``on_record`` is asked for."""
    overlay = layers().get(layer_in_force())
    layer = overlay.layer if overlay else None
    told = _of_layer(layer, site) if layer else House(words().says["national"], site=site)
    return (_founded(layer, told) if on_record else None) or told


def _founded(layer: Layer | None, told: House) -> House | None:
    """The bureau whose list this is, as its letterhead has it: the first unit of the layer's own level, else the uppermost.
    What it does not say is as ``told``. None where none is founded.
    """
    from yichuang.organisation.models import Unit, UnitProfile  # noqa: PLC0415 - needs the database

    units = Unit.objects.filter(lines=[]).select_related("profile").order_by("path")
    own = units.filter(level=layer.level).first() if layer else None
    unit = own or units.first()
    if unit is None:
        return None
    head = getattr(unit, "profile", None) or UnitProfile(name_zh=unit.name_zh, name_en=unit.name_en)
    return replace(
        told,
        name=Text(head.name_zh, head.name_en),
        consult_phone=head.phone or told.consult_phone,
        complaint_phone=head.complaint_phone or told.complaint_phone,
    )


def _of_layer(layer: Layer, site: str) -> House:
    contacts, of = layer.contacts, words().says["of_place"]
    name = Text(of.zh.format(name=layer.name.zh), of.en.format(name=layer.name.en))
    return House(name, contacts.consult_phone, contacts.complaint_phone, site)
