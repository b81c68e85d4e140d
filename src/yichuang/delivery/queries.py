"""Reads of the room: what stands behind somebody who comes for another's results."""

from collections.abc import Iterable, Sequence
from datetime import date

from yichuang.delivery.receivers import Claim
from yichuang.people.agency import MandateFacts
from yichuang.people.models import Agency, Person
from yichuang.people.queries import guardianships_of, person_facts


def claims(receiver: int, people: Sequence[int], on: date) -> tuple[Claim, ...]:
    """Why ``receiver`` may act for each of these other people: guardianships and mandates on record (three queries)."""
    if not people:
        return ()
    guarded = guardianships_of(list(people), on)
    given = Agency.objects.filter(agent_id=receiver, principal_person_id__in=people).order_by("-pk")
    mandates = [(each.principal_person_id, _facts(each)) for each in given]
    return tuple(
        Claim(
            person_facts(person),
            tuple(each for each in guarded if each.ward_id == person.pk),
            tuple(facts for principal, facts in mandates if principal == person.pk),
        )
        for person in _in_order(people)
    )


def _in_order(people: Iterable[int]) -> Iterable[Person]:
    return Person.objects.filter(pk__in=people).order_by("pk")


def _facts(agency: Agency) -> MandateFacts:
    return MandateFacts(frozenset(agency.items), agency.since, agency.expires_on, agency.revoked_on)
