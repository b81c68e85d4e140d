"""Story 2: somebody whom a court has put under guardianship renews an ID card."""

import pytest

from yichuang.applications.judge import NotYet
from yichuang.people.models import Person


@pytest.fixture
def ward(town) -> Person:
    """温怀瑾 stands at the window; the court's declaration is on record."""
    person = town.comes("ward")
    Person.objects.filter(pk=person.pk).update(capacity="limited")
    person.refresh_from_db()
    return person


def codes(refused) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def test_without_a_guardian_on_record_the_desk_says_what_to_bring(town, ward):
    with pytest.raises(NotYet) as refused:
        town.files(town.filled(town.begins(ward, "hz-id-renew")))
    assert "people.no_guardian_recorded" in codes(refused)


def test_a_ward_who_comes_alone_is_told_to_come_with_the_guardian(town, ward):
    town.guardian(ward, town.comes("guardian"))
    with pytest.raises(NotYet) as refused:
        town.files(town.filled(town.begins(ward, "hz-id-renew")))
    assert "people.needs_guardian" in codes(refused)


def test_somebody_elses_presence_does_not_help(town, ward):
    town.guardian(ward, town.comes("guardian"))
    stranger = town.comes("father")
    with pytest.raises(NotYet) as refused:
        town.files(town.filled(town.begins(ward, "hz-id-renew", guardian=stranger.pk)))
    assert "people.needs_guardian" in codes(refused)


def test_with_the_guardian_the_same_filing_goes_through(town, ward):
    guardian = town.comes("guardian")
    town.guardian(ward, guardian)
    filed = town.files(town.filled(town.begins(ward, "hz-id-renew", guardian=guardian.pk)))
    assert filed.cases[0].status == "reviewing"
    assert town.state(filed.cases[0].number).applicant == ward.pk
