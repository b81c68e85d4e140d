"""What the platform knows is not asked: each known answer has its case, and a register's silence leaves the question."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.builders import item, question
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.home import Home, home, names, own_places
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.situations import answered, open_questions, questions, settled

HERE = own_places(
    "440785", [("county", "恩平市公安局政务服务大厅"), ("county", "恩平市公安局"), ("city", "江门市公安局")]
)
ITEMS = catalogue().items
HERE_FILE = Path(__file__)
CASES: list[tuple[str, str, dict[str, Any], str | None]] = [
    tuple(row) for row in yaml.safe_load(HERE_FILE.with_name("known_answers.yaml").read_text("utf-8"))
]
REASONS: dict[str, list[str]] = yaml.safe_load(HERE_FILE.with_name("asked_because.yaml").read_text("utf-8"))


def facts(told: dict[str, Any]) -> Facts:
    sets = {name: frozenset(told[name]) for name in ("has", "together") if name in told}
    person = {"age": 30, "channel": "window", "nationality": "CHN", "today": date(2026, 11, 21), "here": HERE}
    return Facts(**{**person, **told, **sets})


@pytest.mark.parametrize(("key", "code", "told", "option"), CASES, ids=lambda value: str(value)[:40])
def test_an_answer_is_known_from_what_is_told_and_from_nothing_else(
    key: str, code: str, told: dict[str, Any], option: str | None
) -> None:
    found = answered(ITEMS[code], facts(told)).get(key)
    assert (found.value if found else None) == option
    if option is not None:
        assert key not in {each.key for each in open_questions(ITEMS[code], facts(told))}
        assert settled(ITEMS[code], facts(told)).answers[key] == option


@pytest.mark.parametrize(("key", "code", "told", "option"), CASES, ids=lambda value: str(value)[:40])
def test_a_register_that_keeps_silent_leaves_the_question_to_the_person(
    key: str, code: str, told: dict[str, Any], option: str | None
) -> None:
    silent = facts({name: value for name, value in told.items() if name in {"age", "channel", "answers"}})
    assert key not in answered(ITEMS[code], silent)


def test_every_known_answer_of_the_catalogue_has_its_case() -> None:
    covered = {(key, option) for key, _, _, option in CASES}
    written = {
        (each.key, option.value)
        for of in ITEMS.values()
        for each in of.situations
        for option in each.options
        if option.known
    }
    assert written == {pair for pair in covered if pair[1] is not None}


def test_the_same_question_is_known_from_the_same_things_wherever_it_is_asked() -> None:
    """But where it speaks of another document or of another person's household."""
    told: dict[str, set[tuple[str, ...]]] = {}
    for of in ITEMS.values():
        for each in of.situations:
            told.setdefault(each.key, set()).add(tuple(option.known for option in each.options))
    assert {key for key, ways in told.items() if len(ways) > 1} <= {
        "online_ready", "sponsor_household", "move_dwelling", "record_place",
    }  # fmt: skip


@pytest.mark.parametrize("code", [code for code, item in ITEMS.items() if item.high_frequency])
def test_a_question_of_a_frequent_item_has_a_known_answer_or_a_reason_to_be_asked(code: str) -> None:
    asked = {each.key for each in ITEMS[code].situations if not any(option.known for option in each.options)}
    assert asked <= {key for keys in REASONS.values() for key in keys}


def test_no_reason_stands_for_a_question_that_is_known_or_gone() -> None:
    known = {
        each.key for of in ITEMS.values() for each in of.situations if any(option.known for option in each.options)
    }
    every = {each.key for of in ITEMS.values() for each in of.situations}
    reasons = [key for keys in REASONS.values() for key in keys]
    assert sorted(set(reasons)) == sorted(reasons)
    assert set(reasons) <= every - known | {"move_dwelling", "online_ready", "sponsor_household"}


def test_what_is_known_wins_over_what_was_said_on_another_day() -> None:
    told = facts({"form": {"vehicle_status": "seized"}, "answers": {"vehicle_state": "clear"}})
    assert settled(ITEMS["jg-v-license"], told).answers["vehicle_state"] == "seized"


def test_an_answer_that_refuses_ends_the_path_and_a_better_one_goes_on() -> None:
    renew, told = ITEMS["hz-id-renew"], facts({})
    lost = facts({"answers": {"id_card_state": "lost"}})
    assert [each.key for each in questions(renew, lost)] == ["id_card_state"]
    assert open_questions(renew, lost) == ()
    assert len(open_questions(renew, told)) > 1
    assert len(questions(renew, facts({"answers": {"id_card_state": "damaged", "id_collection": "self"}}))) == 1


def test_a_question_that_does_not_apply_is_not_known_either() -> None:
    asked = question("why", "lost", "damaged", when='channel == "online"', known={"lost": "age >= 18"})
    assert answered(item(situations=[asked]), facts({"channel": "window"})) == {}
    assert answered(item(situations=[asked]), facts({"channel": "online"}))["why"].value == "lost"


@given(
    st.sampled_from([*names().provinces.values(), ""]),
    st.sampled_from(["江门市", "广州市", "台山市", "恩平市", ""]),
    st.sampled_from(["恩平市", "新会区", "天河区", "", "人民路1号"]),
)
def test_an_address_never_lies_nearer_than_it_says(province: str, city: str, county: str) -> None:
    found = home(province + city + county, HERE)
    if province and province != "广东省":
        assert found == Home.ELSEWHERE
    if found == Home.COUNTY:
        assert "恩平市" in (city, county)
    if found == Home.CITY:
        assert city == "江门市"
    if found == Home.PROVINCE:
        assert province == "广东省"
        assert city in {"广州市", "台山市"}


def test_a_district_of_a_municipality_lies_in_one_city_with_the_others() -> None:
    chaoyang = own_places("110105", [("county", "北京市公安局朝阳分局"), ("province", "北京市公安局")])
    assert home("北京市朝阳区建国路", chaoyang) == "county"
    assert home("北京市海淀区", chaoyang) == "city"
    assert home("辽宁省朝阳市", chaoyang) == "elsewhere"
