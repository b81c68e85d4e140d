"""The English guide is English: citations and remarks too, and the Chinese citation stays the law's."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.catalogue.guides.citing import cited
from yichuang.catalogue.guides.guide import guide
from yichuang.catalogue.guides.page import Blank
from yichuang.catalogue.loader import national

CHINESE = re.compile(r"[\u3400-\u9fff]")


def english(told: Any) -> Iterator[str]:
    """Every English text of a page; what stands in the sample of a Chinese form is Chinese."""
    if isinstance(told, Text):
        yield told.en
    elif isinstance(told, Blank):
        yield told.name.en
    elif isinstance(told, tuple):
        yield from (text for each in told for text in english(each))
    elif isinstance(told, Struct):
        yield from (text for name in told.__struct_fields__ for text in english(getattr(told, name)))


def test_no_page_has_chinese_in_its_english_text():
    shelf = national()
    left = [
        (item.code, text)
        for item in shelf.items.values()
        for text in english(guide(item, shelf))
        if CHINESE.search(text)
    ]
    assert left == []


def test_every_term_in_words_has_its_english_whether_the_page_needs_it_or_not():
    terms = {output.validity_note for item in national().items.values() for output in item.outputs}
    assert [term for term in terms if CHINESE.search(cited(term).en)] == []


@pytest.mark.parametrize(
    ("chinese", "in_english"),
    [
        ("《居民身份证法》第十二条", "Resident Identity Card Law, art. 12"),
        ("《居民身份证法》第二、三、五条", "Resident Identity Card Law, arts. 2, 3 and 5"),
        ("《国家赔偿法》第九至十四、二十二至二十四条", "State Compensation Law, arts. 9 to 14 and 22 to 24"),
        ("《民法典》第一千一百零五条", "Civil Code, art. 1105"),
        ("《护照法》第六条第四款（合理紧急事由加急）", "Passport Law, art. 6 para. 4 (urgent for good reason)"),
        ("国务院令第412号；国发〔1999〕25号", "State Council Order No. 412; Guo Fa [1999] No. 25"),
        ("《道路交通安全法》第十八条；某局的规定", "《道路交通安全法》第十八条；某局的规定"),
        ("《无人知晓法》第三条", "《无人知晓法》第三条"),
        ("", ""),
    ],
)
def test_a_citation_is_read_piece_by_piece_and_left_alone_where_a_piece_is_unknown(chinese, in_english):
    assert cited(chinese) == Text(chinese, in_english)


@given(st.text(alphabet="《》第十二条款项章、；（）()居民身份证法〔〕2021号 原", max_size=20))
def test_whatever_a_bureau_writes_is_told_whole_in_one_language(chinese):
    told = cited(chinese).en
    assert told == chinese or not CHINESE.search(told)
