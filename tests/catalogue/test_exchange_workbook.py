"""The catalogue as a spreadsheet: what goes out comes in again, and what is wrong is said cell by cell."""

import re
import zipfile
from datetime import date

import pytest
from msgspec.structs import replace
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from tests.catalogue.builders import SMALLEST, item, question
from yichuang.catalogue.definition import Item
from yichuang.catalogue.exchange.archive import FIRST_DAY
from yichuang.catalogue.exchange.sheets import layout, rows
from yichuang.catalogue.exchange.workbook import read_workbook, write_workbook
from yichuang.catalogue.loader import catalogue
from yichuang.kernel.errors import Refusal

FULL = item(
    situations=[question("q", "a", "b")],
    outputs=[{"key": "o", "name": SMALLEST["name"], "validity": [{"years": 5, "when": "age < 16"}, {}]}],
    form=[{"element": "applicant_name", "required": False}],
    materials=[{"evidence": "photo", "need": "shared"}],
    legal_basis=["甲法第一条", "乙法"],
    depends_on=["t-x", "t-y"],
)


@pytest.fixture
def book(tmp_path):
    """A workbook of one item, with a cell changed; the path."""

    def made(*changes, items=(FULL,)):
        path = tmp_path / "items.xlsx"
        write_workbook(items, path)
        opened = load_workbook(path)
        for title, place, value in changes:
            opened[title][place] = value
        opened.save(path)
        return path

    return made


def refused(path):
    with pytest.raises(Refusal) as refusal:
        read_workbook(path)
    return refusal.value


def sentences(path):
    taken = read_workbook(path)
    assert not taken.items, "nothing is half-imported"
    return [error.sentence("zh") for error in taken.errors]


def cell(title, heading, row=3):
    sheet = next(each for each in layout() if each.title == title)
    return f"{get_column_letter(sheet.headings.index(heading) + 1)}{row}"


def test_every_definition_comes_back_as_it_went_out(tmp_path):
    every = tuple(catalogue().items.values())
    write_workbook(every, tmp_path / "all.xlsx")
    taken = read_workbook(tmp_path / "all.xlsx")
    assert taken.errors == ()
    assert {each.code: each for each in taken.items} == {each.code: each for each in every}


def test_no_field_of_an_item_is_without_a_column():
    paths = {key.split(".")[0] for sheet in layout() for key in ([sheet.list] if sheet.list else sheet.keys)}
    assert set(Item.__struct_fields__) - paths == {"version"}


def test_nested_entries_come_back_too(book):
    assert read_workbook(book()).items == (FULL,)


def test_a_text_that_begins_like_a_formula_stays_a_text(tmp_path):
    odd = replace(FULL, note="=1+1")
    write_workbook([odd], tmp_path / "odd.xlsx")
    assert read_workbook(tmp_path / "odd.xlsx").items == (odd,)


def test_a_mark_on_a_line_of_the_fee_keeps_the_words_that_name_it(tmp_path):
    marks = ("limits.promised", "fee.rules.低保、特困对象免费", "fee.rules.香港二次签注30元，澳门一次签注15元", "steps")
    write_workbook([replace(FULL, unverified=marks)], tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx").items[0].unverified == marks


def test_words_keys_and_english_are_understood_alike(book):
    for said in ("户政", "household", "Household registration"):
        assert read_workbook(book(("事项", cell("事项", "警种"), said))).items == (FULL,)


@pytest.mark.parametrize(
    ("written", "meant"), [("工作日", "working_day"), ("自然日", "calendar_day"), ("日", "calendar_day")]
)
def test_a_unit_may_be_put_as_people_put_it(book, written, meant):
    (read,) = read_workbook(book(("事项", cell("事项", "承诺时限单位"), written))).items
    assert read.limits.promised.unit == meant


def test_the_same_items_are_the_same_bytes_whenever_they_go_out(tmp_path):
    for name in ("a", "b"):
        write_workbook([FULL], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    with zipfile.ZipFile(tmp_path / "a") as made:
        assert {part.date_time for part in made.infolist()} == {FIRST_DAY}
        days = re.findall(rb"\d{4}-\d\d-\d\d", made.read("docProps/core.xml"))
    assert set(days) == {b"1980-01-01"}


def test_columns_may_stand_in_any_order_and_be_left_out(tmp_path):
    made = Workbook()
    sheet = made.active
    sheet.title = "事项"
    plain = {"事项名称": "甲", "事项编码": "t-a", "事项名称（英文）": "A", "警种": "户政", "事项类型": "公共服务",
             "办件类型": "承诺件", "服务对象": "自然人", "通办范围": "本地办理", "办理渠道": "窗口、网上",
             "承诺时限": 5, "承诺时限单位": "个工作日"}  # fmt: skip
    sheet.append(list(plain))
    sheet.append(list(plain.values()))
    made.save(tmp_path / "few.xlsx")
    (taken,) = read_workbook(tmp_path / "few.xlsx").items
    assert (taken.code, taken.limits.promised.amount, len(taken.channels)) == ("t-a", 5, 2)


def test_wrong_cells_are_listed_by_row_and_heading_in_both_languages(book):
    path = book(
        ("事项", cell("事项", "到现场次数"), "两次"),
        ("事项", cell("事项", "高频事项"), "也许"),
        ("事项", cell("事项", "警种"), "外星人"),
        ("材料", cell("材料", "原件份数"), 1.5),
        ("材料", cell("材料", "条件"), date(2026, 1, 1)),
        ("环节", cell("环节", "环节标识"), "=A1"),
    )
    said = sentences(path)
    assert len(said) == 6
    assert said[0] == "事项 第 3 行“警种”不认识“外星人”，可填：" + "、".join(
        word for word in said[0].partition("可填：")[2].split("、")
    )
    assert "事项 第 3 行“到现场次数”应为整数，现为“两次”" in said
    assert "材料 第 3 行“原件份数”应为整数，现为“1.5”" in said
    assert any("公式“=A1”" in each for each in said)
    english = [error.sentence("en") for error in read_workbook(path).errors]
    assert "事项 row 3 “到现场次数” must be a whole number, is “两次”" in english


def test_what_must_not_be_empty_is_said_by_its_heading(book):
    assert sentences(book(("事项", cell("事项", "事项名称"), None))) == [
        "事项 第 3 行“事项名称”必填，不能为空（事项 t-item）"
    ]
    assert sentences(book(("材料", cell("材料", "提交要求"), None))) == [
        "材料 第 3 行“提交要求”必填，不能为空（事项 t-item）"
    ]


def test_rows_without_their_item_doubled_codes_and_disagreeing_rows_are_errors(book):
    assert sentences(book(("材料", "A3", "t-nobody"))) == ["材料 第 3 行“事项编码”“事项”工作表中没有编码“t-nobody”"]
    assert sentences(book(items=(FULL, FULL)))[0] == "事项 第 4 行“事项编码”编码“t-item”出现两次"
    said = sentences(book(("情形", cell("情形", "问题", 4), "另一个问题")))
    assert said == ["情形 第 4 行“问题”同一项的各行应一致，现为“另一个问题”"]


@pytest.mark.parametrize(
    ("place", "written", "told"),
    [
        ("承诺时限", -3, "“承诺时限”有误"),
        ("承诺时限", 99_999_999, "“承诺时限”有误"),
        ("最低年龄", -1, "“最低年龄”有误"),
        ("事项名称", "测试\u202e事项", "“事项名称”有看不见的字符（U+202E）"),
        ("事项名称", "测试\u200b事项", "“事项名称”有看不见的字符（U+200B）"),
    ],
)
def test_what_is_wrong_is_told_at_its_own_column(book, place, written, told):
    (sentence,) = sentences(book(("事项", cell("事项", place), written)))
    assert sentence.startswith(f"事项 第 3 行{told}")


def test_what_is_wrong_in_an_entry_is_told_at_its_own_row(book):
    two = replace(FULL, code="t-two")
    (sentence,) = sentences(book(("材料", cell("材料", "复印件份数", 4), -1), items=(FULL, two)))
    assert sentence.startswith("材料 第 4 行“复印件份数”有误")
    (sentence,) = sentences(book(("情形", cell("情形", "选项标识", 6), None), items=(FULL, two)))
    assert sentence == "情形 第 6 行“选项标识”必填，不能为空（事项 t-two）"


@pytest.mark.parametrize("code", [None, "T-ITEM", "t item", "t_item!"])
def test_a_wrong_code_is_one_error_at_its_own_cell(book, code):
    (sentence,) = sentences(book(("事项", "A3", code)))
    assert sentence.startswith("事项 第 3 行“事项编码”")


def test_a_code_that_no_item_has_is_told_once_a_sheet(book):
    said = sentences(book(("情形", "A3", "t-nobody"), ("情形", "A4", "t-nobody"), ("材料", "A3", "t-nobody")))
    assert said == [f"{title} 第 3 行“事项编码”“事项”工作表中没有编码“t-nobody”" for title in ("材料", "情形")]


def test_a_heading_that_stands_twice_is_told_as_such(book):
    refusal = refused(book(("事项", cell("事项", "事项名称（英文）", 1), "事项名称")))
    assert (refusal.code, refusal.params["headings"]) == ("exchange.doubled_heading", "事项名称")


def test_merged_cells_are_refused_with_their_place(book):
    path = book(items=(FULL, replace(FULL, code="t-two")))
    opened = load_workbook(path)
    opened["材料"].merge_cells("A3:A4")
    opened.save(path)
    refusal = refused(path)
    assert refusal.code == "exchange.merged"
    assert refusal.params["sheet"] == "材料"
    assert "A3:A4" in refusal.message("zh")


def test_fifty_thousand_rows_are_refused_at_once(tmp_path):
    made = Workbook(write_only=True)
    sheet = made.create_sheet("事项")
    sheet.append(["事项编码", "事项名称"])
    for number in range(50_000):
        sheet.append([f"t-{number}", "甲"])
    made.save(tmp_path / "long.xlsx")
    assert refused(tmp_path / "long.xlsx").code == "exchange.too_many_rows"


def test_other_headings_other_sheets_and_other_files_are_named_for_what_they_are(tmp_path, book):
    assert refused(book(("事项", "B1", "名字"))).code == "exchange.headings"
    made = Workbook()
    made.save(tmp_path / "other.xlsx")
    assert refused(tmp_path / "other.xlsx").code == "exchange.no_sheet"
    made.create_sheet("事项").append(["事项编码"])
    made.save(tmp_path / "renamed.xlsx")
    assert refused(tmp_path / "renamed.xlsx").code == "exchange.foreign_sheet"
    (tmp_path / "text.xlsx").write_bytes("编码,名称".encode("gb18030"))
    assert refused(tmp_path / "text.xlsx").code == "exchange.not_zip"
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as packing:
        packing.writestr("hello.txt", "x")
    assert refused(tmp_path / "zip.xlsx").code == "exchange.not_zip"
    write_workbook([], tmp_path / "template.xlsx")
    assert refused(tmp_path / "template.xlsx").code == "exchange.nothing_in_it"


def test_a_workbook_that_is_a_bomb_is_not_opened(tmp_path, book):
    path = book()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packing:
        packing.writestr("xl/media/big.xml", b"<a>" + b" " * 40_000_000)
    assert refused(path).code == "exchange.bomb"


def test_entities_in_a_part_are_refused(tmp_path, book):
    path = book()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packing:
        packing.writestr("xl/more.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><a>&a;</a>')
    assert refused(path).code == "exchange.bomb"


def test_rows_are_counted_by_sheet():
    assert {title: len(found) for title, found in rows([FULL]).items() if found} == {
        "事项": 1, "材料": 1, "情形": 2, "环节": 2, "收费": 1, "结果": 2, "表单": 1,
    }  # fmt: skip
