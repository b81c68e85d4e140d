"""The whole catalogue out and in again."""

import zipfile
from datetime import datetime

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import ValidationError, convert
from msgspec.structs import replace

from tests.catalogue.builders import item, shelf
from yichuang.catalogue import queries
from yichuang.catalogue.changes.review import approve, submit_for_review
from yichuang.catalogue.definition import Item
from yichuang.catalogue.exchange import guard
from yichuang.catalogue.exchange.archive import files, read, write, zipped
from yichuang.catalogue.exchange.plain import plain_item
from yichuang.catalogue.exchange.report import mapping
from yichuang.catalogue.exchange.take_in import take_in
from yichuang.catalogue.exchange.yaml_text import dictionary, document
from yichuang.catalogue.loader import catalogue, load
from yichuang.catalogue.models import CatalogueChange, ItemDraft, ItemVersion
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.organisation.actor import Actor
from yichuang.organisation.terms import Role

NOW = datetime(2026, 11, 20, 10, tzinfo=BUREAU_TIME)
ANN, BEN = (
    Actor(number, number, f"警官{number}", 1, "/1/", "county", None, (), frozenset({Role.ADMIN})) for number in (1, 2)
)
TREES = st.recursive(
    st.text() | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, min_size=1, max_size=4),
    max_leaves=20,
)


def refused(act, *given):
    with pytest.raises(Refusal) as refusal:
        act(*given)
    return refusal.value.code


@given(st.dictionaries(st.text(min_size=1), TREES, min_size=1, max_size=5))
def test_what_is_written_as_yaml_is_read_back_as_it_was(data):
    for text in (dictionary(data), document(data)):
        assert yaml.load(text, Loader=yaml.CSafeLoader) == data
        assert yaml.load(text, Loader=yaml.SafeLoader) == data


def test_a_question_on_one_line_is_quoted_because_not_every_reader_takes_it_plain():
    assert 'en: "Where to?"' in dictionary({"question": {"zh": "去哪里？", "en": "Where to?"}})


def test_every_definition_is_written_and_read_back_without_a_change():
    for each in catalogue().items.values():
        assert convert(yaml.load(document(plain_item(each)), Loader=yaml.CSafeLoader), Item) == each


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(sorted(catalogue().items)), min_size=1, max_size=6, unique=True), st.text(max_size=30))
def test_any_part_of_the_catalogue_goes_round_byte_by_byte(tmp_path_factory, codes, note):
    found = shelf(*(replace(catalogue().items[code], note=note) for code in codes))
    path = tmp_path_factory.mktemp("round") / "a.zip"
    write(found, path)
    again = read(path)
    assert zipped(again) == path.read_bytes()
    assert again.items == dict(found.items)
    assert again.elements == dict(found.elements)


def test_a_folder_and_a_zip_hold_the_same_and_a_folder_is_a_room_of_definitions(tmp_path):
    write(catalogue(), tmp_path / "room")
    write(catalogue(), tmp_path / "room.zip")
    assert dict(files(read(tmp_path / "room"))) == dict(files(read(tmp_path / "room.zip")))
    assert load(tmp_path / "room").items == catalogue().items
    assert refused(write, catalogue(), tmp_path / "room") == "exchange.folder_not_empty"


def packed(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packing:
        for name, raw in members.items():
            packing.writestr(name, raw)
    return path


def locked(path):
    """The archive with every member marked as encrypted, in its table of contents and at its place."""
    raw = path.read_bytes()
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw = raw[: at + flags] + bytes([raw[at + flags] | 1]) + raw[at + flags + 1 :]
            at = raw.find(mark, at + 4)
    path.write_bytes(raw)
    return path


def test_bad_archives_are_named_for_what_they_are(tmp_path, monkeypatch):
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 nonsense")
    (tmp_path / "empty").mkdir()
    assert refused(read, tmp_path / "absent.zip") == "exchange.no_file"
    assert refused(read, tmp_path / "no.zip") == "exchange.not_zip"
    assert refused(read, tmp_path / "empty") == "exchange.nothing_in_it"
    assert refused(read, packed(tmp_path / "b.zip", **{"definitions/x/y.yaml": b"0" * 5_000_000})) == "exchange.bomb"
    assert refused(read, packed(tmp_path / "o.zip", **{"../../etc/x.yaml": b"a"})) == "exchange.bomb"
    latin = packed(tmp_path / "l.zip", **{"definitions/household/t-item.yaml": "name: 身份证".encode("gb18030")})
    assert refused(read, latin) == "catalogue.not_utf8"
    definition = document(plain_item(catalogue().items["hz-id-renew"]))
    twice = {f"definitions/household/{name}hz-id-renew.yaml": definition for name in ("", "./")}
    assert refused(read, packed(tmp_path / "t.zip", **twice)) == "catalogue.doubled"
    odd = packed(tmp_path / "d.zip", **{"elements.yaml": b"- a\n- b\n"})
    assert refused(read, odd) == "catalogue.invalid"
    assert refused(read, locked(packed(tmp_path / "p.zip", **{"elements.yaml": b"{}"}))) == "exchange.encrypted"
    monkeypatch.setattr(guard, "MOST_BYTES", 10)
    assert refused(read, odd) == "exchange.too_large"


@pytest.mark.parametrize("code", ["../../../evil", "a/../../../b", "..\\evil"])
def test_nothing_is_written_outside_the_folder_whatever_an_item_is_called(tmp_path, code):
    evil = shelf(item(), replace(item(), code=code))
    assert refused(write, evil, tmp_path / "in/room") == "exchange.outside"
    assert refused(write, evil, tmp_path / "room.zip") == "exchange.outside"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("code", ["../../evil", "", "HZ ID", "测试", "t-item/x", "T", "-t-item", "t-" + "x" * 60])
def test_an_item_is_called_by_lower_case_words_joined_by_hyphens(code):
    with pytest.raises(ValidationError):
        item(code=code)


def test_a_damaged_archive_is_refused_as_a_whole(tmp_path):
    write(shelf(item()), tmp_path / "a.zip")
    raw = bytearray((tmp_path / "a.zip").read_bytes())
    raw[60:90] = bytes(30)
    (tmp_path / "a.zip").write_bytes(raw)
    assert refused(read, tmp_path / "a.zip") == "exchange.not_zip"


def test_the_report_says_what_is_new_changed_the_same_unknown_and_missing():
    old, same = item(), item(code="t-same")
    new = item(code="t-new", depends_on=["t-nowhere"], form=[{"element": "no_such"}])
    found = mapping(shelf(replace(old, visits=3), same, new), shelf(old, same, item(code="t-gone")))
    assert found.counts == {"new": 1, "changed": 1, "same": 1, "unknown": 1, "missing": 1}
    rows = {row.code: row for row in found.rows}
    assert [change.sentence.en for change in rows["t-item"].changes] == ["Visits: 1 → 3"]
    assert rows["t-new"].unknown == ("form.no_such", "depends_on.t-nowhere")
    assert (found.missing, found.wanted) == (("t-gone",), ("t-item", "t-new"))


@pytest.mark.django_db
def test_an_import_makes_drafts_only_and_comes_out_again_byte_by_byte():
    queries.forget_all()
    found = shelf(item(), item(code="t-other"))
    with moment.at(NOW):
        taken = take_in(ANN, found, NOW, reason="初次导入")
        assert (ItemDraft.objects.count(), ItemVersion.objects.count()) == (2, 0)
        sent = submit_for_review(ANN, taken.change, taken.revision, NOW)
        approve(BEN, sent.pk, sent.revision, NOW)
        assert zipped(queries.published_catalogue()) == zipped(found)
        assert take_in(ANN, found, NOW).change is None
        assert CatalogueChange.objects.count() == 1
    queries.forget_all()
