"""The gate to bundles: whoever sits in the unit that sent one or is to get it, or oversees either; only the latter takes it."""

from yichuang.delivery.models import Bundle
from yichuang.organisation.actor import Actor, oversees
from yichuang.organisation.authority import Gate

SEE = "see"
TAKE = "take"
"""To take it over: at the unit to which it was sent."""


def _load(number: str) -> Bundle | None:
    return Bundle.objects.select_related("from_unit", "to_unit", "sent_by").filter(number=number).first()


def _allows(actor: Actor, bundle: Bundle, need: str) -> bool:
    if need == TAKE:
        return actor.unit_id == bundle.to_unit_id
    ends = (bundle.from_unit, bundle.to_unit)
    return any(actor.unit_id == unit.pk or oversees(actor, unit.path) for unit in ends)


BUNDLE = Gate[str, Bundle, str]("bundle", _load, _allows)
