"""What must hold on the day of filing, whichever way it comes: item in force, own fresh signature, mandate, real answers."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.applications.filings import story_1
from tests.ground.world import TODAY, World
from yichuang.applications import ground
from yichuang.applications.judge import NotYet
from yichuang.applications.submit import submit
from yichuang.catalogue.definition import ItemStatus
from yichuang.catalogue.queries import heads
from yichuang.evidence.models import Signature, StoredFile
from yichuang.kernel.errors import Refusal
from yichuang.people.models import IdentityCheck


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


@pytest.mark.parametrize(("who", "hours", "good"), [("own", 0, True), ("other", 0, False), ("own", 72, False)])
def test_a_signature_is_the_persons_own_and_fresh(world: World, who, hours, good):
    person, other, digest = world.person(), world.person(birth="19700505"), "d" * 64
    check = IdentityCheck.objects.filter(person=person if who == "own" else other).latest("pk")
    StoredFile.objects.create(sm3=digest, media_type="image/png", size=10, stored_at=TODAY)
    Signature.objects.create(file_id=digest, identity_check=check, at=TODAY - timedelta(hours=hours))
    found = set()
    try:
        submit(world.actor("990801"), story_1(person.pk, digest), key="signed", now=TODAY)
    except NotYet as refused:
        found = {each.code for each in refused.problems}
    assert found == (set() if good else {"applications.signature_lost"})


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
