"""Who signs for results signs for these: not with what was drawn to apply, nor with what was drawn before they were ready."""

import pytest

from tests.ground.refusals import nothing_written, refused
from yichuang.delivery.hand_over import HandOver, hand_over
from yichuang.demo.signatures import drawn
from yichuang.evidence.signature import store_signature
from yichuang.people.models import IdentityCheck, Person

CLERK, NAME = "990801", "周念安"
OLD = "passport_old"


@pytest.fixture
def filed(town) -> str:
    """The number of a passport renewal."""
    return files(town, "crj-passport-renew")


def files(town, item: str) -> str:
    return town.files(town.filled(town.begins(town.comes("nianan"), item))).cases[0].number


def applicant() -> Person:
    return Person.objects.get(name=NAME)


def gives(town, number: str, check: int, signature: str) -> None:
    wanted = HandOver((number,), NAME, check, signature, surrendered={number: (OLD,)})
    hand_over(town.actor(CLERK), wanted, key=f"{number}/{signature}", now=town.now)


def test_the_signature_of_the_filing_is_no_receipt_even_when_it_is_given_once_more(town, filed):
    town.works(filed, "ready")
    check = town.check(applicant())
    same = store_signature(drawn(NAME), by=None, now=town.now, check=check).sm3
    with nothing_written(), refused("delivery.signed_before"):
        gives(town, filed, check, same)
    gives(town, filed, check, town.signs(applicant(), check))
    assert town.state(filed).status == "delivered"


def test_what_was_drawn_before_the_last_result_was_ready_is_no_receipt(town, filed):
    town.works(filed, "ready")
    other = files(town, "hz-move-spouse")
    check = town.check(applicant())
    early = town.signs(applicant(), check)
    town.works(other, "ready")
    assert town.state(filed).ready_at < town.state(other).ready_at
    both = HandOver((other, filed), NAME, check, early, surrendered={filed: (OLD,)})
    with nothing_written(), refused("delivery.signed_before"):
        hand_over(town.actor(CLERK), both, key="both", now=town.now)
    town.signs(applicant(), check)
    hand_over(town.actor(CLERK), both, key="both", now=town.now)
    assert {town.state(each).status for each in (filed, other)} == {"delivered"}


def test_what_is_settled_in_the_visit_is_handed_over_at_its_identity_check_for_a_new_signature(town):
    number = files(town, "hz-proof-hukou")
    came = IdentityCheck.objects.get(person=applicant())
    town.works(number, "ready")
    wanted = HandOver((number,), NAME, came.pk, town.signs(applicant(), came.pk))
    hand_over(town.actor(CLERK), wanted, key="at once", now=town.now)
    assert town.state(number).status == "delivered"
    assert came.at < town.state(number).ready_at
