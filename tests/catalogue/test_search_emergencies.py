"""Danger is sent to a telephone, never to a counter; ordinary wishes are not."""

import re

import pytest

from bench.asked import Use, questions
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.search.emergency import emergency_in, kinds
from yichuang.catalogue.search.index import SURE, index_of
from yichuang.catalogue.search.words import said

INDEX = index_of(catalogue().items.values())
URGENT = {"xz-missing", "xj-escort"}
"""Items that are themselves called for in an emergency: somebody is missing; an escort to the hospital."""


def number(text):
    found = INDEX.search(text).emergency
    return found.numbers[0] if found else ""


@pytest.mark.parametrize(
    ("first", "texts"),
    [
        ("110", ["有人要杀我", "老公家暴", "老公打我", "被人跟踪", "有人打架", "家里进贼了"]),
        ("110", ["我被人用刀捅了", "报警", "110", "救命"]),
        ("110", ["someone is following me", "my husband beats me", "He wants to kill me!", "help me", "I was raped"]),
        ("110", ["孩子走丢了", "我女儿被拐", "老人走失", "I can't find my son", "my child is missing"]),
        ("110", ["有人要跳楼", "他吃了一瓶安眠药", "我不想活了，割腕了", "my friend is suicidal", "she wants to jump"]),
        ("12356", ["想自杀", "我不想活了", "活不下去了", "I want to die", "I want to kill myself"]),
        ("110", ["孩子掉河里了", "有人溺水", "a boy is drowning"]),
        ("110", ["骗子让我转账", "刚转了五万发现被骗了", "网上被骗钱", "I am being scammed", "he is blackmailing me"]),
        ("119", ["着火了", "楼下着火有人被困", "火警", "煤气泄漏", "my house is on fire"]),
        ("120", ["我爸晕倒了叫不醒", "没有呼吸", "狗咬人", "he is not breathing", "heart attack"]),
        ("122", ["车祸有人受伤", "撞车了对方跑了", "我被车撞了", "car accident people injured", "I was hit by a car"]),
        ("110", ["有人要殺我", "老公打我，我的身份证也被他抢了", "jiuming", "you ren yao sha wo"]),
    ],
)  # fmt: skip
def test_danger_is_answered_by_a_number(first, texts):
    assert {text: number(text) for text in texts} == dict.fromkeys(texts, first)


@pytest.mark.parametrize(
    "text",
    [
        "报警回执", "火车票丢了", "一家人户口", "丢了身份证", "去年被家暴，要报警记录证明", "被偷的车找回来了吗",
        "救命护照找不到了", "打火机厂办许可", "police clearance certificate", "fire safety permit", "", "？",
    ],
)  # fmt: skip
def test_an_ordinary_wish_is_none(text):
    assert emergency_in(text) is None


def test_no_tuning_question_is_taken_for_one_but_where_an_item_for_emergencies_is_right():
    asked = [each for each in questions() if each.use is Use.TUNING]
    false = [each.said for each in asked if not each.right & URGENT and emergency_in(each.said)]
    assert len(asked) > 800
    assert false == []


def test_nor_is_anything_that_people_say_of_another_item_or_office():
    assert [text for code, texts in said().items() if code not in URGENT for text in texts if emergency_in(text)] == []


def test_below_the_number_stands_only_what_is_sure():
    answer = INDEX.search("孩子走丢了")
    assert [fit.code for fit in answer.items] == ["xz-missing"]
    assert answer.items[0].score >= SURE
    assert INDEX.search("我老婆要生了堵在高架上动不了，救命能不能派个警车带路去医院").items[0].code == "xj-escort"
    assert INDEX.search("老公家暴").items == ()
    assert INDEX.search("着火了").agency is None


def test_each_kind_is_known_by_each_of_its_own_sayings_unless_a_graver_one_is():
    order = [each.name.zh for each in kinds().kinds.values()]
    for each in kinds().kinds.values():
        for text in (*each.danger, *each.said, *each.alone):
            found = emergency_in(text.replace("…", "了"))
            assert found is not None, text
            if text in each.danger:
                assert order.index(found.name.zh) <= order.index(each.name.zh), text


def test_every_kind_is_complete_in_both_languages():
    for each in kinds().kinds.values():
        assert all((each.name.zh, each.name.en, each.first.zh, each.first.en))
        assert len(each.now.zh.splitlines()) == len(each.now.en.splitlines()) > 1
        assert set(each.then) <= set(catalogue().items)
        assert set(each.numbers) <= set(kinds().numbers)


def test_only_numbers_of_the_whole_country_are_named_and_the_same_in_both_languages():
    assert set(kinds().numbers) == {"110", "119", "120", "122", "12110", "96110", "12338", "12355", "12356"}
    told = re.compile(r"1\d{2}(?!\d| m|\d? ?米)|12\d{3}|96110")
    for each in kinds().kinds.values():
        chinese, english = (set(told.findall(text)) for text in (each.now.zh, each.now.en))
        assert chinese == english <= set(kinds().numbers), each.name.zh
