import pytest

from tests.catalogue.builders import WORDS, item
from yichuang.catalogue.conditions import HOME, Facts
from yichuang.catalogue.definition import Effect
from yichuang.catalogue.eligibility import rule_findings

COUNTY = {"county": "恩平市", "city": "江门市", "province": "广东省"}
CITY = {"city": "江门市", "province": "广东省"}
OWN, NEXT, FAR, OTHER = "广东省江门市恩平市平石街道", "江门市新会区会城街道", "广东省广州市天河区", "湖南省长沙市岳麓区"


def rule(key, when, effect):
    return {"key": key, "when": when, "effect": effect, "message": WORDS, "source": "a law"}


def found(judged, /, **facts):
    return [(finding.key, finding.effect) for finding in rule_findings(judged, Facts(**facts))]


def test_rules_speak_when_they_hold_the_gravest_first():
    judged = item(
        rules=[rule("soon", "age < 26", "warn"), rule("doubt", "guardian", "review"), rule("no", "age < 16", "refuse")]
    )
    assert found(judged, age=9, guardian=True) == [
        ("no", Effect.REFUSE),
        ("doubt", Effect.REVIEW),
        ("soon", Effect.WARN),
    ]
    assert found(judged, age=30) == []


def test_a_rule_that_is_not_decided_says_nothing():
    assert found(item(rules=[rule("no", "age < 16", "refuse")])) == []


def test_what_a_definition_declares_is_enforced():
    strict = item(min_age=16, agent_allowed=False)
    assert found(strict, age=15) == [("min_age", Effect.REFUSE)]
    assert found(strict, age=16) == []
    assert found(strict, agent=True) == [("agent", Effect.REFUSE)]
    assert found(strict, channel="online") == [("channel", Effect.REFUSE)]
    assert found(strict, subject="organisation") == [("subject", Effect.REFUSE)]


def test_the_words_name_the_age():
    (finding,) = rule_findings(item(min_age=16), Facts(age=3))
    assert "16" in finding.message.zh
    assert "16" in finding.message.en


def test_where_the_sources_are_silent_on_agents_a_person_decides():
    assert found(item(agent_allowed=False, unverified=["agent_allowed"]), agent=True) == [("agent", Effect.REVIEW)]


@pytest.mark.parametrize(
    ("scope", "taken"),
    [("local", [OWN]), ("city", [OWN, NEXT]), ("province", [OWN, NEXT, FAR]), ("nationwide", [OWN, NEXT, FAR, OTHER])],
)
def test_a_household_beyond_the_scope_is_refused_and_one_within_it_is_not(scope, taken):
    judged = item(scope=scope, form=[{"element": HOME}])
    for address in (OWN, NEXT, FAR, OTHER):
        expected = [] if address in taken else [("scope", Effect.REFUSE)]
        assert found(judged, form={HOME: address}, here=COUNTY) == expected, address


def test_of_an_office_of_the_city_the_whole_city_is_its_own_place():
    judged = item(scope="local", form=[{"element": HOME}])
    assert found(judged, form={HOME: NEXT}, here=CITY) == []
    assert found(judged, form={HOME: FAR}, here=CITY) == [("scope", Effect.REFUSE)]


@pytest.mark.parametrize("mark", ["unverified", "local"])
def test_where_nobody_can_say_whether_the_scope_reaches_a_person_decides(mark):
    judged = item(scope="city", form=[{"element": HOME}])
    assert found(judged, form={HOME: "会文街1号"}, here=COUNTY) == [("scope_open", Effect.REVIEW)]
    assert found(item(scope="city", form=[{"element": HOME}], **{mark: ["scope"]}), form={HOME: FAR}, here=COUNTY) == [
        ("scope_open", Effect.REVIEW)
    ]


def test_where_the_household_is_not_what_counts_it_is_not_held_against_anybody():
    by_home = item(scope="local", form=[{"element": HOME}, {"element": "residence_address"}])
    assert found(by_home, form={HOME: OTHER}, here=COUNTY) == []
    assert found(item(scope="local"), form={HOME: OTHER}, here=COUNTY) == []
    assert found(item(scope="local", form=[{"element": HOME}]), here=COUNTY) == []


def test_the_words_name_the_scope():
    (finding,) = rule_findings(item(scope="city", form=[{"element": HOME}]), Facts(form={HOME: OTHER}, here=COUNTY))
    assert "同城" in finding.message.zh
    assert "city" in finding.message.en
