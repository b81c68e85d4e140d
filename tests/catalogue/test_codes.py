"""Codes of outside lists, and the shapes in which items leave the house."""

from datetime import date
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json
from msgspec.structs import replace

from tests.catalogue.builders import SMALLEST, WORDS, item
from yichuang.catalogue.codes import Codes
from yichuang.catalogue.definition import Channel, Handling, ItemKind, ItemStatus, Level, Line, Scope, Subject
from yichuang.catalogue.exchange.code_maps import (
    code_list,
    code_lists,
    conflicts,
    from_outside,
)
from yichuang.catalogue.exchange.shapes import SHAPES, shape_of, shaped
from yichuang.catalogue.exchange.shapes.facts import Bureau, Office
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.terms import ResultKind
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import check_base_code, check_business_code, check_implementation_code

LISTS = sorted((target, name) for target, lists in code_lists().items() for name in lists)
OURS: dict[str, type[StrEnum]] = {
    "item_kind": ItemKind, "level": Level, "subject": Subject, "channel": Channel, "handling": Handling,
    "item_status": ItemStatus, "scope": Scope, "result_kind": ResultKind,
}  # fmt: skip
REAL = ("11450721MB15580811" + "4" + "000104002000", "12441500196720244T" + "3" + "442199806003")
"""Implementation codes that are really in use (standards 2.2)."""


@pytest.mark.parametrize(("target", "name"), LISTS)
def test_every_word_comes_back_but_for_the_pairs_that_are_stated(target, name):
    listed = code_list(target, name)
    for word, code in listed.codes.items():
        back = from_outside(target, name, code)
        assert back == word or code in listed.lossy
        assert listed.codes[back] == code, "what came back goes out as the same code"
    shared = {code for code in listed.codes.values() if list(listed.codes.values()).count(code) > 1}
    assert shared == set(listed.lossy), "a shared code names what it means, and no other does"


@pytest.mark.parametrize(("target", "name"), LISTS)
def test_no_list_says_a_code_twice_and_each_names_its_source(target, name):
    listed = code_list(target, name)
    assert listed.source
    assert not set(listed.codes.values()) & set(listed.unmapped)
    assert not set(listed.codes) & set(listed.unsaid)


@pytest.mark.parametrize(("target", "name"), [pair for pair in LISTS if pair[0] in SHAPES and pair[1] in OURS])
def test_each_of_our_words_has_a_code_or_the_reason_why_not(target, name):
    listed = code_list(target, name)
    assert {word.value for word in OURS[name]} == (set(listed.codes) | set(listed.unsaid)) - {"none"}


def test_the_lists_of_annex_a_are_all_there():
    assert set(code_lists()["gb39046"]) == {
        "item_kind", "level", "body_nature", "subject", "channel", "handling", "special_procedure", "scope",
        "satisfaction", "code_length",
    }  # fmt: skip


def test_every_conflict_names_lists_that_are_there_and_that_really_differ():
    assert len(conflicts()) == 10
    for conflict in conflicts():
        lists = [code_list(*place.split(".")) for place in conflict.lists]
        assert len({(tuple(each.codes.items()), tuple(each.unmapped.items())) for each in lists}) > 1


def test_the_best_rating_is_one_here_and_five_there():
    assert code_list("gb39046", "satisfaction").codes["very_satisfied"] == "1"
    assert code_list("rating", "satisfaction").codes["very_satisfied"] == "5"
    assert from_outside("rating", "handling", code_list("gb39046", "handling").codes["commitment"]) == "on_the_spot"


def test_an_unknown_code_is_refused():
    for act in (lambda: from_outside("gb39046", "level", "8"), lambda: code_list("nobody", "level")):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == "exchange.unknown_code"


@pytest.mark.parametrize("code", REAL)
def test_real_codes_of_all_three_lengths_hold(code):
    assert check_implementation_code(code).text == code
    assert check_base_code(code[-12:]) == code[-12:]
    assert check_business_code(code + "01").variant == "01"


@given(st.sampled_from(REAL), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGH"))
def test_a_changed_character_of_the_body_is_noticed(code, place, letter):
    if code[place] != letter:
        with pytest.raises(Refusal):
            check_implementation_code(code[:place] + letter + code[place + 1 :])


def test_the_shape_of_table_4_has_its_names_in_its_order():
    names = [field.name for field in shape_of("gb39046").fields]
    assert len(names) == len(set(names)) == 64
    assert (names[0], names[-1]) == ("事项名称", "是否必备材料")


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_not_known_stays_empty_and_is_listed(name):
    bare = shaped([(item(), ItemStatus.IN_USE)], name, catalogue().evidence_types)
    (row,) = bare.rows
    assert list(row) == [field.name for field in shape_of(name).fields]
    assert all(row[field] == "" for field in (*bare.unknown, *bare.empty))
    assert {field for field, value in row.items() if value == ""} == {*bare.unknown, *bare.empty}


def test_an_item_is_said_in_their_codes():
    full = replace(
        item(materials=[{"evidence": "photo", "need": "produced"},
                        {"evidence": "id_card", "need": "shared", "when": "age < 16", "copies": 1}],
             outputs=[{"key": "o", "name": SMALLEST["name"]}], subjects=["person", "organisation"]),
        codes=Codes(REAL[0][-12:], REAL[0], ""),
    )  # fmt: skip
    (gb,) = shaped([(full, ItemStatus.IN_USE)], "gb39046", catalogue().evidence_types).rows
    assert (gb["事项类型"], gb["事项类型代码"], gb["行使层级代码"]) == ("公共服务", "20", "4")
    assert (gb["服务对象代码"], gb["实施主体代码"], gb["是否收费"]) == ("1；2", REAL[0][:18], 0)
    assert (gb["复印件份数"], gb["是否必备材料"]) == ("0；1", "1；0")
    (task,) = shaped([(full, ItemStatus.SUSPENDED)], "c0109", catalogue().evidence_types).rows
    assert (task["taskState"], task["handleArea"], task["projectType"], task["resultType"]) == ("2", "4", "2", "1")


@pytest.mark.parametrize("name", SHAPES)
def test_the_whole_catalogue_leaves_as_one_json_object_a_line(name):
    every = shaped(((each, ItemStatus.IN_USE) for each in catalogue().items.values()), name, catalogue().evidence_types)
    lines = every.lines().splitlines()
    assert len(lines) == len(catalogue().items)
    assert all(list(json.decode(line)) == [field.name for field in shape_of(name).fields] for line in lines[:5])


KNOWN = Bureau(
    body=Office("某县公安局", REAL[0][:18]), departments={Line.HOUSEHOLD: Office("户政大队")}, region="990785",
    place="某县", consult_phone="0999-5550785", complaint_phone="0999-5550789", halls=("大厅一", "大厅二"), closing="17:30",
    review_body="某县人民政府", court="某县人民法院", site="https://example.invalid/",
)  # fmt: skip


def said(shape, bureau=KNOWN, **parts):
    (row,) = shaped([(item(**parts), ItemStatus.IN_USE)], shape, catalogue().evidence_types, bureau).rows
    return row


def test_the_bureau_says_what_it_is_where_it_is_and_whom_to_ask():
    gb, task = said("gb39046", channels=["window", "online"]), said("c0109", channels=["window", "online"])
    assert (gb["实施主体"], gb["实施主体性质代码"], gb["承办机构"]) == ("某县公安局", "1", "户政大队")
    assert said("gb39046", Bureau(body=Office("某中心", REAL[1][:18])))["实施主体性质代码"] == ""
    assert (gb["行政管辖"], gb["行政管辖代码"], gb["办理地点"]) == ("某县", "990785", "大厅一；大厅二")
    assert (gb["咨询方式"], gb["咨询电话"], gb["监督电话"]) == ("窗口咨询；电话咨询", "0999-5550785", "0999-5550789")
    assert gb["网办地址"] == "https://example.invalid/guides/t-item/"
    assert (task["linkWay"], task["superviseWay"]) == ("1；3", "3")
    assert [task[each] for each in ("isOnline", "isExpress", "isServiceTerminals")] == [1, 0, 0]
    assert [said("c0109", channels=["mail", "kiosk"])[each] for each in ("isExpress", "isServiceTerminals")] == [1, 1]
    assert (task["reviewDept"], task["lawsuitDept"], task["centerName"]) == ("某县人民政府", "某县人民法院", "大厅一")
    assert said("gb39046", Bureau())["办理时间"] == said("gb39046", channels=["online"])["办理时间"] == ""


@pytest.mark.parametrize(
    ("shape", "columns"),
    [
        ("c0109", ("materialName", "orderNum", "isNeed", "materialCopies", "sourceExplain")),
        ("gb39046", ("材料名称", "出具机构", "是否必备材料")),
        ("c0109", ("question", "answer")),
        ("c0109", ("resultName", "resultType")),
    ],
)
def test_columns_that_belong_together_have_a_part_for_each_entry_even_where_two_say_the_same(shape, columns):
    row = said(
        shape,
        materials=[
            {"evidence": "id_card", "need": "produced", "when": when, "source": "ds-01"}
            for when in ("age < 9", "age > 9")
        ],
        faqs=[{"question": {"zh": each, "en": each}, "answer": WORDS} for each in "ab"],
        outputs=[{"key": each, "name": WORDS} for each in "ab"],
    )
    assert [len(str(row[column]).split("；")) for column in columns] == [2] * len(columns)


def test_what_is_refused_is_no_condition_of_acceptance_so_that_column_stays_empty_with_its_reason():
    refused = {"key": "late", "when": "age < 16", "effect": "refuse", "message": WORDS, "source": "law"}
    for shape, column in (("gb39046", "受理条件"), ("c0109", "acceptCondition")):
        made = shaped([(item(rules=[refused]), ItemStatus.IN_USE)], shape, catalogue().evidence_types, KNOWN)
        assert made.rows[0][column] == ""
        assert made.reasons[column] == shape_of(shape).reasons["refusals"]


def test_what_a_register_supplies_is_not_necessary_unless_a_reason_says_so_and_names_its_issuer():
    shared = {"evidence": "id_card", "need": "shared", "source": "ds-01"}
    reasoned = {"evidence": "household_book", "need": "shared", "reason": {"zh": "核对原件", "en": "Original"}}
    row = said("c0109", materials=[shared, reasoned, {"evidence": "photo", "need": "produced"}])
    assert (row["isNeed"], row["orderNum"]) == ("0；1；1", "1；2；3")
    assert said("gb39046", materials=[shared])["出具机构"] == "公安(户政)"
    assert (
        said("gb39046", materials=[{"evidence": each, "need": "produced"} for each in ("military_id", "fingerprints")])[
            "出具机构"
        ]
        == ""
    )


def test_no_result_is_a_kind_of_result_and_remedies_are_those_of_the_kind():
    row = said("c0109")
    assert row["resultType"] == "4"
    assert "12345" in row["remedies"]
    assert "行政复议" in said("c0109", kind="licence")["remedies"]
    assert said("c0109", remedies={"zh": "终局决定", "en": "Final"})["remedies"] == "终局决定"


def test_how_far_an_item_is_received_is_said_in_each_lists_own_way():
    assert [said("gb39046", scope=each)["通办范围代码"] for each in ("nationwide", "province", "city", "local")] == [
        "全国", "跨市", "跨县", "",
    ]  # fmt: skip
    assert [said("c0109", scope=each)["handleArea"] for each in ("nationwide", "local")] == ["1", "4"]


def test_who_pays_less_makes_a_fee_one_that_is_remitted():
    words = {"zh": "费", "en": "fee"}
    remitted = [{"amount": 0, "label": words, "when": "age > 70", "basis": "某通知"}, {"amount": 20, "label": words}]
    assert (said("c0109", fee={"rules": remitted})["isDesc"], said("c0109", fee={"rules": remitted})["descBasis"]) == (
        1, "某通知",
    )  # fmt: skip
    assert said("c0109", fee={"rules": remitted[1:]})["isDesc"] == 0
    assert said("c0109", fee={"unverified": True})["isDesc"] == ""


@pytest.mark.parametrize("name", SHAPES)
def test_every_column_without_a_source_says_why_in_both_languages(name):
    assert {field.reason for field in shape_of(name).fields} == {"", *shape_of(name).reasons}
    for field in shape_of(name).fields:
        assert bool(field.from_) != bool(field.reason), field.name
        assert not field.reason or all(
            (shape_of(name).reasons[field.reason].zh, shape_of(name).reasons[field.reason].en)
        )


def test_a_list_says_from_when_an_item_holds_in_the_states_way_of_writing_days():
    rows = shaped(
        [(item(), ItemStatus.IN_USE)], "c0109", catalogue().evidence_types, KNOWN, {"t-item": date(2026, 3, 9)}
    )
    assert rows.rows[0]["planEffectiveDate"] == "20260309"
    assert said("c0109")["planEffectiveDate"] == ""
