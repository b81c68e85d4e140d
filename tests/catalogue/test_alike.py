"""What is worked out once for all who are alike says the same as if it were worked out for each."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.catalogue.builders import WORDS, item, question
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item
from yichuang.catalogue.eligibility import rule_findings
from yichuang.catalogue.loader import national
from yichuang.catalogue.requirements import fee, form_fields, promised, required_materials, undecided_materials
from yichuang.catalogue.route import route
from yichuang.catalogue.situations import answered, open_questions, questions, settled
from yichuang.kernel.errors import Refusal

READERS = (
    settled, questions, answered, open_questions, form_fields, required_materials, undecided_materials, fee, promised,
    route, rule_findings,
)  # fmt: skip
ITEMS = [national().items[code] for code in sorted(national().items)]
MONEY = {"key": "poor", "when": "form.sum > 3", "effect": "warn", "message": WORDS, "source": "law"}


@st.composite
def persons(draw: st.DrawFn, of: Item) -> Facts:
    """Somebody who has answered some questions, and typed some of what the item asks."""
    keys = [situation.key for situation in of.situations]
    options = {each.key: ["", *(option.value for option in each.options)] for each in of.situations}
    answered_keys = draw(st.sets(st.sampled_from(keys))) if keys else set()
    typed = st.sampled_from(["2010-01-01", "2026-11-20", "male"])
    return Facts(
        age=draw(st.sampled_from([None, 3, 16, 17, 18, 70])),
        channel=draw(st.sampled_from(["window", "online"])),
        agent=draw(st.booleans()),
        nationality=draw(st.sampled_from([None, "CHN", "XXX"])),
        answers={key: draw(st.sampled_from(options[key])) for key in sorted(answered_keys)},
        form={each.element: draw(typed) for each in of.form if draw(st.booleans())},
        today=date(2026, 11, 21),
    )


def said(reader, of, facts):
    """What the reader answers, a refusal by its code; of settled facts the answers."""
    try:
        found = reader(of, facts)
    except Refusal as refusal:
        return refusal.code
    return found.answers if isinstance(found, Facts) else found


@given(st.data())
def test_whoever_asked_before_everybody_hears_what_is_true_of_himself(data):
    of = data.draw(st.sampled_from(ITEMS))
    one, other = data.draw(persons(of)), data.draw(persons(of))
    for reader in READERS:
        said(reader, of, other)
    after_another = [said(reader, of, one) for reader in READERS]
    unasked = replace(of)
    assert after_another == [said(reader, unasked, replace(one)) for reader in READERS]


def test_what_is_worked_out_for_one_is_handed_to_all_alike():
    of = item(situations=[question("reason", "lost", "expired")])
    one, other = Facts(answers={"reason": "lost"}, age=30), Facts(answers={"reason": "lost"}, age=60)
    assert questions(of, one) is questions(of, other)
    assert questions(of, one) is not questions(of, Facts(answers={"reason": "expired"}))


def test_nobody_is_handed_the_facts_of_another():
    of = item(situations=[question("reason", "lost"), question("where", "home", when='answers.reason == "x"')])
    one, other = Facts(answers={"reason": "lost"}, age=30), Facts(answers={"reason": "lost", "mine": "1"}, age=60)
    assert settled(of, one).age == 30
    assert (settled(of, other).age, settled(of, other).answers["mine"]) == (60, "1")


def test_a_number_is_not_taken_for_a_yes():
    of = item(rules=[{**MONEY, "when": "form.sum == 1"}])
    assert [found.key for found in rule_findings(of, Facts(form={"sum": 1}))] == ["poor"]
    assert "poor" not in {found.key for found in rule_findings(of, Facts(form={"sum": True})) if found.source == "law"}


def test_a_condition_that_cannot_be_read_is_refused_each_time_and_hides_nothing_else():
    of = item(
        situations=[question("reason", "lost")], materials=[{"evidence": "id_card", "need": "shared", "when": "age >"}]
    )
    for _ in range(2):
        with pytest.raises(Refusal, match="age >"):
            required_materials(of, Facts(age=3))
        assert [each.key for each in questions(of, Facts(age=3))] == ["reason"]
