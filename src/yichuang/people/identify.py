"""Verb: establish who stands at the window, by card reader or by hand, and keep a record of the check."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.people.card import Card, checked, lasts_as_long, same_name
from yichuang.people.models import IdentityCheck, Person
from yichuang.people.terms import CheckMethod, CheckResult

SHORTEST_REASON = 4


def identify(
    actor: Actor,
    card: Card,
    *,
    now: datetime,
    evidence_hash: str = "",
    method: CheckMethod = CheckMethod.CARD_READER,
) -> Person:
    """Find or create the person whose card was read, take over what the card says now, and record the check.

    A card that ends before the one on record is an older one and changes nothing there; ``differs`` says so afterwards.
    Safe against two desks at once. Refuses a false number, a name other than the one on record, and a deceased person.
    An expired card identifies still; ``card.check_usable`` decides what it is good for. One that does not say how long it is
    good leaves the day on record, and does not do for somebody new.
    """
    _require_serving(actor)
    sound = checked(card, localdate(now))
    with transaction.atomic():
        person = _found_or_made(sound, now)
        _require_name(person, sound)
        _update(person, sound)
        _record(actor, person, method, now, evidence_hash=evidence_hash)
    return person


def identify_manually(
    actor: Actor, card: Card, *, reason: str, now: datetime, evidence_hash: str = "", new_name_document: str = ""
) -> Person:
    """Do the same from a document that no reader reads, or when the reader fails; the reason is recorded.

    ``new_name_document`` names the proof of a changed name (姓名变更), with which the name on record is replaced.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal("people.no_reason")
    _require_serving(actor)
    sound = checked(card, localdate(now))
    with transaction.atomic():
        person = _found_or_made(sound, now)
        renamed = bool(new_name_document.strip())
        if not renamed:
            _require_name(person, sound)
        _update(person, sound, renamed=renamed)
        note = f"{reason.strip()} {new_name_document.strip()}".strip()
        _record(actor, person, CheckMethod.MANUAL, now, evidence_hash=evidence_hash, note=note)
    return person


def record_face_match(
    actor: Actor, person: Person, result: CheckResult, *, now: datetime, evidence_hash: str = ""
) -> IdentityCheck:
    """Keep what a face comparison found; of its material only the digest."""
    _require_serving(actor)
    return _record(actor, person, CheckMethod.FACE_MATCH_RESULT, now, result=result, evidence_hash=evidence_hash)


def set_phone(person: Person, phone: str) -> None:
    """Take over the number under which the person wants to be reached."""
    person.phone = phone.strip()
    person.save(update_fields=["phone"])


def _require_serving(actor: Actor) -> None:
    """Who holds no grant of any line serves nobody, and changes nobody's record: not the administrator, not the auditor."""
    if not actor.grants:
        raise Refusal("people.not_serving")


def _found_or_made(card: Card, now: datetime) -> Person:
    """Return the person locked. The unique index settles a race; whoever loses it reads the winner's row."""
    known = _rows(card).first()
    if known is None:
        if not card.tells_validity:
            raise Refusal("people.validity_untold")
        Person.objects.bulk_create([_person(card, now)], ignore_conflicts=True)
        known = _rows(card).get()
    if known.deceased:
        raise Refusal("people.deceased")
    return known


def _rows(card: Card) -> QuerySet[Person]:
    return Person.objects.select_for_update().filter(id_type=card.id_type, id_index=card.id_number)


def _person(card: Card, now: datetime) -> Person:
    return Person(
        id_type=card.id_type,
        id_number=card.id_number,
        id_valid_to=card.valid_to,
        name=card.name,
        sex=card.sex,
        birth=card.birth,
        nation=card.nation,
        address=card.address,
        known_since=now,
    )


def _require_name(person: Person, card: Card) -> None:
    if not same_name(person.name, card.name):
        raise Refusal("people.name_mismatch")


def differs(person: Person, card: Card) -> bool:
    """Whether the record says something else than the document that was shown: it was not taken over, being older."""
    return any(getattr(person, field) != value for field, value in _told(card).items())


def _told(card: Card) -> dict[str, object]:
    """What the document says besides the name, by field of the record; what it leaves blank is not in it."""
    facts = {"nation": card.nation.strip(), "address": card.address.strip()}
    told: dict[str, object] = {field: value for field, value in facts.items() if value}
    if card.tells_validity:
        told["id_valid_to"] = card.valid_to
    return {"sex": card.sex.value, "birth": card.birth, **told}


def _update(person: Person, card: Card, *, renamed: bool = False) -> None:
    """Take over what the document says if it is not older than the one on record; else only what was not known yet. A new
    name has its own proof.
    """
    told = _told(card)
    newest = lasts_as_long(card, person.id_valid_to)
    if not newest:
        told = {field: told[field] for field in ("nation", "address") if field in told and not getattr(person, field)}
    if newest or renamed:
        told["name"] = card.name
    changed = [field for field, value in told.items() if getattr(person, field) != value]
    for field in changed:
        setattr(person, field, told[field])
    if changed:
        person.save(update_fields=changed)


def _record(
    actor: Actor,
    person: Person,
    method: CheckMethod,
    now: datetime,
    *,
    result: CheckResult = CheckResult.PASSED,
    evidence_hash: str = "",
    note: str = "",
) -> IdentityCheck:
    return IdentityCheck.objects.create(
        person=person,
        method=method,
        result=result,
        at=now,
        staff_id=actor.staff_id,
        evidence_hash=evidence_hash,
        note=note,
    )
