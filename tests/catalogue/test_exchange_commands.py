from argparse import Namespace

import pytest
from msgspec import json
from openpyxl import load_workbook

from tests.ground.world import TODAY
from yichuang.catalogue import commands, entry_commands, queries
from yichuang.catalogue.exchange.workbook import read_workbook
from yichuang.catalogue.models import CatalogueChange, ItemVersion
from yichuang.kernel.errors import Refusal
from yichuang.organisation.models import Unit

ADMIN, SECOND = "990870", "990872"


@pytest.fixture(autouse=True)
def _forgetting():
    queries.forget_all()
    yield
    queries.forget_all()


def given(**more):
    return Namespace(**{"shape": "", "dry_run": False, "by": ADMIN, "reason": "", "report": False, "site": "", **more})


def test_the_catalogue_goes_out_is_changed_and_comes_in_as_drafts(world, tmp_path):
    out = commands.export(given(path=str(tmp_path / "room")))
    file = next((tmp_path / "room" / "definitions").glob("*/hz-id-renew.yaml"))
    file.write_text(file.read_text("utf-8").replace("promised: {amount: 20,", "promised: {amount: 15,"), "utf-8")
    dry = commands.take_in(given(path=str(tmp_path / "room"), dry_run=True))
    assert dry.data["counts"] == {"new": 0, "changed": 1, "same": out.data["items"] - 1, "unknown": 0, "missing": 0}
    assert "  承诺时限：20 个工作日 → 15 个工作日 / Promised limit: 20 working days → 15 working days" in dry.lines
    assert not CatalogueChange.objects.exists()
    taken = commands.take_in(given(path=str(tmp_path / "room"), reason="提速"))
    assert taken.lines[-1] == f"change {taken.data['change']}, 1 drafts"
    assert commands.changes(given()).data[0]["state"] == "draft"
    assert commands.submit(given(change=taken.data["change"])).data["state"] == "in_review"
    with pytest.raises(Refusal) as refusal:
        commands.approve(given(change=taken.data["change"]))
    assert refusal.value.code == "catalogue.own_review"
    commands.approve(given(change=taken.data["change"], by=SECOND))
    assert ItemVersion.objects.filter(item="hz-id-renew").count() == 2
    assert queries.item_version("hz-id-renew").limits.promised.amount == 15
    assert ItemVersion.objects.get(item="hz-id-renew", version=2).valid_from >= TODAY


def test_what_goes_out_twice_is_the_same_bytes(world, tmp_path):
    for name in ("a.zip", "b.zip"):
        commands.export(given(path=str(tmp_path / name)))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert commands.take_in(given(path=str(tmp_path / "a.zip"))).lines[-1] == "nothing to do"


def test_the_catalogue_goes_out_as_a_workbook(world, tmp_path):
    done = commands.export(given(path=str(tmp_path / "a.xlsx")))
    assert len(read_workbook(tmp_path / "a.xlsx").items) == done.data["items"]
    assert commands.take_in(given(path=str(tmp_path / "a.xlsx"), dry_run=True)).data["counts"]["changed"] == 0


@pytest.mark.parametrize("shape", commands.SHAPES)
def test_the_catalogue_goes_out_in_the_shapes_of_the_state(world, tmp_path, shape):
    done = commands.export(given(path=str(tmp_path / "a.jsonl"), shape=shape))
    assert len([json.decode(line) for line in (tmp_path / "a.jsonl").read_bytes().splitlines()]) == done.data["items"]
    assert done.lines[1].startswith("not known to this house")
    commands.export(given(path=str(tmp_path / "a.xlsx"), shape=shape))
    assert (tmp_path / "a.xlsx").stat().st_size > 10_000


def test_nobody_is_not_a_name_for_the_trail(world, tmp_path):
    commands.export(given(path=str(tmp_path / "a.zip")))
    with pytest.raises(Refusal) as refusal:
        commands.take_in(given(path=str(tmp_path / "a.zip"), by="nobody"))
    assert refusal.value.code == "authority.no_staff"


@pytest.mark.django_db
def test_the_template_is_empty_but_for_its_headings(tmp_path):
    commands.template(given(path=str(tmp_path / "t.xlsx")))
    assert load_workbook(tmp_path / "t.xlsx").sheetnames[-4:] == ["数据元", "证明材料", "可用材料类型", "可用数据元"]
    with pytest.raises(Refusal) as refusal:
        read_workbook(tmp_path / "t.xlsx")
    assert refusal.value.code == "exchange.nothing_in_it"


def test_the_shapes_say_what_the_platform_knows_of_its_bureau(world, tmp_path):
    for shape in commands.SHAPES:
        commands.export(given(path=str(tmp_path / shape), shape=shape, site="https://example.invalid"))
    gb = _row_of(tmp_path / "gb39046", "事项名称", "居民身份证到期换领")
    task = _row_of(tmp_path / "c0109", "taskName", "居民身份证到期换领")
    root = Unit.objects.order_by("path")[0]
    assert (gb["实施主体代码"], gb["行政管辖代码"]) == (root.uscc, root.region)
    assert gb["实施主体性质代码"] == "1"
    assert "17:30" in gb["办理时间"]
    assert task["deptName"] == gb["实施主体"]


def _row_of(path, field, value):
    return next(row for row in map(json.decode, path.read_bytes().splitlines()) if row[field] == value)


def test_every_empty_column_of_a_shape_is_reported_with_its_reason(world, tmp_path):
    done = commands.export(given(path=str(tmp_path / "a.jsonl"), shape="c0109", report=True))
    for field in done.data["unknown"]:
        assert any(line.startswith(f"{field}: empty, ") and " / " in line for line in done.lines)
    assert any(line.startswith("catalogCode: empty for ") for line in done.lines)


def test_an_archive_names_every_file_that_is_wrong_and_nothing_is_taken(world, tmp_path):
    commands.export(given(path=str(tmp_path / "room")))
    for code in ("hz-id-renew", "hz-id-first"):
        file = next((tmp_path / "room" / "definitions").glob(f"*/{code}.yaml"))
        file.write_text(file.read_text("utf-8").replace("handling:", "handlings:"), "utf-8")
    done = commands.take_in(given(path=str(tmp_path / "room")))
    assert not done.ok
    assert [any(code in line for line in done.lines) for code in ("hz-id-renew", "hz-id-first")] == [True, True]
    assert not CatalogueChange.objects.exists()


NEW = "boat_name: {name: {zh: 船名, en: Name of the boat}, type: text, group: vehicle}\n"


def test_own_entries_of_an_archive_are_taken_as_drafts_and_come_out_again_byte_by_byte(world, tmp_path):
    commands.export(given(path=str(tmp_path / "room")))
    elements = tmp_path / "room" / "elements.yaml"
    elements.write_text(elements.read_text("utf-8") + NEW, "utf-8")
    dry = commands.take_in(given(path=str(tmp_path / "room"), dry_run=True))
    assert dry.data["entry_counts"]["new"] == 1
    assert "elements.boat_name (船名 / Name of the boat): new, in 0 of the items" in dry.lines
    assert "dictionaries: 1 new, 0 changed" in dry.lines
    taken = commands.take_in(given(path=str(tmp_path / "room")))
    number = taken.data["change"]
    assert taken.lines[-1] == f"change {number}, 0 drafts, 1 entries"
    assert (
        "数据元 boat_name（船名 / Name of the boat；文字；机动车）"
        in entry_commands.show_change(given(change=number)).lines
    )
    commands.submit(given(change=number))
    assert commands.approve(given(change=number, by=SECOND)).lines == (
        f"change {number}: published, 0 items, 1 entries",
    )
    for name in ("a.zip", "b.zip"):
        commands.export(given(path=str(tmp_path / name)))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert commands.take_in(given(path=str(tmp_path / "a.zip"))).lines[-1] == "nothing to do"
    commands.export(given(path=str(tmp_path / "a.xlsx")))
    assert list(read_workbook(tmp_path / "a.xlsx").entries.elements) == ["boat_name"]
    assert entry_commands.show_entries(given()).lines[0].endswith("nothing uses it")
    entry_commands.remove(given(dictionary="elements", key="boat_name", by=SECOND, reason="不用了"))
    assert entry_commands.show_entries(given()).lines == ("0 entries of the bureau's own",)


def test_an_archive_that_gives_a_shipped_entry_another_meaning_is_not_taken(world, tmp_path):
    commands.export(given(path=str(tmp_path / "room")))
    elements = tmp_path / "room" / "elements.yaml"
    elements.write_text(elements.read_text("utf-8").replace("max_length: 300", "max_length: 301"), "utf-8")
    done = commands.take_in(given(path=str(tmp_path / "room")))
    assert (done.ok, done.lines[-1]) == (False, "nothing was written")
    assert any("自带条目的含义不能改。 要用自带的，请从文件中删去该条目" in line for line in done.lines)
    assert any("What it means cannot be changed. To use it, take the entry out" in line for line in done.lines)
    assert not CatalogueChange.objects.exists()


def test_a_dry_run_says_what_the_list_above_will_not_allow(world, tmp_path):
    commands.export(given(path=str(tmp_path / "room")))
    file = next((tmp_path / "room" / "definitions").glob("*/hz-id-renew.yaml"))
    file.write_text(file.read_text("utf-8").replace("scope: nationwide", "scope: city"), "utf-8")
    done = commands.take_in(given(path=str(tmp_path / "room"), dry_run=True))
    (line,) = [line for line in done.lines if line.startswith("  worse than the list above, will be refused: ")]
    assert "，更窄 / " in line
    assert line.endswith(", narrower")
    assert list(done.data["worse"]) == ["hz-id-renew"]


@pytest.mark.parametrize(
    ("place", "code"), [("nowhere/a.zip", "exchange.no_folder"), ("a.pdf", "exchange.unknown_ending")]
)
def test_what_cannot_be_written_is_said_before_the_work_and_leaves_nothing(tmp_path, place, code):
    with pytest.raises(Refusal) as refusal:
        commands.export(given(path=str(tmp_path / place)))
    assert refusal.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_an_import_without_a_name_says_that_a_name_is_missing_before_it_reads(tmp_path):
    with pytest.raises(Refusal) as refusal:
        commands.take_in(given(path=str(tmp_path / "not there.zip"), by=""))
    assert refusal.value.code == "exchange.in_whose_name"
    assert "--by" in refusal.value.next_step("en")
