"""Codes of outside lists, and the shapes in which items leave the house."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json
from msgspec.structs import replace

from tests.catalogue.builders import SMALLEST, item
from yichuang.catalogue.definition import Channel, Codes, Handling, ItemKind, ItemStatus, Level, Scope, Subject
from yichuang.catalogue.exchange.code_maps import (
    code_list,
    code_lists,
    conflicts,
    from_outside,
    lossy_pairs,
    to_outside,
)
from yichuang.catalogue.exchange.shapes import SHAPES, shape_of, shaped
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
    lost = lossy_pairs(target, name)
    for word, code in listed.codes.items():
        back = from_outside(target, name, code)
        assert back == lost.get(word, word)
        assert to_outside(target, name, back) == code, "what came back goes out as the same code"
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
    assert {word.value for word in OURS[name]} == set(listed.codes) | set(listed.unsaid)


def test_the_lists_of_annex_a_are_all_there():
    assert set(code_lists()["gb39046"]) == {
        "item_kind", "level", "body_nature", "subject", "channel", "handling", "special_procedure", "satisfaction",
    }  # fmt: skip


def test_every_conflict_names_lists_that_are_there_and_that_really_differ():
    assert len(conflicts()) >= 8
    for conflict in conflicts():
        lists = [code_list(*place.split(".")) for place in conflict.lists]
        assert len({(tuple(each.codes.items()), tuple(each.unmapped.items())) for each in lists}) > 1


def test_the_best_rating_is_one_here_and_five_there():
    assert to_outside("gb39046", "satisfaction", "very_satisfied") == "1"
    assert to_outside("rating", "satisfaction", "very_satisfied") == "5"
    assert from_outside("rating", "handling", to_outside("gb39046", "handling", "commitment")) == "on_the_spot"


def test_an_unknown_code_is_refused():
    for act in (lambda: from_outside("gb39046", "level", "8"), lambda: to_outside("c0109", "channel", "home"),
                lambda: code_list("nobody", "level")):  # fmt: skip
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
