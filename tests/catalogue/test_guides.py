"""Guides say what the definitions say, in words, and change with them."""

from datetime import datetime
from pathlib import Path

import pypdf
import pytest
from django.test import Client
from msgspec.structs import replace

from tests.ground.world import World
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item, Limit, Line, Material, Need, Text, Unit
from yichuang.catalogue.guides.booklet import build, pages
from yichuang.catalogue.guides.filled_form import filled
from yichuang.catalogue.guides.guide import Way, guide
from yichuang.catalogue.guides.house import House
from yichuang.catalogue.guides.own_case import answers_in, own_case
from yichuang.catalogue.guides.reader import facts_of
from yichuang.catalogue.guides.saying import in_words
from yichuang.catalogue.lint.expressions import conditions
from yichuang.catalogue.loader import catalogue
from yichuang.kernel.fonts import unprintable
from yichuang.kernel.identifiers import check_citizen_id, check_credit_code
from yichuang.kernel.localtime import BUREAU_TIME

NOW = datetime(2026, 11, 21, 9, tzinfo=BUREAU_TIME)
HOUSE = House(Text("澄溪县公安局", "Chengxi County"), "0999-5550785", "0999-5550789", "https://yc.example.test")


def renewal() -> Item:
    return catalogue().items["hz-id-renew"]


@pytest.mark.parametrize(
    ("expression", "zh", "en"),
    [
        ("age < 16", "不满16周岁", "under 16"),
        ("agent && age >= 60", "委托他人代办，且满60周岁", "an agent files and 60 or older"),
        ('!("photo" in has)', "还没有相片", "is not held yet"),
        (
            'age >= 18 && (channel == "online" || channel == "mail")',
            "（办理渠道为“网上”，或者办理渠道为“邮寄”）",
            "(channel",
        ),
        ("months_between(today, form.id_card_expiry) < 3", "不满3个月", "less than 3 months from"),
        ("form.id_card_expiry < today", "视“", "depending on"),
    ],
)
def test_a_condition_is_said_in_words(expression, zh, en):
    said = in_words(expression, renewal(), catalogue())
    assert zh in said.zh
    assert en in said.en


def test_every_condition_of_the_catalogue_has_words_in_both_languages_and_no_code_in_them():
    for item in catalogue().items.values():
        for place, expression in conditions(item):
            said = in_words(expression, item, catalogue())
            for text in (said.zh, said.en):
                assert text, f"{item.code} {place}: {expression}"
                shown = [sign for sign in ("&&", "||", "==", "answers.", "form.", "视“”") if sign in text]
                assert not shown, f"{item.code} {place}: {text}"


def test_a_changed_limit_shows_on_the_next_page():
    before = guide(renewal(), catalogue())
    shorter = replace(renewal(), limits=replace(renewal().limits, promised=Limit(7, Unit.WORKING_DAY)))
    after = guide(shorter, catalogue())
    assert [fact.value.zh for fact in after.facts if fact not in before.facts] == ["7 个工作日"]


def test_what_the_sources_leave_open_is_marked_on_the_page():
    item = next(each for each in catalogue().items.values() if "limits.promised" in each.unverified)
    page = guide(item, catalogue())
    assert any(fact.open and fact.label.zh == "承诺办结时限" for fact in page.facts)
    assert "承诺时限" in [name.zh for name in page.open]


def test_a_page_shows_what_the_licensing_law_asks_for_and_every_sign_can_be_printed():
    for item in catalogue().items.values():
        page = guide(item, catalogue())
        assert page.stages
        assert page.facts
        assert page.remedies.zh
        assert unprintable(f"{page.name.zh}{page.remedies.zh}{''.join(line.name.zh for line in page.materials)}") == ()


def test_answers_make_the_list_the_readers_own():
    item = catalogue().items["crj-passport-renew"]
    unknown = own_case(item, catalogue(), Facts(channel="window", today=NOW.date()))
    assert unknown.following is not None
    first = unknown.following
    told = answers_in(item, {first.key: first.options[0].value, "nonsense": "x"})
    assert set(told) == {first.key}
    known = own_case(item, catalogue(), Facts(age=30, channel="window", answers=told, today=NOW.date()))
    assert known.asked[0][0].key == first.key
    assert len(known.perhaps) <= len(unknown.perhaps)


def test_what_the_office_looks_up_or_takes_at_the_window_is_nothing_to_bring():
    told = {"id_photo": "on_site", "support_status": "allowance", "age": "30", "id_card_state": "expiring"}
    own = own_case(renewal(), catalogue(), facts_of(renewal(), told, NOW.date()))
    assert [paper.name.zh for paper in own.bring] == ["原居民身份证"]
    assert all(paper.way is Way.HERE for paper in own.here)
    assert len(own.here) == 1
    assert any("低" in paper.name.zh for paper in own.ours)


def test_two_materials_of_the_same_proof_stay_apart():
    """The lines are made of the materials that are wanted, not found again by their place or likeness."""
    both = [Material("photo", Need.PRODUCED, when="age < 16"), Material("photo", Need.SHARED, when="age >= 16")]
    item = replace(renewal(), materials=tuple(both))
    for age, way in ((10, Way.BRING), (30, Way.OURS)):
        own = own_case(item, catalogue(), Facts(age=age, channel="window", today=NOW.date()))
        assert [paper.way for paper in own.materials] == [way]


def test_a_reader_is_taken_as_they_say_and_no_further():
    item = renewal()
    assert facts_of(item, {"channel": "online"}, NOW.date()).channel == "online"
    assert facts_of(item, {"channel": "home", "agent": "yes"}, NOW.date()).channel == "window"
    assert facts_of(item, {"agent": "yes"}, NOW.date()).agent is False, "nobody can file this for another"
    learner = catalogue().items["jg-d-learn"]
    assert facts_of(learner, {}, NOW.date()).channel == "online", "where there is no window nobody is sent to one"
    guardians = {"": None, "9": True, "17": None, "18": False, "131": None, "9" * 5000: None, "-1": None, "٣٠": False}
    assert {age: facts_of(item, {"age": age}, NOW.date()).guardian for age in guardians} == guardians


def test_a_rule_on_what_somebody_holds_refuses_nobody_unknown():
    learner = catalogue().items["jg-d-learn"]
    assert own_case(learner, catalogue(), facts_of(learner, {}, NOW.date())).refused == ()


def test_one_day_is_one_day_in_english_too():
    one = guide(replace(renewal(), limits=replace(renewal().limits, promised=Limit(1, Unit.WORKING_DAY))), catalogue())
    assert next(fact.value.en for fact in one.facts if fact.key == "limits.promised") == "1 working day"


def test_a_page_has_no_line_without_words():
    for item in catalogue().items.values():
        page = guide(item, catalogue())
        empty = [fact.label.zh for fact in page.facts if not fact.value.zh.strip("—")]
        raw = [name.zh for name in (*page.open, *page.local) if name.zh.isascii()]
        assert (empty, raw) == ([], []), item.code


def test_the_sample_form_is_filled_with_numbers_that_check_and_belong_to_nobody():
    elements = catalogue().elements
    for key in ("applicant_id_number", "guardian_id_number"):
        assert check_citizen_id(filled(elements[key]).zh, today=NOW.date()).region.startswith("99")
    check_credit_code(filled(elements["organisation_code"]).zh)
    vague = [key for key, element in elements.items() if filled(element).zh in {"", "如实填写"}]
    assert vague == [], "a sample that says “as it is” shows nobody how"


def test_the_booklet_has_a_cover_contents_each_item_and_an_index(tmp_path: Path):
    made = build(tmp_path, catalogue(), HOUSE, NOW, lines=(Line.DOGS, Line.BORDER))
    names = {each.file.name for each in made}
    assert names == {"guide.zh.pdf", "guide.en.pdf", "manual.dogs.zh.pdf", "manual.border.zh.pdf"}
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "guide.zh.pdf").pages)
    own = pages(catalogue(), (Line.DOGS, Line.BORDER))
    assert len(own) == 4
    for wanted in ("目录", "索引", "澄溪县公安局", "0999-5550785", *(page.name.zh for page in own)):
        assert wanted in text.replace("\n", ""), wanted
    english = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "guide.en.pdf").pages)
    assert "What to bring" in english


def test_the_web_page_answers_and_an_unknown_item_is_not_found(world: World):
    del world
    browser = Client()
    assert "居民身份证到期换领" in browser.get("/guides/").content.decode()
    page = browser.get("/guides/hz-id-renew/?age=30").content.decode()
    assert "样东西" in page
    question = renewal().situations[0]
    answered = browser.get(f"/guides/hz-id-renew/?age=30&{question.key}={question.options[0].value}").content.decode()
    assert "重新回答" in answered
    assert browser.get("/guides/hz-nothing/").status_code == 404
    assert browser.get("/guides/hz-id-renew/?age=x&id_card_state=nonsense").status_code == 200
