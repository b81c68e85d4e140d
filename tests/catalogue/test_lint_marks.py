"""A mark leads somewhere and excuses only what the nation left open; what is typed never ends in a dead end."""

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from tests.catalogue.builders import WORDS, item, question, shelf, step
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Effect, Need
from yichuang.catalogue.eligibility import rule_findings
from yichuang.catalogue.lint import Severity, findings_of
from yichuang.catalogue.lint.files import judge_files
from yichuang.catalogue.loader import national
from yichuang.catalogue.situations import questions
from yichuang.kernel.errors import Refusal

RENEW = national().items["crj-passport-renew"]


def broken(of, *, listed=None, nation=None):
    every = findings_of(of, listed or national(), nation)
    return {each.rule for each in every if each.severity is Severity.ERROR}


@pytest.mark.parametrize(
    "mark", ["limits.promsed", "materials.nothing", "fee.rulez", "outputs.no", "rules.typed", "shoes"]
)
def test_a_mark_that_leads_nowhere_is_an_error(mark):
    for name in ("unverified", "local", "free"):
        assert "open_fields_named" in broken(replace(RENEW, **{name: (*getattr(RENEW, name), mark)}))


def test_a_mark_leads_to_a_part_by_its_key_and_to_a_field_that_is_empty_still():
    of = item(
        materials=[{"evidence": "id_card", "need": "shared", "source": "ds-01"}],
        outputs=[{"key": "card", "name": WORDS}],
        fee={"rules": [{"amount": 0, "label": {"zh": "港、澳 1.5 元", "en": "x"}}]},
        unverified=["materials.id_card.need", "outputs.card.validity", "outputs.validity", "limits.statutory.basis"],
        local=["fee.rules.港、澳 1.5 元", "fee.note", "codes.basic"],
    )
    assert "open_fields_named" not in broken(of)


def test_who_marks_a_field_that_the_nation_has_not_marked_excuses_no_error_of_their_own():
    material = replace(RENEW.materials[0], evidence="household_book", need=Need.PRODUCED, source="ds-02", reason=None)
    assert "materials" not in RENEW.unverified
    bare = replace(
        RENEW, materials=(*(each for each in RENEW.materials if each.evidence != "household_book"), material)
    )
    for excuse in ({}, {"local": ("materials",)}, {"unverified": ("materials.household_book",)}):
        assert "produced_has_reason" in broken(replace(bare, **excuse))
    marked = replace(bare, unverified=(*bare.unverified, "materials"))
    assert "produced_has_reason" not in broken(marked, nation=shelf(marked))


DIVIDED = {"key": "share", "when": "10 / form.event_people > 3", "effect": "refuse", "message": WORDS, "source": "法"}


@pytest.mark.parametrize(
    ("when", "rule"),
    [
        ("10 / form.event_people > 3", "conditions_compute"),
        ("10 % (form.event_people + 1) > 3", "conditions_compute"),
        ("form.event_people * 9223372036854 > 3", "conditions_compute"),
        ("1 / (age - 77) > 0", "conditions_compute"),
        ("home == 'mars'", "words_possible"),
        ("here.moon == '月'", "words_possible"),
        ("'no-such-item' in together", "words_possible"),
    ],
)
def test_a_condition_that_fails_for_what_may_be_typed_or_can_never_hold_is_found(when, rule):
    assert rule in broken(item(form=[{"element": "event_people"}], rules=[{**DIVIDED, "when": when}]))


def test_what_is_typed_and_cannot_be_reckoned_with_is_looked_at_by_a_person():
    of = item(form=[{"element": "event_people"}], rules=[DIVIDED], situations=[question("q", "a", "b")])
    (found,) = rule_findings(of, Facts(form={"event_people": 0}))
    assert (found.key, found.effect) == ("share", Effect.REVIEW)
    assert found.message.zh
    assert found.message.en
    assert rule_findings(of, Facts(form={"event_people": 5})) == ()
    assert [each.effect for each in rule_findings(of, Facts(form={"event_people": 2}))] == [Effect.REFUSE]
    ending = item(situations=[question("q", "a", "b")], rules=[{**DIVIDED, "when": "answers.q == 'a' && 1 / age > 0"}])
    assert [each.key for each in questions(ending, Facts(age=0, answers={"q": "a"}))] == ["q"]


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        ("somebody_may_apply", {"rules": [{**DIVIDED, "when": ""}]}),
        ("somebody_may_apply", {"rules": [{**DIVIDED, "when": "age >= 0"}]}),
        ("somebody_may_apply", {
            "situations": [question("q", "a", "b")],
            "rules": [{**DIVIDED, "when": "answers.q == 'a'"}, {**DIVIDED, "key": "y", "when": "answers.q == 'b'"}],
        }),
        ("rule_has_source", {"rules": [{**DIVIDED, "when": "age > 90", "source": " "}]}),
        ("fee_has_basis", {"fee": {"rules": [{"amount": 10, "label": WORDS, "basis": " "}]}}),
        ("accept_first", {"steps": [{**step("accept", "accept"), "when": "age > 60"}, step("decide", "decide", "accept")]}),
        ("steps_in_order", {"steps": [
            step("accept", "accept"), step("decide", "decide", "accept"), step("give", "issue", "decide"),
            step("look", "examine", "give"),
        ]}),
        ("lines_reached", {"limits": {"promised": {"amount": 5, "unit": "working_day"}, "promised_when": [
            {"amount": 3, "unit": "working_day", "when": ""}
        ]}}),
        ("lines_reached", {"limits": {"promised": {"amount": 5, "unit": "working_day"}, "promised_when": [
            {"amount": 3, "unit": "working_day", "when": "age > 10"},
            {"amount": 1, "unit": "working_day", "when": "age > 60"},
        ]}}),
        ("lines_reached", {"outputs": [{"key": "card", "name": WORDS, "validity": [{"years": 5}, {"years": 9}]}]}),
        ("options_told_apart", {"situations": [question("q", "", "b")]}),
        ("parts_reachable", {"situations": [question("q", "a", "b", known={"a": 'subject == "organisation"'})]}),
        ("keys_plain", {"situations": [question("q", "a b", "c")]}),
        ("keys_plain", {"steps": [step("受 理", "accept"), step("decide", "decide", "受 理")]}),
        ("biometric_at_once", {"materials": [{"evidence": "fingerprints", "need": "shared"}]}),
        ("listed_once", {"unverified": ["fee", "fee"]}),
        ("numbers_possible", {"visits": 20}),
        ("numbers_possible", {"limits": {"promised": {"amount": 9999, "unit": "working_day"}}}),
    ],
)  # fmt: skip
def test_what_is_declared_and_could_never_be_done_is_an_error(rule, parts):
    assert rule in broken(item(**parts))


def test_two_items_of_a_split_take_turns_with_what_they_came_from_and_share_no_name_otherwise():
    old, other = item(), item(code="t-other", name=to_builtins(item().name))
    assert "names_unique" in broken(other, listed=shelf(old, other))
    heir = item(code="t-heir", name=to_builtins(item().name), successor_of=["t-item"])
    assert "names_unique" not in broken(heir, listed=shelf(old, heir))
    assert "names_unique" not in broken(old, listed=shelf(old, heir))


def test_a_folder_without_a_definition_is_a_wrong_path_and_no_clean_one(tmp_path):
    with pytest.raises(Refusal) as refusal:
        judge_files([str(tmp_path)])
    assert refusal.value.code == "catalogue.no_file"
    assert str(tmp_path) in refusal.value.message("zh")
