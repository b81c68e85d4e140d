"""Every definition of the installation: loads, passes the linter, and can be read for any person."""

import re
from datetime import date

import pytest
import yaml

from tests.catalogue.asked import refused
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Channel, Effect, Handling, ItemKind, Level, Line, Need, Scope, StepAct, Unit
from yichuang.catalogue.eligibility import rule_findings
from yichuang.catalogue.lint import findings
from yichuang.catalogue.loader import ROOM, catalogue
from yichuang.catalogue.registers import data_sources
from yichuang.catalogue.requirements import fee, form_fields, required_materials, undecided_materials, validity
from yichuang.catalogue.route import route
from yichuang.catalogue.situations import open_questions
from yichuang.kernel.vocabulary import labels

ITEMS = catalogue().items
LINES = {
    Line.HOUSEHOLD: 103, Line.TRAFFIC: 74, Line.EXIT_ENTRY: 59, Line.PUBLIC_ORDER: 38, Line.CRIMINAL: 17,
    Line.NARCOTICS: 8, Line.DETENTION: 6, Line.INTERNAL_SECURITY: 5, Line.CYBER: 5, Line.LEGAL: 4, Line.DOGS: 3,
    Line.PERSONNEL: 2, Line.ECONOMIC: 1, Line.INSPECTION: 1, Line.BORDER: 1, Line.PATROL: 1,
}  # fmt: skip
PEOPLE = [
    Facts(),
    Facts(age=9, sex="female", guardian=True, nation="汉", today=date(2026, 11, 21)),
    Facts(age=47, sex="male", agent=True, channel="online", capacity="agent", today=date(2026, 11, 21)),
    Facts(subject="organisation", agent=True, channel="window", today=date(2026, 11, 21)),
]


def test_all_items_of_the_tables_are_there():
    assert len(ITEMS) == 328
    assert {line: sum(item.line is line for item in ITEMS.values()) for line in Line} == LINES
    assert sum(item.high_frequency for item in ITEMS.values()) == 42


def test_no_definition_breaks_a_rule():
    assert [finding.sentence("en") for finding in findings(catalogue())] == []


@pytest.mark.parametrize("person", PEOPLE, ids=["nobody yet", "a child", "a man's agent", "an organisation"])
@pytest.mark.parametrize("line", Line)
def test_every_item_of_a_line_can_be_read_for_any_person(line, person):
    for item in ITEMS.values():
        if item.line is line:
            read_for(person, item)


def read_for(person, item):
    rule_findings(item, person)
    form_fields(item, person)
    open_questions(item, person)
    fee(item, person)
    needed = {*required_materials(item, person), *undecided_materials(item, person)}
    assert needed <= set(item.materials)
    steps = route(item, person)
    assert [step.act for step in steps].count(StepAct.DECIDE) == 1
    assert not any(step.after for step in steps[:1])
    for output in item.outputs:
        validity(item, output, person)


@pytest.mark.parametrize("code", [code for code, item in ITEMS.items() if item.situations])
def test_the_first_option_of_every_question_leads_to_an_end(code):
    item, person = ITEMS[code], PEOPLE[2]
    for _ in range(len(item.situations) + 1):
        waiting = open_questions(item, person)
        if not waiting:
            break
        chosen = {waiting[0].key: waiting[0].options[0].value}
        person = Facts(age=47, sex="male", channel="window", answers={**person.answers, **chosen})
    assert open_questions(item, person) == ()
    on_answers = [each for each in undecided_materials(item, person) if "form." not in each.when]
    assert on_answers == [] or refused(item, person)


def test_id_cards_count_natural_days_and_licences_working_days():
    """居民身份证法 art. 12; 行政许可法 art. 82."""
    assert ITEMS["hz-id-damaged"].limits.statutory.unit is Unit.CALENDAR_DAY
    assert ITEMS["za-hotel-license"].limits.statutory.unit is Unit.WORKING_DAY


@pytest.mark.parametrize("code", ["nb-branch-plan", "nb-branch-accept", "nb-vault-plan", "nb-vault-accept"])
def test_a_statutory_limit_that_the_tables_give_in_two_ways_is_marked(code):
    assert "limits.statutory" in ITEMS[code].unverified


def test_a_blank_fee_is_unverified_and_never_a_sum():
    blank = ITEMS["hz-resperm-renew"]
    assert blank.fee.unverified
    assert blank.fee.rules == ()
    assert "fee" in blank.unverified


def test_every_closed_list_has_its_words_in_both_languages():
    for name, terms in {
        "line": Line, "item_kind": ItemKind, "handling": Handling, "level": Level, "step_act": StepAct, "need": Need,
        "channel": Channel, "scope": Scope, "unit": Unit, "effect": Effect,
    }.items():  # fmt: skip
        assert set(labels()[name]) == {term.value for term in terms}
    groups = {element.group for element in catalogue().elements.values()}
    assert groups == set(labels()["element_group"])


def test_every_register_named_by_an_evidence_type_is_known():
    named = {kind.register for kind in catalogue().evidence_types.values() if kind.register}
    assert named <= data_sources().keys()


def test_no_name_of_a_proof_belongs_to_two_types():
    names = [name for kind in catalogue().evidence_types.values() for name in (kind.name.zh, *kind.aliases)]
    assert sorted(names) == sorted(set(names))


def test_definitions_are_plain_yaml_of_one_document():
    for path in (ROOM / "definitions").glob("*/*.yaml"):
        assert isinstance(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader), dict), path


def test_parties_outside_the_house_are_named_in_both_languages():
    named = [step.external for item in ITEMS.values() for step in item.steps if step.external]
    assert len(named) >= 28
    assert all(re.search(r"[\u4e00-\u9fff]", each.zh) and each.en.isascii() and each.en for each in named)


@pytest.mark.parametrize(
    ("code", "parties"),
    [
        ("za-seal-filing", ["刻章企业", ""]),
        ("za-seal-redo", ["刻章企业", ""]),
        ("wa-site-filing", ["申请人", "", ""]),
        ("wa-site-change", ["申请人", "", ""]),
        ("xz-case-query", ["", "办案单位"]),
        *((f"js-{visit}", ["监所"] * 3) for visit in ("lawyer", "family", "detention", "deposit", "video")),
        ("js-leave", ["拘留所", "拘留所", "拘留决定机关"]),
        ("fz-info", ["", "承办警种", ""]),
        ("fz-fine", ["办案单位", "", ""]),
        ("xf-petition", ["", "责任单位", "责任单位"]),
    ],
)
def test_whoever_the_tables_name_for_a_step_carries_it(code, parties):
    assert [step.external.zh if step.external else "" for step in ITEMS[code].steps] == parties


@pytest.mark.parametrize(
    ("code", "registers"),
    [
        ("xz-norecord-unit", {"犯罪记录库"}),
        ("xz-norecord-teacher", {"人口库", "犯罪记录库", "涉性侵禁业"}),
        ("hz-id-reissue", {"身份证挂失"}),
        ("js-lawyer", {"监所信息"}),
        ("crj-records", {"出入境库"}),
    ],
)
def test_the_registers_that_the_back_office_looks_into_stand_in_the_item(code, registers):
    assert {data_sources()[key].name for key in ITEMS[code].checks} == registers


def test_no_register_is_both_looked_into_and_the_source_of_a_material():
    named = [key for item in ITEMS.values() for key in item.checks]
    assert len(named) == 168
    for item in ITEMS.values():
        kinds = catalogue().evidence_types
        supplying = {source for each in item.materials for source in (each.source, kinds[each.evidence].register)}
        assert not supplying.intersection(item.checks), item.code


def test_a_register_says_what_a_record_tells_whose_it_is_and_how_sure_that_is():
    assert all(
        each.key_fields and each.level and each.confidence in labels()["confidence"] for each in data_sources().values()
    )
    assert sum(each.confidence != "high" for each in data_sources().values()) == 27
