"""Verb: take over what the population register says of somebody's life and capacity. Each change leaves a trail."""

from datetime import datetime

from django.db import transaction

from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor
from yichuang.people.models import Person, StandingLog
from yichuang.people.queries import person_facts
from yichuang.people.standing import DEAD, Change, RegisterWord, changes
from yichuang.people.terms import StandingField


@transaction.atomic
def take_over(actor: Actor, person_id: int, word: RegisterWord, *, reference: str, now: datetime) -> tuple[Change, ...]:
    """Write what ``word`` changes, and say what that was; nothing where it says what we know."""
    person = Person.objects.select_for_update().get(pk=person_id)
    found = tuple(changes(person_facts(person), word, local_date(now), died_by_register=_died_by_register(person)))
    for change in found:
        _write(person, change)
    if found:
        person.save(update_fields=["deceased", "capacity"])
        rows = (_row(actor, person, each, reference, now) for each in found)
        StandingLog.objects.bulk_create(list(rows))
    return found


def _died_by_register(person: Person) -> bool:
    """The death on record came from the register, so the register can take it back."""
    if not person.deceased:
        return False
    latest = StandingLog.objects.filter(person=person, field=StandingField.LIFE).order_by("-pk").first()
    return latest is not None and latest.after == DEAD


def _write(person: Person, change: Change) -> None:
    if change.field is StandingField.LIFE:
        person.deceased = change.after == DEAD
    else:
        person.capacity = change.after


def _row(actor: Actor, person: Person, change: Change, reference: str, now: datetime) -> StandingLog:
    return StandingLog(
        person=person, staff_id=actor.staff_id, field=change.field, before=change.before, after=change.after,
        reference=reference, at=now,
    )  # fmt: skip
