"""Who may take results at a window: the person, a guardian on record, an agent whose mandate names the item, or whom the
item itself names (an ID card: a relative with the collection slip). Pure.

Civil Code arts. 23 and 34 (guardians act for their wards), 161-173 (agents act within their mandate), 1045 (close
relatives); 户口居民身份证管理工作规范 art. 81 (ID cards).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from msgspec import Struct

from yichuang.cases.status import DeliveryWay
from yichuang.catalogue.terms import Collector
from yichuang.kernel.errors import Refusal
from yichuang.people.agency import MandateFacts, check_mandate
from yichuang.people.capacity import GuardianshipFacts, PersonFacts, who_may_act
from yichuang.people.card import same_name

IN_PERSON = frozenset({DeliveryWay.WINDOW})
"""Somebody stands there. By the other ways the result is sent, and then to the person alone."""
OWN = frozenset({"", "self"})
"""What stands for "in person" as the receiver's relation."""


RELATIVES = frozenset({"spouse", "parent", "child", "sibling", "grandparent", "grandchild"})
"""Relations that make a close relative, of the list ``receiver_relation``."""


class Fetched(Struct, frozen=True):
    """One result that somebody has come for, and what its item says of who else may fetch it."""

    item: str
    by: Collection[Collector] = ()
    """Empty = whoever holds a mandate."""
    wants: Collection[str] = ()
    """Evidence types that somebody else has to show."""
    shown: Collection[str] = ()
    """Those that were seen at the window."""


class Claim(Struct, frozen=True):
    """What stands behind a receiver who is not the person whose results these are."""

    person: PersonFacts
    guardianships: tuple[GuardianshipFacts, ...] = ()
    mandates: tuple[MandateFacts, ...] = ()
    """From this person to the receiver, the latest first."""


def check_receiver(receiver: int, relation: str, claim: Claim, results: Iterable[Fetched], on: date) -> Refusal | None:
    """Why ``receiver`` may not take these ``results`` of the claim's person, or None."""
    if receiver == claim.person.person_id or receiver in who_may_act(claim.person, claim.guardianships, on).guardians:
        return None
    if relation in OWN:
        return Refusal("delivery.not_the_applicant")
    return next(filter(None, (_against(each, relation, claim.mandates, on) for each in results)), None)


def _against(result: Fetched, relation: str, mandates: Sequence[MandateFacts], on: date) -> Refusal | None:
    if result.by and Collector.AGENT not in result.by and relation not in RELATIVES:
        return Refusal("delivery.relatives_only")
    if set(result.wants) - set(result.shown):
        return Refusal("delivery.not_shown")
    related = Collector.RELATIVE in result.by and relation in RELATIVES
    return None if related else _mandated(mandates, result.item, on)


def _mandated(mandates: Sequence[MandateFacts], item: str, on: date) -> Refusal | None:
    """Why none of the mandates is good for ``item``: what stands against the latest of them."""
    if not mandates:
        return Refusal("delivery.no_mandate")
    against = [check_mandate(each, item, on) for each in mandates]
    return None if None in against else against[0]


def check_sent(name: str, relation: str, applicant: str) -> Refusal | None:
    """Why a result may not be sent under this ``name``, or None: it goes to the person, whoever opens the door."""
    return None if relation in OWN and same_name(name, applicant) else Refusal("delivery.sent_to_the_person")
