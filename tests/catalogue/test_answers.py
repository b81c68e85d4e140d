"""Common questions: what an answer leaves to the definition is filled in, so that it never contradicts the page."""

import pytest
from msgspec.structs import replace

from tests.catalogue.builders import item
from yichuang.catalogue.definition import Faq, Fee, FeeRule, ItemStatus, Limit, Text, Unit
from yichuang.catalogue.exchange.shapes import shaped
from yichuang.catalogue.guides.guide import guide
from yichuang.catalogue.lint.answers import answers_filled, answers_repeat_nothing, figures
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.wording import BLANK

WORDS = Text("费", "fee")


def asking(zh, en="—", **parts):
    return replace(item(), faqs=(Faq(Text("问", "Q"), Text(zh, en)),), **parts)


def told(one):
    (line,) = guide(one, catalogue()).faqs
    return line.note


def promising(one, amount, unit=Unit.WORKING_DAY):
    return replace(one, limits=replace(one.limits, promised=Limit(amount, unit)))


def found(one):
    return [detail.removeprefix("问 ") for _, detail in answers_repeat_nothing(one, catalogue())]


@pytest.mark.parametrize("code", ["crj-passport-first", "crj-passport-renew", "hz-id-temp"])
def test_an_answer_says_the_promise_of_the_day(code):
    changed = promising(catalogue().items[code], 6)
    said = " ".join(line.note.zh + line.note.en for line in guide(changed, catalogue()).faqs)
    assert "6 个工作日" in said
    assert "6 working days" in said


def test_where_nothing_is_promised_or_set_by_law_the_answer_says_so():
    silent = asking("{promised}；{statutory}", limits=replace(item().limits, promised=None, statutory=None))
    assert told(silent).zh == "本部门尚未公布；法律没有规定"


def test_an_answer_says_the_fee_in_short():
    fee = Fee((FeeRule(300, WORDS, "age < 60"), FeeRule(600, WORDS)))
    assert told(asking("{fee}。", "{fee}.", fee=fee)) == Text("300 元至 600 元。", "300 yuan to 600 yuan.")
    assert told(asking("{fee}。", "{fee}.", fee=Fee(unverified=True))).zh == "以窗口公示为准。"


def test_every_answer_of_the_list_is_filled_on_the_page_and_in_the_states_list():
    kinds = catalogue().evidence_types
    left_open = [one for one in catalogue().items.values() if any(BLANK.search(each.answer.zh) for each in one.faqs)]
    assert len(left_open) >= 25
    for one in left_open:
        notes = [line.note for line in guide(one, catalogue()).faqs]
        (row,) = shaped([(one, ItemStatus.IN_USE)], "c0109", kinds).rows
        assert not any(BLANK.search(each) for note in notes for each in (note.zh, note.en, str(row["answer"])))


def test_sums_and_working_days_are_found_however_they_are_written():
    assert found(asking("工本费20元，受理后七个工作日内，最晚 十五工作日。")) == ["20元", "七个工作日", "十五工作日"]


def test_days_are_found_where_they_are_the_promised_ones_and_not_days_before_something():
    said = asking("受理后六十日内办结，每次停留30天，期满六十日以前申请，2019年8月1日起暂停。")
    assert found(promising(said, 60, Unit.CALENDAR_DAY)) == ["六十日"]
    assert found(promising(said, 60)) == []


@pytest.mark.parametrize(
    ("said", "number"), [("7", 7), ("七", 7), ("十", 10), ("十五", 15), ("四十五", 45), ("一百八十", 180), ("两", 2)]
)
def test_numbers_are_read_in_both_ways_of_writing(said, number):
    assert figures().number(said) == number


def test_a_blank_that_nothing_fills_or_that_one_language_lacks_is_found():
    assert [detail for _, detail in answers_filled(asking("{price}。", "{price}."), catalogue())] == ["问 {price}"]
    assert [detail for _, detail in answers_filled(asking("{fee}。", "20 yuan."), catalogue())] == ["问 {fee}"]
    assert list(answers_filled(asking("{fee}。", "{fee}."), catalogue())) == []
