import pytest

from tests.catalogue.builders import WORDS, item, question
from yichuang.catalogue.conditions import Facts, holds
from yichuang.catalogue.loader import national
from yichuang.catalogue.situations import check_answers, open_questions, questions, settled
from yichuang.kernel.errors import Refusal

LOSS = item(
    situations=[
        question("reason", "lost", "expired"),
        question("where", "home", "abroad", when='answers.reason == "lost"'),
        question("report", "yes", "no", when='answers.where == "abroad"'),
    ]
)


def keys(asked):
    return [situation.key for situation in asked]


def test_only_questions_that_certainly_apply_are_asked():
    assert keys(questions(LOSS, Facts())) == ["reason"]
    assert keys(questions(LOSS, Facts(answers={"reason": "lost"}))) == ["reason", "where"]
    assert keys(questions(LOSS, Facts(answers={"reason": "expired"}))) == ["reason"]


def test_answered_questions_are_no_longer_open():
    assert keys(open_questions(LOSS, Facts(answers={"reason": "lost"}))) == ["where"]
    assert open_questions(LOSS, Facts(answers={"reason": "expired"})) == ()


def test_a_question_that_does_not_apply_is_settled_so_that_conditions_on_it_are_decided():
    facts = settled(LOSS, Facts(answers={"reason": "expired"}))
    assert holds('answers.where == "abroad"', facts, "t") is False
    assert holds('answers.report == "yes"', facts, "t") is False


def test_an_answer_from_a_path_no_longer_taken_does_not_bind():
    facts = settled(LOSS, Facts(answers={"reason": "expired", "where": "abroad", "report": "yes"}))
    assert facts.answers == {"reason": "expired", "where": "", "report": ""}


def test_the_same_facts_are_settled_for_each_item_on_its_own():
    other = item(situations=[question("reason", "lost", "expired"), question("where", "a", "b")])
    facts = Facts(answers={"reason": "expired", "where": "a"})
    assert settled(LOSS, facts).answers["where"] == ""
    assert settled(other, facts) is facts


def test_an_answer_outside_the_options_is_refused_with_the_options():
    check_answers(LOSS, {"reason": "lost", "of_another_item": "x"})
    with pytest.raises(Refusal) as refused:
        check_answers(LOSS, {"reason": "stolen"})
    assert refused.value.code == "catalogue.unknown_answer"
    assert "expired" in refused.value.next_step("en")


def test_a_rule_that_always_refuses_ends_no_path_of_questions():
    always = {"key": "r", "when": "", "effect": "refuse", "message": WORDS, "source": "law"}
    assert keys(questions(item(situations=[question("a", "x", "y")], rules=[always]), Facts())) == ["a"]


@pytest.mark.parametrize("code", ["crj-passport-first", "crj-passport-renew", "crj-passport-reissue", "crj-hkmo-first"])
def test_a_child_is_not_asked_whether_it_serves_the_state(code):
    asked = {age: {each.key for each in questions(national().items[code], Facts(age=age))} for age in (1, 15, 16)}
    assert ["travel_status" in asked[age] for age in (1, 15, 16)] == [False, False, True]
