"""Each rule of the linter catches its bad example, passes its good one, and says what to do."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.structs import replace

from tests.catalogue.builders import WORDS, item, question, shelf, step
from yichuang.catalogue.alike import conditions
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Element, Text
from yichuang.catalogue.lint import RULES, Severity, all_findings, findings, findings_of, lint_rules
from yichuang.catalogue.lint.bureau import LAYER_RULES, own_findings
from yichuang.catalogue.lint.examples import examples, manual
from yichuang.catalogue.lint.judging import severity_of
from yichuang.catalogue.lint.paths import most_questions
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.own_entries import NONE, OwnEntries, tell
from yichuang.catalogue.situations import open_questions, questions

EXAMPLES = examples()
MANUAL = Path(__file__).parents[2] / "docs/lint.md"
ACCEPT = step("accept", "accept")
AGES = ["", "age < 16", "age >= 16", "age > 65"]


def broken(rule, which):
    """The rules that the bad or the good example of ``rule`` breaks, with what stands beside it on the list."""
    example = EXAMPLES.rules[rule]
    beside = [EXAMPLES.item(example.beside)] if example.beside else []
    listed = replace(catalogue(), items={**catalogue().items, **{each.code: each for each in beside}})
    return {finding.rule for finding in findings_of(EXAMPLES.item(getattr(example, which)), listed)}


def test_every_rule_has_its_words_and_its_examples():
    assert set(RULES) == set(EXAMPLES.rules)
    assert set(LAYER_RULES) == set(EXAMPLES.layer_rules)
    assert set(lint_rules()) == {*RULES, *LAYER_RULES}


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_catches_its_bad_example(rule):
    assert rule in broken(rule, "bad")


@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_wrong_with_the_good_example(rule):
    assert broken(rule, "good") == set()


@pytest.mark.parametrize("rule", LAYER_RULES)
def test_a_rule_of_layers_catches_its_bad_example_and_passes_its_good_one(rule):
    example = EXAMPLES.layer_rules[rule]
    assert rule in {finding.rule for finding in own_findings(EXAMPLES.layer(example.bad))}
    assert own_findings(EXAMPLES.layer(example.good)) == ()


def test_the_manual_of_the_rules_is_fresh():
    assert MANUAL.read_text("utf-8") == manual()


def test_a_circle_of_steps_is_found():
    circle = [ACCEPT, step("a", "examine", "b"), step("b", "examine", "a"), step("decide", "decide", "b")]
    assert "steps_connected" in {finding.rule for finding in findings(shelf(item(steps=circle)))}


def test_a_finding_names_item_place_and_mend_in_both_languages():
    (finding,) = findings(shelf(item(depends_on=["t-item"])))
    assert finding.sentence("en").startswith("t-item · depends_on: ")
    assert "depends_on" in finding.sentence("zh")


def test_a_mark_makes_an_open_point_of_an_error_only_where_the_rule_allows_it():
    spot = {"limits": {"promised": {"amount": 0, "unit": "on_the_spot"}}}
    rule = "spot_promise_spot_case"
    severities = {
        marks: [each.severity for each in findings_of(item(**spot, unverified=marks), catalogue()) if each.rule == rule]
        for marks in [(), ("limits.promised",), ("limits",), ("fee",)]
    }
    assert severities == {
        (): [Severity.ERROR],
        ("limits.promised",): [Severity.OPEN],
        ("limits",): [Severity.OPEN],
        ("fee",): [Severity.ERROR],
    }
    assert severity_of(lint_rules()["known_items"], "depends_on", ["depends_on"]) is Severity.ERROR


def test_the_marks_of_rules_are_fields_of_items():
    for rule in lint_rules().values():
        for mark in rule.marks or ():
            assert mark.partition(".")[0] in {*item().__struct_fields__, *EXAMPLES.layer({}).__struct_fields__}


@pytest.mark.parametrize(
    ("promised", "statutory", "longer"),
    [
        ((5, "working_day"), (5, "calendar_day"), False),  # Monday to Friday
        ((6, "working_day"), (6, "calendar_day"), True),  # a weekend lies within, always
        ((20, "calendar_day"), (3, "working_day"), True),
        ((13, "calendar_day"), (3, "working_day"), False),  # a long holiday may lie within
        ((1, "working_day"), (24, "hour"), False),
        ((2, "working_day"), (24, "hour"), True),
        ((0, "on_the_spot"), (1, "hour"), False),
    ],
)
def test_a_promise_is_held_against_its_statute_across_units(promised, statutory, longer):
    limits = {
        name: {"amount": amount, "unit": unit}
        for name, (amount, unit) in {"promised": promised, "statutory": statutory}.items()
    }
    found = {each.rule for each in findings_of(item(limits=limits, unverified=["limits.promised"]), catalogue())}
    assert ("promise_within_statute" in found) is longer


def test_questions_of_branches_that_exclude_each_other_are_not_added_up():
    split = [
        question("who", "child", "grown"),
        question("a", "x", "y", when="age < 16"),
        question("b", "x", "y", when="age >= 16"),
        question("c", "x", "y", when='answers.who == "child" && channel == "window"'),
        question("d", "x", "y", when='answers.who == "child" && channel == "online"'),
    ]
    assert most_questions(item(situations=split, channels=["window", "online"]))[0] == 3


def test_a_question_after_one_that_was_not_asked_is_not_reached():
    chain = [
        question("a", "x", "y", when="age < 16"),
        question("b", "x", "y", when='answers.a == "x"'),
        question("c", "x", "y", when='answers.b == "x" && age >= 16'),
    ]
    places = {
        each.place for each in findings_of(item(situations=chain), catalogue()) if each.rule == "questions_reachable"
    }
    assert places == {"situations.c"}


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no breach."""
TREES = st.lists(
    st.tuples(st.integers(2, 3), st.none() | st.tuples(st.integers(0, 4), st.integers(0, 2)), st.sampled_from(AGES)),
    max_size=5,
)


def tree(shape):
    """Questions q0, q1 …; each may hang on an answer of an earlier one and on the age."""
    questions = []
    for number, (options, hook, age) in enumerate(shape):
        parts = [age] if age else []
        if hook and hook[0] < number:
            parts.append(f'answers.q{hook[0]} == "o{hook[1]}"')
        questions.append(question(f"q{number}", *(f"o{each}" for each in range(options)), when=" && ".join(parts)))
    return item(situations=questions)


def every_path(of, person):
    """All complete paths of one person, by asking what the screens ask."""
    waiting = open_questions(of, person)
    if not waiting:
        yield len(questions(of, person))
        return
    for option in waiting[0].options:
        answered = replace(person, answers={**person.answers, waiting[0].key: option.value})
        yield from every_path(of, answered)


@UNHURRIED
@given(TREES)
def test_the_longest_path_is_the_longest_that_the_screens_can_ask(shape):
    of = tree(shape)
    asked = [count for age in (15, 16, 30, 64, 65, 66) for count in every_path(of, Facts(age=age, channel="window"))]
    assert most_questions(of)[0] == max(asked)


@UNHURRIED
@given(TREES)
def test_a_question_is_unreachable_exactly_when_no_path_asks_it(shape):
    of = tree(shape)
    found = {each.place for each in findings_of(of, catalogue()) if each.rule == "questions_reachable"}
    assert found == {f"situations.{each.key}" for each in of.situations if not ever_asked(of, each.key)}


def ever_asked(of, key):
    return any(key in keys for age in (15, 16, 30, 64, 65, 66) for keys in asked_keys(of, Facts(age=age)))


def asked_keys(of, person):
    waiting = open_questions(of, person)
    yield {each.key for each in questions(of, person)}
    for option in waiting[0].options if waiting else ():
        yield from asked_keys(of, replace(person, answers={**person.answers, waiting[0].key: option.value}))


@pytest.mark.parametrize(("name", "kind", "wrong"), [("退款凭证", "other", False), ("居住证", "other", True)])
def test_a_slip_is_no_certificate_though_its_name_ends_like_one(name, kind, wrong):
    outputs = [{"key": "paper", "name": {"zh": name, "en": "Paper"}, "kind": kind}]
    found = {each.rule for each in findings_of(item(outputs=outputs), catalogue())}
    assert ("result_kind_certificate" in found) is wrong


def rules_of(**parts):
    return {each.rule for each in findings_of(item(**parts), catalogue())}


@pytest.mark.parametrize(("last", "circle"), [("a", {"a", "b", "c"}), ("b", {"b", "c"}), ("d", set())])
def test_a_circle_of_items_is_found_from_each_of_its_items_and_from_no_other(last, circle):
    links = {"a": ["b"], "b": ["c"], "c": [last], "d": []}
    found = findings(shelf(*(item(code=code, depends_on=on) for code, on in links.items())))
    assert {each.item for each in found if each.rule == "depends_without_circle"} == circle


@pytest.mark.parametrize(
    "condition",
    [
        'channel == "widow"',
        'sex in ["male", "man"]',
        'subject != "company"',
        'capacity == "household_head"',
        'nationality == "FRA"',
        '"no_such_proof" in has',
        'form.applicant_sex == "mann"',
        'form.event_people == "800"',
        'form["applicant_sex"] == "mann"',
        'age > 1 &&\n channel == "widow"',
    ],
)
def test_a_word_that_is_on_no_list_is_found(condition):
    assert "words_possible" in rules_of(form=[{"element": "guardian_name", "when": condition}])


@pytest.mark.parametrize(
    "condition",
    [
        'channel != "window"',
        '"photo" in has',
        "form.event_people >= 800",
        'nation == "汉"',
        'capacity == "agent"',
        'form.capacity == "household_head"',
    ],
)
def test_a_word_of_a_list_and_a_word_without_one_are_left_alone(condition):
    assert "words_possible" not in rules_of(form=[{"element": "guardian_name", "when": condition}])


@pytest.mark.parametrize(
    ("condition", "never"),
    [('int("x") == 1', True), ("days_between(form.applicant_name, today) < 3", True), ("age > 10 && agent", False)],
)
def test_a_condition_that_is_never_decided_is_found(condition, never):
    assert ("conditions_decide" in rules_of(form=[{"element": "guardian_name", "when": condition}])) is never


def test_an_item_without_channels_or_with_an_impossible_place_is_judged_and_not_fallen_over():
    bare = replace(item(situations=[question("q", "a", "b", when="age > 3")]), channels=())
    assert findings_of(bare, catalogue())
    assert rules_of(form=[{"element": "guardian_name", "when": "[1][5] == 1"}]) == {"conditions_compute"}


def test_a_condition_over_several_lines_and_one_that_is_empty_are_walked_like_any_other():
    written = {"key": "r", "when": "", "effect": "warn", "message": WORDS, "source": "law"}
    parts = {"rules": [written], "outputs": [{"key": "card", "name": WORDS, "validity": BY_AGE}]}
    broken = "age < 16 &&\n age > 65"
    assert {"parts_reachable", "birthday_told"} <= rules_of(
        form=[{"element": "guardian_name", "when": broken}], **parts
    )


def test_no_condition_of_any_item_escapes_the_rules():
    def written(part):
        if isinstance(part, dict):
            yield from (value for key, value in part.items() if key in {"when", "known"} and value)
            part = tuple(part.values())
        for inner in part if isinstance(part, list | tuple) else ():
            yield from written(inner)

    promise = {"amount": 5, "unit": "working_day"}
    by_answer = {"promised": promise, "promised_when": [{**promise, "when": "age > 60"}]}
    for of in (item(limits=by_answer), *catalogue().items.values()):
        assert sorted(written(to_builtins(of))) == sorted(expression for _, expression in conditions(of)), of.code


def test_a_catalogue_is_judged_anew_when_the_bureau_has_added_to_its_dictionaries():
    found = shelf(item(form=[{"element": "t_added"}]))
    added = Element("t_added", Text("加", "Added"), "text", "event")
    assert "known_elements" in {each.rule for each in all_findings(found)}
    try:
        tell(OwnEntries(elements={"t_added": added}))
        assert "known_elements" not in {each.rule for each in all_findings(found)}
    finally:
        tell(NONE)


@pytest.mark.parametrize(
    ("key", "known", "found"),
    [
        ("birth", {}, True),  # applicant_birth is filled from the person
        ("vehicle_status", {}, True),
        ("vehicle_status", {"x": 'form.vehicle_status == "seized"'}, False),
        ("wish", {}, False),
    ],
)
def test_what_the_person_or_a_register_has_told_is_not_asked_but_where_the_register_may_keep_silent(key, known, found):
    asked = question(key, "x", "y", known=known)
    assert ("nothing_known_asked" in rules_of(situations=[asked])) is found


def test_an_item_does_not_come_from_itself_though_what_it_came_from_may_be_gone():
    assert "known_items" in rules_of(successor_of=["t-item"])
    assert rules_of(successor_of=["t-long-gone"]) == rules_of()


BY_AGE = [{"years": 5, "when": "age < 16"}, {"years": 10, "when": "age < 26"}, {"when": "age >= 26"}]


@pytest.mark.parametrize(
    ("effect", "when", "missing"),
    [
        ("warn", "months_between(form.applicant_birth, today) >= 191 && age < 16", {"26"}),
        ("warn", "months_between(form.applicant_birth, today) >= 311 && age < 26", {"16"}),
        ("warn", "months_between(form.applicant_birth, today) == 191", {"26"}),  # in the last month before 16
        ("refuse", "age < 26", set()),  # nobody so young files at all
        ("warn", 'answers.why == "lost"', {"16", "26"}),
        ("review", "age < 26", {"16", "26"}),
    ],
)
def test_for_each_age_at_which_the_term_grows_somebody_is_told(effect, when, missing):
    rules = [{"key": "r", "when": when, "effect": effect, "message": WORDS, "source": "law"}]
    outputs = [{"key": "card", "name": WORDS, "validity": BY_AGE}]
    found = findings_of(item(rules=rules, outputs=outputs), catalogue())
    assert {each.detail for each in found if each.rule == "birthday_told"} == missing


@pytest.mark.parametrize(("term", "shorter"), [({"days": 20}, True), ({"months": 6}, True), ({}, False)])
def test_a_term_of_days_is_short_and_one_without_any_has_no_end(term, shorter):
    validity = [{**term, "when": "age < 16"}, {"years": 10, "when": "age >= 16"}]
    assert ("birthday_told" in rules_of(outputs=[{"key": "card", "name": WORDS, "validity": validity}])) is shorter


def test_a_bound_may_be_written_either_way_and_who_may_not_file_is_not_told():
    validity = [{"years": 5, "when": "age <= 15"}, {"years": 10, "when": "age > 15"}]
    outputs = [{"key": "card", "name": WORDS, "validity": validity}]
    assert "birthday_told" in rules_of(outputs=outputs)
    assert "birthday_told" not in rules_of(outputs=outputs, min_age=16)
