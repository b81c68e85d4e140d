"""Two versions compared in plain words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.catalogue.builders import WORDS, item, question
from yichuang.catalogue.changes.difference import difference, is_editorial
from yichuang.catalogue.definition import Item, Limit, Limits, Text, Unit
from yichuang.catalogue.loader import catalogue

CODES = sorted(catalogue().items)
ITEMS = st.sampled_from(CODES).map(lambda code: catalogue().items[code])
FIELDS = [name for name in Item.__struct_fields__ if name not in ("version", "code")]


@settings(deadline=None)
@given(ITEMS, ITEMS, st.lists(st.sampled_from(FIELDS), unique=True))
def test_nothing_that_differs_is_left_unsaid_and_nothing_else_is_said(one, other, taken):
    mixed = replace(one, **{name: getattr(other, name) for name in taken})
    said = {change.path.split(".")[0] for change in difference(one, mixed)}
    assert said == {name for name in FIELDS if getattr(one, name) != getattr(mixed, name)}


def sentences(old, new, language="zh"):
    return [getattr(change.sentence, language) for change in difference(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        ({}, {"visits": 2}, "到现场次数：1 → 2", "Visits: 1 → 2"),
        ({}, {"agent_allowed": False}, "可委托代办：是 → 否", "Agent allowed: yes → no"),
        ({}, {"channels": ["window", "online"]}, "办理渠道：窗口 → 窗口、网上", "Channels: Window → Window, Online"),
        (
            {"materials": [{"evidence": "x", "need": "produced"}]},
            {"materials": [{"evidence": "x", "need": "shared"}]},
            "材料“x”的提交要求：必须提交 → 共享免交",
            "Material “x”: How it is met: Must be produced → Obtained by sharing",
        ),
        ({}, {"materials": [{"evidence": "x", "need": "shared"}]}, "增加材料“x”", "Material “x” added"),
        ({"form": [{"element": "y"}]}, {}, "取消表单项“y”", "Form field “y” removed"),
        (
            {"situations": [question("a", "1", "2"), question("b", "1", "2")]},
            {"situations": [question("b", "1", "2"), question("a", "1", "2")]},
            "情形的顺序：字、字 → 字、字",
            "Question: order: words, words → words, words",
        ),
        (
            {},
            {"name": {"zh": "测试事项", "en": "New"}},
            "名称（英文）：Test item → New",
            "Name (English): Test item → New",
        ),
    ],
)
def test_each_kind_of_difference_has_its_sentence_in_both_languages(old, new, zh, en):
    assert sentences(item(**old), item(**new)) == [zh]
    assert sentences(item(**old), item(**new), "en") == [en]


def test_limits_are_said_with_their_unit_and_basis():
    slow, fast = (
        item(limits={"promised": {"amount": 1, "unit": "working_day"}}),
        replace(item(), limits=Limits(Limit(0, Unit.ON_THE_SPOT), Limit(20, Unit.WORKING_DAY, "某法第一条"))),
    )
    assert sentences(slow, fast) == ["承诺时限：1 个工作日 → 当场办结", "法定时限：无 → 20 个工作日 (某法第一条)"]


def test_wording_is_editorial_and_what_is_owed_is_not():
    for path in ("faqs.*.answer.zh", "faqs.*.answer.en", "steps.*.name.zh", "steps.*.name.en", "note"):
        assert is_editorial(path), path
    for path in (
        "limits.promised",
        "materials.*",
        "materials.*.need",
        "legal_basis",
        "rules.*.message.zh",
        "rules.*.message.en",
        "name.en",
        "remedies.en",
        "situations.*.question.zh",
        "situations.*.question.en",
        "situations.*.options.*.label.en",
        "materials.*.note.zh",
        "materials.*.note",
        "situations.*.options.*.label.zh",
        "fee.note",
        "remedies.zh",
        "unverified",
        "fee.rules.*.amount",
    ):
        assert not is_editorial(path), path
    renamed = replace(item().steps[0], name=Text("改名", WORDS["en"]))
    changed = difference(item(), replace(item(), visits=2, steps=(renamed, item().steps[1])))
    assert [change.editorial for change in changed] == [True, True, False]
