"""Who may take results: the person, a guardian on record, an agent whose mandate names the item."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from yichuang.catalogue.terms import Collector
from yichuang.delivery.receivers import RELATIVES, Claim, Fetched, check_receiver, check_sent
from yichuang.people.agency import MandateFacts
from yichuang.people.capacity import GuardianshipFacts, PersonFacts

TODAY = date(2026, 11, 20)
APPLICANT, OTHER = 1, 2
ADULT = PersonFacts(APPLICANT, date(1990, 3, 7))
CHILD = PersonFacts(APPLICANT, date(2018, 3, 7))
PASSPORT = "crj-passport-renew"


def mandate(*items: str, since: date = TODAY, days: int = 30, revoked: date | None = None) -> MandateFacts:
    return MandateFacts(frozenset(items or (PASSPORT,)), since, since + timedelta(days=days), revoked)


def code(receiver: int, relation: str, claim: Claim, *items: str, on: date = TODAY) -> str | None:
    refusal = check_receiver(receiver, relation, claim, map(Fetched, items or (PASSPORT,)), on)
    return refusal.code if refusal else None


def test_the_person_takes_their_own():
    assert code(APPLICANT, "self", Claim(ADULT)) is None


def test_a_relation_alone_is_no_right():
    assert code(OTHER, "spouse", Claim(ADULT)) == "delivery.no_mandate"
    assert code(OTHER, "self", Claim(ADULT)) == "delivery.not_the_applicant"


def test_a_guardian_on_record_takes_a_childs_and_no_adults():
    guarded = (GuardianshipFacts(APPLICANT, OTHER, date(2018, 3, 7)),)
    assert code(OTHER, "guardian", Claim(CHILD, guarded)) is None
    assert code(OTHER, "guardian", Claim(ADULT, guarded)) == "delivery.no_mandate"


def test_an_ended_guardianship_gives_nothing():
    ended = (GuardianshipFacts(APPLICANT, OTHER, date(2018, 3, 7), TODAY - timedelta(days=1)),)
    assert code(OTHER, "guardian", Claim(CHILD, ended)) == "delivery.no_mandate"


def test_a_mandate_is_good_for_what_it_names():
    claim = Claim(ADULT, mandates=(mandate(PASSPORT),))
    assert code(OTHER, "agent", claim) is None
    assert code(OTHER, "agent", claim, PASSPORT, "hz-move-spouse") == "people.mandate_item"


def test_an_older_mandate_still_counts_beside_a_newer_one_for_other_things():
    claim = Claim(ADULT, mandates=(mandate("hz-move-spouse"), mandate(PASSPORT)))
    assert code(OTHER, "agent", claim, PASSPORT, "hz-move-spouse") is None


def test_a_revoked_mandate_says_so():
    claim = Claim(ADULT, mandates=(mandate(revoked=TODAY),))
    assert code(OTHER, "agent", claim) == "people.mandate_revoked"


@given(st.integers(-60, 60))
def test_a_mandate_is_good_on_its_days_and_on_no_other(offset):
    claim = Claim(ADULT, mandates=(mandate(),))
    good = code(OTHER, "agent", claim, on=TODAY + timedelta(days=offset)) is None
    assert good == (0 <= offset <= 30)


CARD = Fetched("hz-id-renew", (Collector.RELATIVE,), ("id_card_collection_slip",), ("id_card_collection_slip",))


def fetches(relation: str, result: Fetched, *mandates: MandateFacts) -> str | None:
    refusal = check_receiver(OTHER, relation, Claim(ADULT, mandates=mandates), [result], TODAY)
    return refusal.code if refusal else None


def test_an_id_card_is_fetched_by_a_relative_who_shows_the_slip_and_needs_no_mandate():
    assert {fetches(relation, CARD) for relation in RELATIVES} == {None}
    assert fetches("spouse", replace(CARD, shown=())) == "delivery.not_shown"


def test_not_by_an_agent_though_a_mandate_names_it():
    assert fetches("agent", CARD, mandate("hz-id-renew")) == "delivery.relatives_only"


def test_where_agents_and_relatives_may_a_relative_needs_no_mandate_and_an_agent_does():
    either = Fetched(PASSPORT, (Collector.AGENT, Collector.RELATIVE))
    assert fetches("spouse", either) is None
    assert fetches("agent", either) == "delivery.no_mandate"
    assert fetches("agent", either, mandate()) is None


def test_a_passport_is_fetched_by_an_agent_with_a_mandate_and_by_no_relative_without():
    passport = Fetched(PASSPORT, (Collector.AGENT,))
    assert fetches("agent", passport, mandate()) is None
    assert fetches("spouse", passport) == "delivery.no_mandate"


def test_what_is_sent_goes_to_the_person_alone():
    assert check_sent("周念安", "self", "周念安") is None
    assert check_sent("林屿舟", "self", "周念安").code == "delivery.sent_to_the_person"
    assert check_sent("周念安", "spouse", "周念安").code == "delivery.sent_to_the_person"
