"""Each rule of the linter bites on a definition made for it, and stays quiet on a right one."""

import pytest

from tests.catalogue.builders import WORDS, item, question, shelf, step
from yichuang.catalogue.lint import RULES, findings

ACCEPT, DECIDE = step("accept", "accept"), step("decide", "decide", "accept")
SPOT, DAYS = {"amount": 0, "unit": "on_the_spot"}, {"amount": 9, "unit": "working_day"}

WRONG = {
    "accept_first": {"steps": [step("decide", "decide"), step("accept", "accept", "decide")]},
    "one_decision": {"steps": [ACCEPT, DECIDE, step("again", "decide", "decide")]},
    "steps_connected": {"steps": [ACCEPT, step("decide", "decide")]},
    "outside_steps_named": {"steps": [ACCEPT, DECIDE, {**step("pay", "issue", "decide"), "level": "external"}]},
    "known_elements": {"form": [{"element": "shoe_size"}]},
    "known_evidence": {"materials": [{"evidence": "shoe", "need": "produced"}]},
    "known_registers": {"materials": [{"evidence": "id_card", "need": "shared", "source": "ds-999"}]},
    "known_items": {"depends_on": ["no-such-item"]},
    "biometric_at_once": {"materials": [{"evidence": "fingerprints", "need": "deferrable"}]},
    "promise_within_statute": {"limits": {"promised": DAYS, "statutory": {"amount": 5, "unit": "working_day"}}},
    "limit_amounts": {"limits": {"promised": {"amount": 0, "unit": "working_day"}}},
    "conditions_compile": {"form": [{"element": "agent_name", "when": "age >"}]},
    "conditions_resolve": {"form": [{"element": "agent_name", "when": 'answers.none == "x"'}]},
    "answers_possible": {
        "situations": [question("why", "lost", "expired")],
        "form": [{"element": "lost_place", "when": 'answers.why == "loss"'}],
    },
    "questions_before_use": {
        "situations": [question("a", "x", "y", when='answers.b == "x"'), question("b", "x", "y")],
    },
    "options_unique": {"situations": [question("why", "lost", "lost")]},
    "keys_unique": {"form": [{"element": "agent_name"}, {"element": "agent_name"}]},
    "outputs_present": {"kind": "licence"},
    "outputs_made": {"outputs": [{"key": "card", "name": WORDS, "step": "decide"}]},
    "open_fields_named": {"unverified": ["limit.promised"]},
    "fee_answers": {"fee": {"rules": [{"amount": 5, "label": WORDS}, {"amount": 9, "label": WORDS, "when": "agent"}]}},
}


def broken(**parts):
    return [finding.rule for finding in findings(shelf(item(**parts)))]


def test_there_is_a_wrong_definition_for_every_rule():
    assert set(WRONG) == set(RULES)


@pytest.mark.parametrize("rule", WRONG)
def test_the_rule_bites(rule):
    assert rule in broken(**WRONG[rule])


def test_a_right_definition_is_passed():
    assert broken() == []
    assert broken(limits={"promised": SPOT, "statutory": DAYS}) == []


def test_a_circle_of_steps_is_found():
    assert "steps_connected" in broken(
        steps=[ACCEPT, step("a", "examine", "b"), step("b", "examine", "a"), step("decide", "decide", "b")]
    )


def test_a_finding_names_item_place_and_mend_in_both_languages():
    (finding,) = findings(shelf(item(depends_on=["t-item"])))
    assert finding.sentence("en").startswith("t-item · depends_on: ")
    assert "depends_on" in finding.sentence("zh")
