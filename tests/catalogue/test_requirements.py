from tests.catalogue.builders import WORDS, item, question
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.requirements import (
    ChargeState,
    fee,
    form_fields,
    promised,
    required_materials,
    undecided_materials,
    validity,
)

MINOR_ONLY = {"evidence": "guardianship_proof", "need": "shared", "when": "age < 16"}
CARD = {"evidence": "id_card", "need": "shared"}


def evidence(materials):
    return [material.evidence for material in materials]


def line(amount, when=""):
    return {"amount": amount, "label": WORDS, "when": when}


def test_materials_follow_the_person():
    shared = item(materials=[CARD, MINOR_ONLY])
    assert evidence(required_materials(shared, Facts(age=40))) == ["id_card"]
    assert evidence(required_materials(shared, Facts(age=9))) == ["id_card", "guardianship_proof"]


def test_an_answer_changes_what_is_promised_and_the_longer_word_stands_until_it_is_given():
    spot = {"amount": 0, "unit": "on_the_spot", "when": 'answers.copy == "paper"'}
    asked = item(
        limits={"promised": {"amount": 15, "unit": "working_day"}, "promised_when": [spot]},
        situations=[question("copy", "paper", "card")],
    )
    assert [promised(asked, Facts(answers=said)).amount for said in ({}, {"copy": "card"}, {"copy": "paper"})] == [
        15,
        15,
        0,
    ]


def test_a_material_whose_condition_is_open_is_told_apart():
    shared = item(materials=[CARD, MINOR_ONLY])
    assert evidence(required_materials(shared, Facts())) == ["id_card"]
    assert evidence(undecided_materials(shared, Facts())) == ["guardianship_proof"]
    assert undecided_materials(shared, Facts(age=9)) == ()


def test_a_question_that_is_not_asked_asks_for_no_material():
    asked = item(
        situations=[
            question("reason", "lost", "expired"),
            question("where", "a", "b", when='answers.reason == "lost"'),
        ],
        materials=[{"evidence": "loss_statement", "need": "declarable", "when": 'answers.where == "a"'}],
    )
    expired = Facts(answers={"reason": "expired"})
    assert required_materials(asked, expired) == undecided_materials(asked, expired) == ()


def test_form_fields_appear_when_their_condition_holds():
    form = item(form=[{"element": "applicant_name"}, {"element": "agent_name", "when": "agent"}])
    assert [field.element for field in form_fields(form, Facts(agent=False))] == ["applicant_name"]
    assert [field.element for field in form_fields(form, Facts(agent=True))] == ["applicant_name", "agent_name"]


def test_the_first_fee_line_that_holds_counts():
    card = item(fee={"rules": [line(0, "age < 16"), line(20, 'form.why == "expired"'), line(40)]})
    assert fee(card, Facts(age=9)).state is ChargeState.FREE
    assert fee(card, Facts(age=30, form={"why": "expired"})).amount == 20
    assert fee(card, Facts(age=30, form={"why": "lost"})).amount == 40


def test_a_fee_that_hangs_on_an_open_answer_is_not_named_yet():
    card = item(fee={"rules": [line(20, 'form.why == "expired"'), line(40)]})
    assert fee(card, Facts()).state is ChargeState.OPEN


def test_where_no_line_of_the_fee_speaks_of_a_case_nothing_is_said_to_be_free():
    card = item(fee={"rules": [line(15, 'form.entries == "once"'), line(80, 'form.entries == "multiple"')]})
    assert fee(card, Facts(form={"entries": "twice"})).state is ChargeState.OPEN
    assert fee(item(fee={}), Facts()).state is ChargeState.FREE


def test_an_unverified_fee_is_never_due():
    assert fee(item(fee={"unverified": True}), Facts()).state is ChargeState.UNVERIFIED
    doubtful = fee(item(fee={"rules": [line(160)], "unverified": True}), Facts())
    assert (doubtful.state, doubtful.amount) == (ChargeState.UNVERIFIED, 160)


def card_output(*terms):
    return item(outputs=[{"key": "card", "name": WORDS, "validity": list(terms)}])


def term(facts, *terms):
    card = card_output(*terms)
    return validity(card, card.outputs[0], facts)


BY_AGE = (
    {"years": 5, "when": "age < 16"},
    {"years": 10, "when": "age < 26"},
    {"years": 20, "when": "age < 46"},
    {"years": 0, "when": "age >= 46"},
)


def test_an_id_card_lasts_by_age_at_application():
    """居民身份证法 art. 5: under 16 five years, 16-25 ten, 26-45 twenty, from 46 without end."""
    ages = {15: 5, 16: 10, 25: 10, 26: 20, 45: 20, 46: 0}
    assert {age: term(Facts(age=age), *BY_AGE).years for age in ages} == ages


def test_without_the_age_nothing_is_said_of_validity():
    assert term(Facts(), *BY_AGE) is None
    assert term(Facts(age=3)) is None
