"""What the typed shape refuses is said in the words of people, in both languages, with the way to the place."""

import pytest
import yaml
from msgspec import ValidationError, convert

from tests.catalogue.builders import SMALLEST, write_room
from yichuang.catalogue.definition import Item
from yichuang.catalogue.loader import load
from yichuang.catalogue.shape_words import in_words, said
from yichuang.kernel.errors import Refusal
from yichuang.surfaces.console.editing.keeping import with_values


@pytest.mark.parametrize(
    ("part", "zh", "en", "keys"),
    [
        ({"visits": "x"}, "应为整数，现为文字", "must be a whole number, is a text", ["visits"]),
        ({"visits": -1}, "不能小于 0", "must not be less than 0", ["visits"]),
        ({"visits": 21}, "不能大于 20", "must not be more than 20", ["visits"]),
        ({"min_age": "x"}, "应为整数或空，现为文字", "must be a whole number or nothing, is a text", ["min_age"]),
        ({"channels": []}, "至少要有 1 项", "needs at least 1", ["channels"]),
        ({"name": 3}, "应为“字段: 值”，现为整数", "must be fields with values, is a whole number", ["name"]),
        ({"name": {"zh": "名"}}, "缺少字段 en", "the field en is missing", ["name"]),
        ({"colour": 1}, "没有 colour 这个字段", "there is no field colour", ["colour"]),
        ({"ds-01": 1}, "没有 ds-01 这个字段", "there is no field ds-01", ["ds-01"]),
        ({1: 2}, "字段名要写成文字（数字、是否加引号）", None, []),
        ({"name": {1: "名"}}, "字段名要写成文字（数字、是否加引号）", None, ["name"]),
        ({"scope": "galaxy"}, "没有“galaxy”这个取值", "“galaxy” is none of the values", ["scope"]),
        ({"code": "Ä"}, "只能用小写字母、数字和连字符，并以字母开头", None, ["code"]),
        ({"code": "a" * 61}, "不能超过 60 个字符", "must not be longer than 60 characters", ["code"]),
        ({"legal_basis": ["法", 3]}, "应为文字，现为整数", "must be a text, is a whole number", ["legal_basis", "1"]),
    ],
)
def test_each_refusal_of_the_shape_has_its_words(part, zh, en, keys):
    with pytest.raises(ValidationError) as refused:
        convert(SMALLEST | part, Item)
    words, place = said(refused.value)
    assert (words.zh, place) == (zh, keys)
    assert "`" not in words.en
    assert en is None or words.en == en


def test_a_sentence_that_nobody_foresaw_stands_as_it_is():
    assert in_words("Expected something else").zh == "Expected something else"


def test_a_file_and_a_form_are_refused_in_these_words(tmp_path):
    with pytest.raises(Refusal) as refused:
        load(write_room(tmp_path, yaml.safe_dump(SMALLEST | {"visits": -1}, allow_unicode=True)))
    assert "visits：不能小于 0" in refused.value.message("zh")
    with pytest.raises(Refusal) as refused:
        with_values(convert(SMALLEST, Item), {"visits": -1})
    assert refused.value.message("zh") == "字段“到现场次数”有误：不能小于 0。"
    assert refused.value.message("en") == "Visits: must not be less than 0."
