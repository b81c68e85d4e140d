"""Who may take results at a window: the person, a guardian on record, an agent whose mandate names the item. Pure.

Civil Code arts. 23 and 34 (guardians act for their wards), 161-173 (agents act within their mandate).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from yichuang.cases.status import DeliveryWay
from yichuang.kernel.errors import Refusal
from yichuang.people.agency import MandateFacts, check_mandate
from yichuang.people.capacity import GuardianshipFacts, PersonFacts, who_may_act
from yichuang.people.card import same_name

IN_PERSON = frozenset({DeliveryWay.WINDOW})
"""Somebody stands there. By the other ways the result is sent, and then to the person alone."""
OWN = frozenset({"", "self"})
"""What stands for "in person" as the receiver's relation."""


class Claim(Struct, frozen=True):
    """What stands behind a receiver who is not the person whose results these are."""

    person: PersonFacts
    guardianships: tuple[GuardianshipFacts, ...] = ()
    mandates: tuple[MandateFacts, ...] = ()
    """From this person to the receiver, the latest first."""


def check_receiver(receiver: int, relation: str, claim: Claim, items: Iterable[str], on: date) -> Refusal | None:
    """Why ``receiver`` may not take the results of these ``items`` from the claim's person, or None."""
    if receiver == claim.person.person_id or receiver in who_may_act(claim.person, claim.guardianships, on).guardians:
        return None
    if relation in OWN:
        return Refusal("delivery.not_the_applicant")
    if not claim.mandates:
        return Refusal("delivery.no_mandate")
    return next(filter(None, (_mandated(claim.mandates, item, on) for item in items)), None)


def _mandated(mandates: Sequence[MandateFacts], item: str, on: date) -> Refusal | None:
    """Why none of the mandates is good for ``item``: what stands against the latest of them."""
    against = [check_mandate(each, item, on) for each in mandates]
    return None if None in against else against[0]


def check_sent(name: str, relation: str, applicant: str) -> Refusal | None:
    """Why a result may not be sent under this ``name``, or None: it goes to the person, whoever opens the door."""
    return None if relation in OWN and same_name(name, applicant) else Refusal("delivery.sent_to_the_person")
