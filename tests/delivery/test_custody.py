"""Papers travel to the office that asks for them, results to the window: one bundle, one list, one receiver."""

import pytest
from django.db import DatabaseError, transaction

from tests.ground.jobs import run_due
from yichuang.cases.status import Cargo
from yichuang.delivery.hand_over_list import issue_hand_over_list
from yichuang.delivery.models import Bundle, BundleLine, BundleReceipt, Custody, Difference
from yichuang.delivery.queries import coming, count_coming, gone, number_of, results_on_the_way
from yichuang.delivery.receive_bundle import Found, receive_bundle
from yichuang.delivery.send_bundle import Sending, send_bundle
from yichuang.delivery.waiting import waiting
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.licences.models import IssuedPaper

ITEM = "crj-passport-renew"
CLERK, EXAMINER, COLLEAGUE, STRANGER = "990801", "990822", "990823", "991002"
"""A clerk at the hall, two officers of the county's exit-entry section, an officer of a station."""


@pytest.fixture
def filed(town) -> str:
    """A passport renewal, accepted at the hall; its number."""
    return town.files(town.filled(town.begins(town.comes("nianan"), ITEM))).cases[0].number


@pytest.fixture
def ready(town, filed) -> str:
    """The passport has been produced."""
    town.works(filed, "ready")
    return filed


def unit(town, badge: str) -> int:
    return town.actor(badge).unit_id


def send(town, number: str, *, by: str = CLERK, to: str = EXAMINER, what=Cargo.PAPERS, pieces: int = 3, key="k1"):
    wanted = Sending(unit(town, to), what, {number: pieces}, "FQ-0001")
    return send_bundle(town.actor(by), wanted, key=key, now=town.now)


def code(call, *arguments, **named) -> str:
    with pytest.raises(Refusal) as refused:
        call(*arguments, **named)
    assert str(refused.value)
    return refused.value.code


# --- what waits -------------------------------------------------------------------------------------------------------


def test_papers_wait_at_the_hall_for_the_office_whose_step_is_open(town, filed):
    [each] = waiting(unit(town, CLERK))
    assert (each.number, each.to_unit, each.what) == (filed, unit(town, EXAMINER), Cargo.PAPERS)
    assert each.pieces > 0
    assert "passport_old" in each.documents
    assert waiting(unit(town, EXAMINER)) == ()


def test_a_visit_that_brought_no_paper_has_nothing_to_send(town):
    from yichuang.evidence.models import Material

    town.files(town.filled(town.begins(town.comes("nianan"), ITEM)))
    Material.objects.update(originals=0, copies=0)
    assert waiting(unit(town, CLERK)) == ()


def test_a_result_waits_at_the_office_that_produced_it_for_the_window_of_the_case(town, ready):
    maker = next(step.unit for step in town.state(ready).route if step.act == "produce")
    [each] = [each for each in waiting(maker) if each.what is Cargo.RESULT]
    assert (each.number, each.to_unit, each.documents) == (ready, unit(town, CLERK), ("passport",))
    assert [each for each in waiting(unit(town, CLERK)) if each.what is Cargo.RESULT] == []


def test_what_waits_costs_four_queries_however_much_it_is(town, filed, django_assert_max_num_queries):
    for key in ("yuzhou", "father"):
        town.files(town.filled(town.begins(town.comes(key), ITEM)))
    hall = unit(town, CLERK)
    waiting(hall)
    with django_assert_max_num_queries(4):
        assert len(waiting(hall)) == 3


# --- there and back ---------------------------------------------------------------------------------------------------


def test_papers_go_to_the_office_and_are_theirs_once_taken_over(town, filed):
    bundle = send(town, filed)
    assert waiting(unit(town, CLERK)) == (), "on the way"
    assert [each.number for each in coming(unit(town, EXAMINER))] == [bundle.number]
    assert Custody.objects.get().unit_id == unit(town, CLERK), "the sender's until they are taken over"
    receive_bundle(town.actor(EXAMINER), bundle.number, {}, now=town.now)
    assert (Custody.objects.get().unit_id, Custody.objects.get().bundle) == (unit(town, EXAMINER), None)
    assert count_coming(unit(town, EXAMINER)) == 0
    assert not Difference.objects.exists()


def test_the_papers_follow_the_next_step_from_where_they_lie(town, filed):
    receive_bundle(town.actor(EXAMINER), send(town, filed).number, {}, now=town.now)
    examined(town, filed)
    [each] = waiting(unit(town, EXAMINER))
    assert each.what is Cargo.PAPERS
    assert each.to_unit == next(step.unit for step in town.state(filed).route if step.act == "decide")


def examined(town, number: str) -> None:
    from yichuang.cases import commands as cm

    step = next(step for step in town.state(number).route if step.act == "examine")
    town.does(EXAMINER, number, cm.Opine(step.key))


def test_a_result_comes_back_to_the_window_and_until_then_the_desk_knows_that_it_travels(town, ready):
    maker = town.able(next(step for step in town.state(ready).route if step.act == "produce"))
    bundle = send(town, ready, by=maker, to=CLERK, what=Cargo.RESULT, pieces=1)
    case = town.state(ready).id
    assert results_on_the_way([case]) == {case: bundle.number}
    receive_bundle(town.actor(CLERK), bundle.number, {}, now=town.now)
    assert results_on_the_way([case]) == {}
    assert Custody.objects.get(what="result").unit_id == unit(town, CLERK)


# --- what is refused --------------------------------------------------------------------------------------------------


def test_pressed_twice_it_is_sent_once(town, filed):
    assert send(town, filed) == send(town, filed)
    assert Bundle.objects.count() == 1


def test_two_clerks_with_the_same_papers_ticked_the_second_is_told(town, filed):
    send(town, filed)
    assert code(send, town, filed, by="990802", key="k2") == "delivery.not_waiting_here"


@pytest.mark.parametrize("pieces", [0, -1, 1000])
def test_a_bundle_without_a_sound_number_of_pieces_is_refused(town, filed, pieces):
    assert code(send, town, filed, pieces=pieces) == "delivery.no_pieces"


def test_an_empty_bundle_one_for_the_wrong_office_and_a_foreign_case_are_refused(town, filed):
    empty = Sending(unit(town, EXAMINER), Cargo.PAPERS, {})
    assert code(send_bundle, town.actor(CLERK), empty, key="e", now=town.now) == "delivery.nothing_to_send"
    assert code(send, town, filed, to=STRANGER) == "delivery.not_waiting_here"
    assert code(send, town, filed, by=STRANGER) == "authority.not_found"
    assert not Bundle.objects.exists()


def test_only_the_unit_it_was_sent_to_takes_a_bundle_and_a_stranger_does_not_even_see_it(town, filed):
    number = send(town, filed).number
    for badge in (CLERK, STRANGER):
        assert code(receive_bundle, town.actor(badge), number, {}, now=town.now) == "authority.not_found"
    assert code(receive_bundle, town.actor(EXAMINER), "JJ-NO", {}, now=town.now) == "authority.not_found"


def test_who_was_first_has_it_and_a_second_press_changes_nothing(town, filed):
    number = send(town, filed).number
    first = receive_bundle(town.actor(EXAMINER), number, {}, now=town.now)
    assert receive_bundle(town.actor(EXAMINER), number, {}, now=town.now) == first
    assert code(receive_bundle, town.actor(COLLEAGUE), number, {}, now=town.now) == "delivery.bundle_taken"
    assert BundleReceipt.objects.count() == 1


# --- differences ------------------------------------------------------------------------------------------------------


def test_a_difference_is_put_on_record_with_words_and_what_is_there_is_taken(town, filed):
    number = send(town, filed).number
    without_words = {filed: Found(2)}
    refused = code(receive_bundle, town.actor(EXAMINER), number, without_words, now=town.now)
    assert refused == "delivery.say_what_differs"
    receive_bundle(town.actor(EXAMINER), number, {filed: Found(2, "缺照片回执")}, now=town.now)
    [sent] = gone(unit(town, CLERK))
    [difference] = sent.receipt.differences.all()
    assert (difference.line.pieces, difference.found, difference.note) == (3, 2, "缺照片回执")
    assert Custody.objects.get().unit_id == unit(town, EXAMINER)


def test_papers_that_were_not_in_the_bundle_stay_the_senders_and_appear_again(town, filed):
    number = send(town, filed).number
    receive_bundle(town.actor(EXAMINER), number, {filed: Found(0, "包里没有")}, now=town.now)
    assert [each.number for each in waiting(unit(town, CLERK))] == [filed]
    assert send(town, filed, key="k2").number != number


def test_a_case_that_is_not_on_the_list_cannot_differ(town, filed):
    number = send(town, filed).number
    other = {"99078520261120000001X": Found(1, "多出")}
    assert code(receive_bundle, town.actor(EXAMINER), number, other, now=town.now) == "delivery.not_in_bundle"


def test_nothing_of_it_can_be_changed_afterwards(town, filed):
    receive_bundle(town.actor(EXAMINER), send(town, filed).number, {filed: Found(2, "缺照片回执")}, now=town.now)
    for table in (Bundle, BundleLine, BundleReceipt, Difference):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all().delete()


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_job_issues_one_list_with_number_and_code_and_its_code_finds_the_bundle(town, filed):
    bundle = send(town, filed)
    with moment.at(town.now):
        assert "delivery.issue_list" in run_due(["applications.notify_applicant", "messaging.send"])
    paper = IssuedPaper.objects.get(kind="handover_list")
    assert issue_hand_over_list(Bundle.objects.get(), now=town.now) == paper
    assert (paper.application_no, paper.case_nos, paper.unit_id) == (bundle.number, [filed], unit(town, CLERK))
    for scanned in (paper.code, f"https://yc.example/verify/{paper.code}", f"https://yc.example/verify/{paper.code}/"):
        assert number_of(scanned) == bundle.number
    assert number_of(bundle.number.lower()) == bundle.number


def test_a_list_that_is_gone_is_missed_and_one_that_still_waits_is_not(town, filed):
    from yichuang.cases.verify import verify

    bundle = send(town, filed)
    assert verify().faults == ()
    with moment.at(town.now):
        run_due(["messaging.send"])
    IssuedPaper.objects.filter(kind="handover_list").delete()
    assert [(fault.kind, fault.number, fault.row) for fault in verify().faults] == [
        ("issued", bundle.number, f"licences_issuedpaper bundle/{bundle.number}")
    ]


def test_the_list_names_both_units_the_papers_and_masks_the_applicant(town, filed):
    from yichuang.delivery.hand_over_list import _facts

    facts = _facts(send(town, filed))
    [line] = facts.lines
    assert facts.purpose.zh == "收件材料移交办理部门"
    assert facts.giver.unit != facts.taker.unit
    assert (line.applicant, line.pieces, line.item.zh) == ("周**", 3, "普通护照换发")
    assert "原普通护照" in line.documents
    assert facts.bag == "FQ-0001"


# --- the record -------------------------------------------------------------------------------------------------------


def test_custody_stands_in_the_history_of_the_case_itself(town, filed):
    from yichuang.cases.queries import told
    from yichuang.cases.verify import verify_one

    bundle = send(town, filed)
    assert town.state(filed).travelling == (Cargo.PAPERS,)
    receive_bundle(town.actor(EXAMINER), bundle.number, {filed: Found(2, "少一张复印件")}, now=town.now)
    case = town.state(filed)
    sent, taken = (each for each in told(case.id) if each.recorded.kind in ("sent_on", "taken_over"))
    assert (sent.event.bundle, sent.event.to_unit, sent.event.pieces) == (bundle.number, unit(town, EXAMINER), 3)
    assert (taken.event.pieces, taken.event.note) == (2, "少一张复印件")
    assert sent.recorded.actor == town.actor(CLERK).staff_id
    assert taken.recorded.actor == town.actor(EXAMINER).staff_id
    assert case.travelling == ()
    assert verify_one(case.id) is None


def test_a_result_on_its_way_cannot_be_handed_out(town, ready):
    from tests.cases.proceedings import CALENDAR
    from yichuang.cases import commands as cm
    from yichuang.cases.decide import decide
    from yichuang.cases.facts import Facts
    from yichuang.cases.status import DeliveryWay

    maker = town.able(next(step for step in town.state(ready).route if step.act == "produce"))
    bundle = send(town, ready, by=maker, to=CLERK, what=Cargo.RESULT, pieces=1)
    handing = cm.Deliver(DeliveryWay.WINDOW, "周念安", identity_check=1, signature="a" * 64, must_surrender=())
    facts = Facts(town.now, CALENDAR, town.actor(CLERK))
    assert code(decide, town.state(ready), handing, facts) == "cases.on_its_way"
    receive_bundle(town.actor(CLERK), bundle.number, {}, now=town.now)
    assert [each.receiver for each in decide(town.state(ready), handing, facts)] == ["周念安"]


def test_what_was_never_sent_cannot_be_taken_over_and_what_travels_cannot_be_sent_again(town, filed):
    from tests.cases.proceedings import CALENDAR
    from yichuang.cases import commands as cm
    from yichuang.cases.decide import decide
    from yichuang.cases.facts import Facts

    facts = Facts(town.now, CALENDAR, town.actor(CLERK))
    assert code(decide, town.state(filed), cm.TakeOver("JJ1", Cargo.PAPERS, 1), facts) == "cases.not_on_its_way"
    send(town, filed)
    assert code(decide, town.state(filed), cm.SendOn("JJ2", Cargo.PAPERS, 1, 1), facts) == "cases.on_its_way"
