"""What must hold on the day of filing, whichever way it comes: item in force, own fresh signature, mandate, real answers."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.applications.filings import story_1
from tests.ground.world import TODAY, World
from yichuang.applications import ground
from yichuang.applications.filing import Choice, Filing
from yichuang.applications.judge import NotYet
from yichuang.applications.submit import prepare, submit
from yichuang.catalogue.definition import ItemStatus
from yichuang.catalogue.queries import heads
from yichuang.evidence.models import Signature, StoredFile
from yichuang.kernel.errors import Refusal
from yichuang.organisation.offices import office_book
from yichuang.people.models import Guardianship, IdentityCheck


def test_nothing_is_filed_under_a_suspended_item_or_a_version_that_is_over(world: World, monkeypatch):
    """Every draft names its version; a running case is served under it, a new one is not begun."""
    filing = story_1(world.person().pk, world.file())
    told = heads()
    first, second = (choice.item for choice in filing.choices)
    changed = {
        first: replace(told[first], status=ItemStatus.SUSPENDED),
        second: replace(told[second], version=told[second].version + 1),
    }
    monkeypatch.setattr(ground, "heads", lambda: {**told, **changed})
    pinned = replace(filing, choices=tuple(replace(each, version=told[each.item].version) for each in filing.choices))
    with pytest.raises(NotYet) as refused:
        submit(world.actor("990801"), pinned, key="old", now=TODAY)
    assert {each.code for each in refused.value.problems} == {"applications.not_offered", "applications.newer_version"}


def signed_by(person, hours: int = 0, checked: int = 0) -> str:
    """SM3 of a signature drawn so many hours ago, at an identity check of so many hours ago."""
    check = IdentityCheck.objects.create(
        person=person, method="card_reader", result="passed", at=TODAY - timedelta(hours=checked), staff_id=1
    )
    digest = f"{check.pk:064x}"
    StoredFile.objects.create(sm3=digest, media_type="image/png", size=10, stored_at=TODAY)
    Signature.objects.create(file_id=digest, identity_check=check, at=TODAY - timedelta(hours=hours))
    return digest


def stands_against(filing, world: World, key: str = "signed") -> set[str]:
    try:
        submit(world.actor("990801"), filing, key=key, now=TODAY)
    except NotYet as refused:
        return {each.code for each in refused.problems}
    return set()


@pytest.mark.parametrize(
    ("own", "hours", "checked", "good"),
    [(True, 0, 0, True), (False, 0, 0, False), (True, 72, 72, False), (True, 0, 72, False)],
)
def test_a_signature_is_of_whoever_applies_and_it_and_the_identity_check_are_fresh(world, own, hours, checked, good):
    person, other = world.person(), world.person(birth="19700505")
    filing = story_1(person.pk, signed_by(person if own else other, hours, checked))
    assert stands_against(filing, world) == (set() if good else {"applications.signature_lost"})


def test_one_giving_of_a_signature_signs_one_application(world: World):
    person = world.person()
    signature = signed_by(person)
    filing = story_1(person.pk, signature)
    assert stands_against(filing, world) == set()
    assert stands_against(filing, world, "again") == {"applications.signature_lost"}
    Signature.objects.create(file_id=signature, at=TODAY)
    assert stands_against(filing, world, "once more") == set()


def test_who_is_there_for_a_child_signs_and_not_the_child(world: World):
    child, parent = world.person("小满", serial=333, birth="20200101"), world.person(birth="19900307")
    Guardianship.objects.create(ward=child, guardian=parent, since=TODAY.date(), basis="parent")
    for signer, lost in ((child, True), (parent, False)):
        filing = replace(story_1(child.pk, signed_by(signer)), guardian=parent.pk)
        assert ("applications.signature_lost" in stands_against(filing, world, f"by {signer.pk}")) is lost


@pytest.mark.parametrize("code", ["hz-proof-hukou", "hz-move-out", "crj-passport-first", "jg-n-register"])
def test_what_stands_against_a_person_for_one_item_stands_against_him_for_any_bundle_with_it(world: World, code):
    """16 is the age from which an identity card is applied for alone, and nothing else."""
    child, clerk = world.person("小满", serial=333, birth="20100101"), world.actor("990801")

    def found(*codes: str) -> set[str]:
        filing = Filing(child.pk, tuple(Choice(each) for each in codes), signature=world.file())
        visit = prepare(clerk, filing, office_book(clerk.unit_id), TODAY)
        return {each.code for each in visit.problems()}

    alone = {each for each in found(code) if each.startswith("people.")}
    assert "people.no_guardian_recorded" in alone
    assert alone <= found(code, "hz-id-first")


def test_an_agent_needs_a_mandate_whichever_way_the_filing_comes(world: World):
    filing = replace(story_1(world.person().pk, world.file()), agent=world.person(birth="19700505").pk)
    with pytest.raises(NotYet) as refused:
        submit(world.actor("990801"), filing, key="agent", now=TODAY)
    assert "people.no_mandate" in {each.code for each in refused.value.problems}


def test_an_answer_that_is_no_option_is_refused(world: World):
    filing = story_1(world.person().pk, world.file())
    first, *rest = filing.choices
    odd = replace(first, answers=dict.fromkeys(first.answers, "zzz"))
    with pytest.raises(Refusal) as refused:
        submit(world.actor("990801"), replace(filing, choices=(odd, *rest)), key="odd", now=TODAY)
    assert refused.value.code == "catalogue.unknown_answer"
