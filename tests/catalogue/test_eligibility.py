from tests.catalogue.builders import WORDS, item
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Effect
from yichuang.catalogue.eligibility import rule_findings


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
