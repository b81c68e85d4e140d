"""Each outside service, asked by our client and answered by the sandbox over HTTP."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import msgspec
import pytest
from msgspec.structs import replace

from yichuang.gateways.id_card import card_reader
from yichuang.gateways.line_systems import Packet, PacketState, line_system
from yichuang.gateways.payment import Order, PaymentState, payment_service
from yichuang.gateways.population import LegalCapacity, population_register
from yichuang.gateways.sms import sms_sender
from yichuang.kernel.errors import Refusal

WHY = {"case_no": "440785202611210000012", "purpose": "核验申请人身份"}


def put(world, path, value):
    world.put(path, content=msgspec.json.encode(value)).raise_for_status()


def press(world, reader, card):
    world.post("/id-card/press", content=msgspec.json.encode({"reader": reader, "card": card})).raise_for_status()


def code_of(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    assert str(caught.value)
    return caught.value.code


def packet(packet_id="P-1", content=b'{"name":"x"}', line="exit-entry"):
    return Packet(
        packet_id, line, "C-1", "cr-passport", "review", datetime(2026, 11, 21, tzinfo=UTC), msgspec.Raw(content)
    )


def test_a_card_is_read_once_from_the_reader_it_lies_on(world, card):
    press(world, "window-1", card)
    assert card_reader("window-2").read() is None
    assert card_reader("window-1").read() == card
    assert card_reader("window-1").read() is None


def test_cards_are_read_in_the_order_they_were_laid(world, card):
    press(world, "窗口 1", card)
    press(world, "窗口 1", replace(card, name="林小满"))
    assert [card_reader("窗口 1").read().name for _ in range(2)] == ["林晓舟", "林小满"]


def test_a_person_can_lay_a_card_on_the_reader_by_hand(world, card):
    put(world, "/id-card/people", [replace(card, name="<b>林</b>")])
    shown = world.get("/id-card/window-1")
    assert "&lt;b&gt;林" in shown.text
    assert "<b>林" not in shown.text
    assert world.post("/id-card/window-1/press", data={"number": card.number}).status_code == 303
    assert card_reader("window-1").read().number == card.number
    assert world.post("/id-card/window-1/press", data={"number": "nobody"}).status_code == 400


@pytest.mark.parametrize(
    "fault",
    [{"number": "990101199001010010"}, {"birth": date(1990, 1, 2)}, {"sex": "female"}],
    ids=["check digit", "birth", "sex"],
)
def test_a_half_read_card_is_not_believed(world, card, fault):
    press(world, "window-1", msgspec.to_builtins(card) | msgspec.to_builtins(fault))
    assert code_of(card_reader("window-1").read) == "gateway.garbled"


def test_a_card_knows_whether_it_is_valid(card):
    assert card.valid_on(date(2036, 5, 1))
    assert not card.valid_on(date(2036, 5, 2))
    assert not card.valid_on(date(2016, 4, 30))
    assert replace(card, valid_to=None).valid_on(date(2099, 1, 1))


def test_the_register_tells_what_it_has_of_a_person(world, residents):
    put(world, "/population/people", residents)
    adult, child, late = residents
    register = population_register()
    assert register.look_up(adult.number, **WHY) == adult
    found = register.look_up(f" {child.number[:6]} {child.number[6:].lower()}", **WHY)
    assert found.legal_capacity is LegalCapacity.NONE
    assert found.guardians[0].number == adult.number
    assert register.look_up(late.number, **WHY).deceased
    assert register.look_up("990101190001010019", **WHY) is None
    assert register.household("H1", **WHY) == (adult, child)
    assert register.household("H9", **WHY) == ()


def test_the_register_is_not_asked_without_case_and_purpose(world, residents):
    put(world, "/population/people", residents)
    for why in ({"case_no": " ", "purpose": "x"}, {"case_no": "C-1", "purpose": ""}):
        assert code_of(population_register().look_up, residents[0].number, **why) == "gateway.purpose_missing"
        assert code_of(population_register().household, "H1", **why) == "gateway.purpose_missing"
    assert world.get("/population/log").json() == []


def test_the_register_itself_does_not_answer_a_question_without_purpose(world, residents):
    put(world, "/population/people", residents)
    question = {"case_no": "", "purpose": "", "asked_by": "", "number": residents[0].number}
    assert world.post("/population/person", json=question).status_code == 403


def test_each_question_is_logged_on_both_sides_and_ours_keeps_no_number(world, residents, caplog):
    put(world, "/population/people", residents)
    with caplog.at_level(logging.INFO, "yichuang.gateways.population"):
        population_register().look_up(residents[0].number, asked_by="A0001", **WHY)
    assert WHY["case_no"] in caplog.text
    assert WHY["purpose"] in caplog.text
    assert residents[0].number not in caplog.text
    entry = world.get("/population/log").json()[0]
    assert (entry["question"]["case_no"], entry["question"]["asked_by"], entry["found"]) == (WHY["case_no"], "A0001", 1)


def test_a_message_sent_twice_under_one_id_arrives_once(world):
    first = sms_sender().send("M-1", "13800001234", "已受理")
    again = sms_sender().send("M-1", "13800001234", "已受理")
    assert (first.repeated, again.repeated) == (False, True)
    assert first.receipt_no == again.receipt_no
    assert [sent["message"]["text"] for sent in world.get("/sms/outbox").json()] == ["已受理"]
    assert "已受理" in world.get("/sms").text


def test_a_message_sent_by_eight_hands_at_once_arrives_once(world):
    with ThreadPoolExecutor(8) as hands:
        receipts = list(hands.map(lambda _: sms_sender().send("M-1", "13800001234", "已受理"), range(24)))
    assert len({receipt.receipt_no for receipt in receipts}) == 1
    assert sum(not receipt.repeated for receipt in receipts) == 1
    assert len(world.get("/sms/outbox").json()) == 1


def test_a_phone_that_the_operator_does_not_take_is_rejected_for_good(world):
    with pytest.raises(Refusal) as caught:
        sms_sender().send("M-1", "12345", "x")
    assert caught.value.code == "gateway.rejected"
    assert "not a mobile number" in caught.value.message("en")


def test_a_packet_is_taken_once_and_its_outcome_can_be_asked(world):
    line = line_system("exit-entry")
    assert line.status("P-1") is None
    first, again = line.hand_over(packet()), line.hand_over(packet())
    assert (first.receipt_no, first.repeated, again.repeated) == (again.receipt_no, False, True)
    outcome = line.status("P-1")
    assert outcome.state is PacketState.GRANTED
    assert outcome.result_no
    assert line.status("P-1") == outcome
    assert [handed["packet"]["content"] for handed in world.get("/line/exit-entry/packets").json()] == [{"name": "x"}]


def test_another_content_under_a_packets_id_is_rejected(world):
    line_system("exit-entry").hand_over(packet())
    assert code_of(line_system("exit-entry").hand_over, packet(content=b'{"name":"y"}')) == "gateway.rejected"


def test_a_packet_for_another_line_is_rejected(world):
    assert code_of(line_system("traffic").hand_over, packet()) == "gateway.rejected"


def test_a_badly_signed_packet_is_rejected(world, settings):
    url = f"{settings.SANDBOX_URL}/line/exit-entry"
    settings.GATEWAYS = {"line.exit-entry": {"url": url, "secret": "another"}}
    with pytest.raises(Refusal) as caught:
        line_system("exit-entry").hand_over(packet())
    assert "signature" in caught.value.message("en")
    assert world.get("/line/exit-entry/packets").json() == []


def test_a_person_can_play_the_back_office(world):
    put(world, "/line/exit-entry/mode", {"manual": True})
    line = line_system("exit-entry")
    line.hand_over(packet())
    assert line.status("P-1").state is PacketState.RECEIVED
    assert "C-1" in world.get("/line/exit-entry").text
    world.post("/line/exit-entry/packets/P-1/decide-by-hand", data={"state": "returned"})
    assert line.status("P-1").state is PacketState.RETURNED
    world.post(
        "/line/exit-entry/packets/P-1/decide", json={"state": "refused", "opinion": "照片不合格", "officer": "周"}
    )
    outcome = line.status("P-1")
    assert (outcome.state, outcome.opinion, outcome.result_no) == (PacketState.REFUSED, "照片不合格", "")


def test_an_order_is_paid_on_the_payment_page(world):
    order = Order("O-1", 12050, "护照工本费", "C-1")
    service = payment_service()
    assert service.query("O-1") is None
    placed = service.create(order)
    assert placed.state is PaymentState.UNPAID
    assert service.create(order) == placed
    assert "120.50" in world.get(placed.pay_url).text
    world.post(placed.pay_url)
    world.post(placed.pay_url)
    paid = service.query("O-1")
    assert (paid.state, paid.amount_fen) == (PaymentState.PAID, 12050)
    assert paid.transaction_no == service.query("O-1").transaction_no != ""


@pytest.mark.parametrize(("order_id", "amount"), [("O-1", 1), ("O-2", 0), ("O-3", -5)])
def test_a_changed_or_senseless_amount_is_rejected(world, order_id, amount):
    payment_service().create(Order("O-1", 12050, "x", "C-1"))
    assert code_of(payment_service().create, Order(order_id, amount, "x", "C-1")) == "gateway.rejected"
