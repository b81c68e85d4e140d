"""What this installation knows of its bureau, for the state's lists. Reads units, halls, papers' heads and settings."""

from datetime import datetime

from yichuang.catalogue.definition import Line
from yichuang.catalogue.exchange.shapes.facts import Bureau, Office
from yichuang.catalogue.layer_files import layers
from yichuang.catalogue.layers import Contacts
from yichuang.catalogue.loader import layer_in_force
from yichuang.kernel.localtime import local_date
from yichuang.organisation.local_queries import local_rules
from yichuang.organisation.models import Hall, Unit, UnitProfile

WRITTEN = "{name}\uff08{address}\uff09"
"""How a hall stands in a list: its address in full-width brackets."""


def own_bureau(now: datetime, *, site: str = "") -> Bureau:
    """The uppermost unit of the bureau's own level, its departments and halls. Four queries; empty where none is founded."""
    units = list(Unit.objects.order_by("path"))
    own = _own(units)
    if own is None:
        return Bureau(site=site)
    profile = UnitProfile.objects.filter(unit=own).first() or UnitProfile()
    overlay = layers().get(layer_in_force())
    contacts = overlay.layer.contacts if overlay else Contacts()
    halls = Hall.objects.filter(unit__path__startswith=own.path).order_by("unit__path", "code")
    return Bureau(
        body=Office(profile.name_zh or own.name_zh, own.uscc),
        departments=_departments(own, units),
        region=own.region,
        place=overlay.layer.name.zh if overlay else "",
        consult_phone=contacts.consult_phone or profile.phone,
        complaint_phone=contacts.complaint_phone or profile.complaint_phone,
        halls=tuple(_hall(each) for each in halls),
        closing=f"{local_rules(own.region, local_date(now)).closing:%H:%M}",
        review_body=profile.review_body_zh,
        court=profile.court_zh,
        site=site,
    )


def _own(units: list[Unit]) -> Unit | None:
    """The unit whose list this is: the first of the level that the layer in force serves, else the root."""
    overlay = layers().get(layer_in_force())
    level = overlay.layer.level if overlay else None
    return next((each for each in units if each.level == level and not each.lines), units[0] if units else None)


def _departments(own: Unit, units: list[Unit]) -> dict[Line, Office]:
    """The competent department of each line at the bureau's own level."""
    return {
        Line(line): Office(each.name_zh, each.uscc)
        for each in units
        if each.path.startswith(own.path) and each.level == own.level
        for line in each.lines
    }


def _hall(hall: Hall) -> str:
    return WRITTEN.format(name=hall.name_zh, address=hall.address) if hall.address else hall.name_zh
