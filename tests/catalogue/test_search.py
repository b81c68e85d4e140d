"""Search that understands people: what they say finds what they need, says why, and says when nothing fits."""

from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.search import characters
from yichuang.catalogue.search.characters import initials, simplify, spelled
from yichuang.catalogue.search.index import event_of, index_of
from yichuang.catalogue.search.telling import why
from yichuang.catalogue.search.words import book, events, said

INDEX = index_of(catalogue().items.values())


def first(text: str) -> str:
    found = INDEX.search(text).items
    return found[0].code if found else ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我家宝宝上个月出生，想报户口", "hz-birth-domestic"), ("驾照到期了", "jg-d-renew"),
        ("身份证丢了", "hz-id-reissue"), ("去香港玩要办什么", "crj-hkmo-first"),
        ("在外地把身份证弄丢了", "hz-id-remote-reissue"),
    ],
)  # fmt: skip
def test_plain_words_find_what_is_needed(text, code):
    assert first(text) == code


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("護照到期換發", "护照到期换发"), ("架照到期", "驾照到期"), ("身份征丢了", "身份证丢了"),
        ("huzhao huanfa", "护照换发"), ("HZHF", "护照换发"), ("shenfenzheng diule", "身份证丢了"),
    ],
)  # fmt: skip
def test_however_it_is_spelled_the_same_item_comes_first(text, plain):
    assert first(text) == first(plain) != ""


@pytest.mark.parametrize(
    ("text", "code"),
    [("I lost my passport", "crj-passport-reissue"), ("extend my visa", "crj-visa-extend")],
)
def test_english_is_understood(text, code):
    assert first(text) == code


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("社保卡丢了", "social_security"), ("领结婚证", "civil_affairs"), ("提取公积金", "housing_fund"),
        ("医保怎么报销", "health_insurance"),
    ],
)  # fmt: skip
def test_what_another_office_does_is_sent_there(text, agency):
    answer = INDEX.search(text)
    assert answer.items == ()
    assert answer.agency == book().agencies[agency]


@pytest.mark.parametrize("text", ["", "   ", "？！", "葡萄怎么种", "qqqqzzzz", "🙂", "the of and"])
def test_nothing_fits_is_an_answer(text):
    assert INDEX.search(text).items == ()


def test_one_word_of_another_office_does_not_hide_what_is_ours():
    assert first("没领结婚证生的孩子上户口") == "hz-birth-nonmarital"


def test_each_answer_says_why_in_both_languages():
    fit = INDEX.search("身份正唔见了").items[0]
    assert "“身份正”按“身份证”理解" in why(fit.reasons, "zh")
    assert any("身份证" in reason for reason in why(fit.reasons, "en"))
    assert "“唔见”即“丢失”" in why(fit.reasons, "zh")
    assert "“唔见” means lost" in why(fit.reasons, "en")


def test_a_question_about_one_thing_alone_shows_what_is_asked_most():
    found = [fit.code for fit in INDEX.search("护照").items[:3]]
    assert {"crj-passport-first", "crj-passport-renew"} <= set(found)
    assert catalogue().items[found[0]].high_frequency


def test_life_events_are_named_beside_the_items():
    answer = INDEX.search("证件全部丢了")
    assert "bd-lost-all" in {fit.code for fit in answer.events}
    assert event_of("bd-lost-all").name.zh


def test_an_index_is_made_once_for_the_same_versions_and_anew_for_others():
    items = tuple(catalogue().items.values())
    assert index_of(items) is index_of(items)
    assert index_of(items[:5]) is not index_of(items)


@given(st.text(max_size=160))
def test_whatever_is_typed_is_answered(text):
    answer = INDEX.search(text)
    assert all(fit.score > 0 and fit.reasons for fit in answer.items)
    assert not (answer.items and answer.agency)


@given(st.sampled_from(sorted(catalogue().items)))
def test_every_item_is_found_by_its_own_name_and_code(code):
    assert first(code) == code
    assert code in {fit.code for fit in INDEX.search(catalogue().items[code].name.zh).items[:2]}


# --- the data -----------------------------------------------------------------------------------------------------------


def test_every_item_has_sayings_and_no_saying_speaks_of_an_unknown_item():
    assert set(said()) == set(catalogue().items)


def test_every_saying_finds_its_item_among_the_first_five():
    lost = [
        (code, text)
        for code, texts in said().items()
        for text in texts
        if code not in {fit.code for fit in INDEX.search(text).items[:5]}
    ]
    assert lost == []


def test_notions_are_near_to_notions_that_exist():
    assert {other for notion in book().notions.values() for other in notion.near} <= set(book().notions)


def test_life_events_name_items_that_exist():
    ours = {code for event in events() for code in event.items if not code.startswith("ext:")}
    assert len(events()) >= 71
    assert ours <= set(catalogue().items)


# --- characters ---------------------------------------------------------------------------------------------------------


def test_the_tables_are_the_recorded_ones():
    home = Path(characters.__file__).parent
    for each in yaml.safe_load((home / "VENDORED.yaml").read_text("utf-8")):
        assert sha256((home / each["file"]).read_bytes()).hexdigest() == each["sha256"]


def test_characters_are_simplified_spelled_and_sounded():
    assert simplify("臺灣居民來往大陸通行證ＡＢ") == "台湾居民来往大陆通行证ab"
    assert spelled("shenfenzheng") == ("shen", "fen", "zheng")
    assert spelled("hzhf") == ()
    assert [set("zc") <= set(letters) for letters in initials("重")] == [True]
