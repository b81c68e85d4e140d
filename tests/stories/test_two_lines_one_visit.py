"""Story 1: passport renewal and household move in one visit; the back offices; one hand-over."""

from msgspec.structs import replace

from yichuang.applications.from_registers import ask_registers
from yichuang.applications.models import Application
from yichuang.applications.queries import ready_for, whole
from yichuang.cases.state import CaseState
from yichuang.cases.verify import verify
from yichuang.catalogue.definition import StepAct
from yichuang.delivery.hand_over import HandOver, hand_over
from yichuang.evidence.trust import MaterialState

ITEMS = ("crj-passport-renew", "hz-move-spouse")


def officers(state: CaseState) -> set[int | None]:
    """Who examined and decided."""
    steps = [step for step in state.route if step.act in {StepAct.EXAMINE, StepAct.DECIDE}]
    return {slot.staff for step in steps for slot in step.slots}


def test_two_items_of_two_lines_are_filed_with_one_form_and_one_signature(town, outside):
    person = town.comes("nianan")
    filing = town.begins(person, *ITEMS)
    told = ask_registers(town.actor("990801"), person.pk, town.plan(filing), "draft", now=town.now)
    filing = replace(filing, told=told.prefill)
    filing = town.filled(filing, shared=told.shared, delivery_way="window", applicant_phone="15400010001")
    filed = town.files(filing)

    found = whole(Application.objects.get(id=filed.application))
    assert [case.item for case in found.cases] == list(ITEMS)
    assert {case.status for case in found.cases} == {"reviewing"}
    assert found.application.signature_sm3 == filing.signature
    # The ID card serves both and was looked at by nobody: the register showed it.
    [card] = [each for each in found.materials if each.evidence == "id_card"]
    assert sorted(card.items) == sorted(ITEMS)
    assert card.state == MaterialState.SHARED


def test_two_back_offices_decide_independently_and_one_window_hands_everything_out(town, outside):
    person = town.comes("nianan")
    filed = town.files(town.filled(town.begins(person, *ITEMS)))
    passport, move = (case.number for case in filed.cases)

    town.works(move, "ready")  # the household line is done before exit-entry has begun
    assert town.state(passport).status == "reviewing"
    assert {case.number for case in ready_for(person.pk)} == {move}

    town.works(passport, "ready")
    assert officers(town.state(passport)).isdisjoint(officers(town.state(move)))

    town.later(days=3)
    check = town.check(person)
    wanted = HandOver(
        (passport, move), "周念安", check, town.signs(person, check), surrendered={passport: ("passport_old",)}
    )
    hand_over(town.actor("990801"), wanted, key="story 1 hand-over", now=town.now)
    assert town.state(passport).status == town.state(move).status == "delivered"
    assert ready_for(person.pk) == []
    assert verify().faults == ()
