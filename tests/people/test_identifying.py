"""Identifying finds or creates one person per number, whatever happens, and leaves a record."""

import threading
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from tests.organisation.bureau import NOW, TODAY, set_up_bureau
from tests.people.cards import card, number
from tests.people.conftest import serving
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.people.identify import differs, identify, identify_manually, record_face_match, set_phone
from yichuang.people.models import IdentityCheck, Person
from yichuang.people.queries import checks_of, person_by_number, presentation
from yichuang.people.terms import CheckResult, IdType

HASH = "ab" * 32


def refusal_of(call) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def test_a_first_card_creates_the_person_and_records_the_check(clerk: Actor):
    person = identify(clerk, card(), now=NOW, evidence_hash=HASH)
    assert (person.name, person.birth, person.known_since) == ("林一凡", date(1990, 3, 14), NOW)
    check = IdentityCheck.objects.get()
    assert (check.person, check.method, check.result, check.staff_id) == (
        person,
        "card_reader",
        "passed",
        clerk.staff_id,
    )
    assert check.evidence_hash == HASH


def test_the_same_card_again_is_the_same_person(clerk: Actor):
    first = identify(clerk, card(), now=NOW)
    again = identify(clerk, card(id_number=f"{card().id_number[:6]} {card().id_number[6:]}"), now=NOW)
    assert first == again
    assert len(checks_of(first.pk)) == 2


def test_a_newer_card_brings_the_record_up_to_date_and_leaves_what_it_does_not_say(clerk: Actor):
    identify(clerk, card(), now=NOW)
    renewed = card(valid_to=date(2046, 1, 1), address="恩和县西城街道9号", nation="")
    person = Person.objects.get(pk=identify(clerk, renewed, now=NOW).pk)
    assert (person.id_valid_to, person.address, person.nation) == (date(2046, 1, 1), "恩和县西城街道9号", "汉族")


@pytest.mark.parametrize("ends", [date(2020, 1, 1), date(2039, 12, 31)])
def test_an_older_card_identifies_and_changes_nothing_but_what_was_not_known(clerk: Actor, ends: date):
    identify(clerk, card(nation=""), now=NOW)
    older = card(valid_from=date(2010, 1, 1), valid_to=ends, address="旧地址")
    person = identify(clerk, older, now=NOW)
    assert differs(person, older)
    person = Person.objects.get(pk=person.pk)
    assert (person.id_valid_to, person.address, person.nation) == (date(2040, 1, 1), card().address, "汉族")
    assert not differs(person, card())
    assert len(checks_of(person.pk)) == 2


def test_without_end_is_longest_and_what_says_no_day_is_not_known_to_be_newer(clerk: Actor):
    identify(clerk, card(), now=NOW)
    assert identify(clerk, card(valid_to=None, long_term=True, address="新址"), now=NOW).address == "新址"
    assert identify(clerk, card(valid_to=date(2099, 1, 1), address="旧址"), now=NOW).id_valid_to is None
    untold = card(valid_to=None, address="旧址")
    assert identify_manually(clerk, untold, reason="读卡器故障", now=NOW).address == "新址"


def test_a_new_name_has_its_own_proof_whatever_the_document_beside_it(clerk: Actor):
    identify(clerk, card(), now=NOW)
    older = card(name="林亦凡", valid_to=date(2020, 1, 1))
    proof = {"reason": "读卡器故障", "new_name_document": "姓名变更证明〔2026〕3号", "now": NOW}
    person = identify_manually(clerk, older, **proof)
    assert (person.name, person.id_valid_to) == ("林亦凡", date(2040, 1, 1))


def test_the_number_is_sealed_in_the_database_and_found_by_its_index(clerk: Actor):
    person = identify(clerk, card(), now=NOW)
    set_phone(person, "13800001234")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(p)::text FROM people_person p")
        row = cursor.fetchone()[0]
    assert card().id_number not in row
    assert "13800001234" not in row
    with moment.at(NOW):
        assert person_by_number(IdType.ID_CARD, card().id_number.lower()) == person
        assert person_by_number(IdType.ID_CARD, number(date(1990, 3, 14), 15)) is None


def test_a_look_up_costs_one_query(clerk: Actor):
    identify(clerk, card(), now=NOW)
    with moment.at(NOW), CaptureQueriesContext(connection) as captured:
        person_by_number(IdType.ID_CARD, card().id_number)
    assert len(captured) == 1


def test_a_false_number_creates_nobody(clerk: Actor):
    assert (
        refusal_of(lambda: identify(clerk, card(id_number="11010119900314001"), now=NOW)) == "identifier.citizen_length"
    )
    assert not Person.objects.exists()


def test_another_name_on_a_known_number_is_refused_and_changes_nothing(clerk: Actor):
    identify(clerk, card(), now=NOW)
    assert refusal_of(lambda: identify(clerk, card(name="林一帆"), now=NOW)) == "people.name_mismatch"
    assert Person.objects.get().name == "林一凡"
    assert IdentityCheck.objects.count() == 1


def test_a_changed_name_is_taken_over_by_hand_with_its_proof(clerk: Actor):
    identify(clerk, card(), now=NOW)
    changed = card(name="林亦凡")
    by_hand = {"reason": "读卡器故障", "now": NOW}
    assert refusal_of(lambda: identify_manually(clerk, changed, **by_hand)) == "people.name_mismatch"
    person = identify_manually(clerk, changed, **by_hand, new_name_document="姓名变更证明〔2026〕3号")
    assert person.name == "林亦凡"
    assert checks_of(person.pk)[0].note == "读卡器故障 姓名变更证明〔2026〕3号"


def test_an_empty_day_by_hand_leaves_the_expired_one_on_record(clerk: Actor):
    expired = TODAY - timedelta(days=1)
    identify(clerk, card(valid_to=expired), now=NOW)
    identify_manually(clerk, card(valid_to=None, valid_from=None), reason="读卡器故障", now=NOW)
    assert Person.objects.get().id_valid_to == expired


def test_good_without_end_is_said_and_not_left_out(clerk: Actor):
    identify(clerk, card(valid_to=TODAY), now=NOW)
    identify_manually(clerk, card(valid_to=None, long_term=True), reason="读卡器故障", now=NOW)
    assert Person.objects.get().id_valid_to is None
    both = card(long_term=True)
    assert refusal_of(lambda: identify_manually(clerk, both, reason="读卡器故障", now=NOW)) == "people.validity_twice"


def test_of_somebody_new_the_day_or_its_absence_must_be_told(clerk: Actor):
    untold = card(valid_to=None)
    by_hand = {"reason": "读卡器故障", "now": NOW}
    assert refusal_of(lambda: identify_manually(clerk, untold, **by_hand)) == "people.validity_untold"
    assert refusal_of(lambda: identify(clerk, untold, now=NOW)) == "people.validity_untold"
    assert not Person.objects.exists()
    assert presentation(identify(clerk, card(valid_to=None, long_term=True), now=NOW), TODAY).validity == "valid"


def test_identifying_by_hand_needs_a_reason(clerk: Actor):
    assert refusal_of(lambda: identify_manually(clerk, card(), reason="  无 ", now=NOW)) == "people.no_reason"


def test_the_dead_are_not_identified(clerk: Actor):
    person = identify(clerk, card(), now=NOW)
    Person.objects.filter(pk=person.pk).update(deceased=True)
    assert refusal_of(lambda: identify(clerk, card(), now=NOW)) == "people.deceased"


def test_an_expired_card_still_says_who_one_is(clerk: Actor):
    person = identify(clerk, card(valid_to=TODAY - timedelta(days=1)), now=NOW)
    assert presentation(person, TODAY).validity == "expired"


def test_a_face_comparison_leaves_its_result_and_digest_only(clerk: Actor):
    person = identify(clerk, card(), now=NOW)
    record_face_match(clerk, person, CheckResult.FAILED, now=NOW, evidence_hash=HASH)
    assert next((c.method, c.result) for c in checks_of(person.pk)) == ("face_match_result", "failed")
    with pytest.raises(IntegrityError), transaction.atomic():
        record_face_match(clerk, person, CheckResult.PASSED, now=NOW, evidence_hash="picture bytes")


def test_checks_are_append_only(clerk: Actor):
    identify(clerk, card(), now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        IdentityCheck.objects.update(result="failed")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        IdentityCheck.objects.all()._raw_delete("default")


def test_a_screen_shows_masked_numbers(clerk: Actor):
    person = identify(clerk, card(), now=NOW)
    set_phone(person, "13800001234")
    shown = presentation(person, TODAY)
    assert shown.phone == "138****1234"
    assert shown.id_number.startswith("449")
    assert "*" * 11 in shown.id_number
    assert presentation(Person(id_number="", id_type="passport", sex="male"), TODAY).phone == ""


def test_identifying_costs_at_most_six_statements(clerk: Actor):
    with CaptureQueriesContext(connection) as first:
        identify(clerk, card(), now=NOW)
    with CaptureQueriesContext(connection) as again:
        identify(clerk, card(), now=NOW)
    ours = [len([q for q in run if "SAVEPOINT" not in q["sql"]]) for run in (first, again)]
    assert ours == [4, 2]


@pytest.mark.django_db(transaction=True)
def test_eight_desks_reading_one_new_card_at_once_make_one_person():
    actor = serving(set_up_bureau())
    start, found, failed = threading.Barrier(8), [], []

    def desk() -> None:
        try:
            start.wait()
            found.append(identify(actor, card(), now=NOW).pk)
        except Exception as error:  # noqa: BLE001
            failed.append(error)
        finally:
            connections.close_all()

    desks = [threading.Thread(target=desk) for _ in range(8)]
    for one in desks:
        one.start()
    for one in desks:
        one.join()
    assert failed == []
    assert len(set(found)) == 1
    assert (Person.objects.count(), IdentityCheck.objects.count()) == (1, 8)
