"""Files are kept sealed under their own digest, once, whole, and only for those whom they concern."""

import base64
import errno
import tracemalloc

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import DatabaseError, transaction

from tests.evidence import samples
from tests.organisation.bureau import NOW
from yichuang.evidence import files
from yichuang.evidence.gates import FILE, keepers
from yichuang.evidence.models import Deposit, Signature, StoredFile
from yichuang.evidence.signature import store_signature
from yichuang.evidence.store_file import displayed, store_file, store_upload
from yichuang.kernel.crypto import key_ring, sm3
from yichuang.kernel.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


def code_of(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    assert str(caught.value)
    return caught.value.code


def all_files(root):
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_file_comes_back_as_it_was_handed_in(root):
    content = samples.pdf(2)
    stored = store_file(content, "C:\\Scans\\户口簿.pdf", by=7, now=NOW)
    assert (stored.sm3, stored.pages, stored.size) == (sm3(content).hex(), 2, len(content))
    assert stored.deposits.get().name == "户口簿.pdf"
    assert files.read_file(stored.sm3) == content


def test_on_disk_nothing_of_it_can_be_read(root):
    content = samples.pdf()
    store_file(content, "a.pdf", by=7, now=NOW)
    (path,) = all_files(root)
    assert b"%PDF" not in path.read_bytes()
    assert oct(path.stat().st_mode)[-2:] == "00"


def test_the_same_content_is_kept_once_and_each_who_brought_it_is_noted(root):
    for staff in (7, 8, 7):
        store_file(samples.png(), f"{staff}.png", by=staff, now=NOW)
    assert len(all_files(root)) == StoredFile.objects.count() == 1
    assert list(Deposit.objects.order_by("by").values_list("by", "name")) == [(7, "7.png"), (8, "8.png")]


def test_a_damaged_file_is_not_shown_and_is_mended_by_bringing_it_again(root):
    stored = store_file(samples.png(), "a.png", by=7, now=NOW)
    (path,) = all_files(root)
    *sealed, last = path.read_bytes()
    path.write_bytes(bytes([*sealed, last ^ 1]))
    assert code_of(files.read_file, stored.sm3) == "crypto.damaged"
    store_file(samples.png(), "a.png", by=7, now=NOW)
    assert files.read_file(stored.sm3) == samples.png()


def test_a_file_put_in_the_place_of_another_is_not_shown(root):
    good, other = (store_file(each, "x", by=7, now=NOW).sm3 for each in (samples.png(), samples.jpeg()))
    files.path_of(good).write_bytes(files.path_of(other).read_bytes())
    assert code_of(files.read_file, good) == "evidence.file_damaged"


def test_only_a_digest_becomes_a_path():
    for name in ("../../etc/passwd", "A" * 64, "", "a" * 63):
        assert code_of(files.read_file, name) == "evidence.file_missing"
    assert code_of(files.read_file, "a" * 64) == "evidence.file_missing"


def test_what_is_refused_leaves_nothing_behind(root):
    assert code_of(store_file, b"MZ" + samples.pdf(), "scan.pdf", by=7, now=NOW) == "evidence.file_runs"
    assert not StoredFile.objects.exists()
    assert not all_files(root)


def test_a_full_disk_is_said_and_leaves_no_half_file(root, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    assert code_of(store_file, samples.png(), "a.png", by=7, now=NOW) == "evidence.not_stored"
    assert not all_files(root)
    assert not StoredFile.objects.exists()


def test_an_upload_of_40_mb_is_refused_without_reading_it():
    with TemporaryUploadedFile("scan.pdf", "application/pdf", 0, None) as upload:
        for _ in range(40):
            upload.write(b"\0" * 1024 * 1024)
        upload.size = upload.tell()
        upload.seek(0)
        tracemalloc.start()
        try:
            assert code_of(store_upload, upload, by=7, now=NOW) == "evidence.file_too_large"
            assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
        finally:
            tracemalloc.stop()
        assert upload.tell() == 0


def test_files_move_under_a_new_key_before_the_old_one_goes(root, settings):
    stored = store_file(samples.png(), "a.png", by=7, now=NOW)
    old, new = "k1:000102030405060708090a0b0c0d0e0f", "k2:" + "ab" * 16
    settings.FIELD_KEYS = f"{new};{old}"
    assert files.read_file(stored.sm3) == samples.png()
    assert files.keys_of_files() == {"k1": 1}
    told = []
    assert files.reseal(lambda done, total: told.append((done, total))) == []
    assert told == [(1, 1)]
    assert files.reseal(lambda done, total: told.append((done, total))) == []
    assert told == [(1, 1)], "a second run has nothing to do"
    assert files.keys_of_files() == {"k2": 1}
    settings.FIELD_KEYS = new
    assert files.read_file(stored.sm3) == samples.png()


def test_a_damaged_file_is_named_and_keeps_no_other_from_moving(root, settings):
    settings.FIELD_KEYS = "k1:000102030405060708090a0b0c0d0e0f"
    good = store_file(samples.png(), "a.png", by=7, now=NOW).sm3
    bad = store_file(samples.pdf(), "b.pdf", by=7, now=NOW).sm3
    files.path_of(bad).write_bytes(files.path_of(bad).read_bytes()[:-1])
    settings.FIELD_KEYS = "k2:" + "ab" * 16 + ";" + settings.FIELD_KEYS
    assert files.reseal() == [bad]
    assert files.keys_of_files() == {"k1": 1, "k2": 1}
    assert files.read_file(good) == samples.png()


def test_bytes_are_sealed_differently_each_time_and_opened_by_their_key_only():
    ring = key_ring("k1:" + "01" * 16)
    sealed = ring.seal(b"\x00\xff.")
    assert sealed != ring.seal(b"\x00\xff.")
    assert ring.unseal(sealed) == b"\x00\xff."
    assert code_of(ring.unseal, b"k9.xxxx") == "crypto.unknown_key"
    assert code_of(ring.unseal, sealed[:-1]) == "crypto.damaged"
    assert code_of(ring.unseal, b"") == "crypto.unknown_key"


def test_names_are_shown_without_folders_and_control_characters():
    assert displayed("../../a\x00b\u202e.pdf") == "ab.pdf"
    long = displayed("长" * 300 + ".pdf")
    assert len(long) == 200
    assert long.endswith(".pdf")


# --- who may see one --------------------------------------------------------------------------------------------------


@pytest.fixture
def scan(bureau):
    return store_file(samples.png(), "a.png", by=bureau.staff["100002"].pk, now=NOW).sm3


def test_who_handed_it_in_and_the_own_unit_may_see_it(bureau, scan):
    assert FILE.open(bureau.actor("100002"), scan, "see").sm3 == scan
    assert FILE.open(bureau.actor("100004"), scan, "see").sm3 == scan


def test_for_everybody_else_it_is_not_there(bureau, scan):
    for badge in ("100003", "100005"):
        assert code_of(FILE.open, bureau.actor(badge), scan, "see") == "authority.not_found"
    assert code_of(FILE.open, bureau.actor("100002"), "b" * 64, "see") == "authority.not_found"


def test_bringing_the_same_content_oneself_opens_it(bureau, scan):
    store_file(samples.png(), "mine.png", by=bureau.staff["100005"].pk, now=NOW)
    assert FILE.open(bureau.actor("100005"), scan, "see").sm3 == scan


def test_a_higher_room_can_open_it_to_those_who_may_see_its_record(bureau, scan, monkeypatch):
    monkeypatch.setitem(keepers._plugins, "test", lambda actor, digest: actor.name == "赵外" and digest == scan)
    assert FILE.open(bureau.actor("100005"), scan, "see").sm3 == scan
    assert code_of(FILE.open, bureau.actor("100003"), scan, "see") == "authority.not_found"


def test_a_new_name_of_the_same_bringer_is_taken_over_and_the_first_moment_stays():
    from datetime import timedelta

    store_file(samples.png(), "a.png", by=7, now=NOW)
    store_file(samples.png(), "b.png", by=7, now=NOW + timedelta(days=1))
    assert list(Deposit.objects.values_list("name", "at")) == [("b.png", NOW)]


# --- signatures -------------------------------------------------------------------------------------------------------


def url(content: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(content).decode()


@pytest.mark.parametrize("paper", [(0, 0, 0, 0), (255, 255, 255, 255)])
def test_a_signature_is_kept(paper):
    stored = store_signature(url(samples.signature(paper=paper)), by=7, now=NOW)
    assert (stored.media_type, stored.width) == ("image/png", 300)
    assert files.read_file(stored.sm3).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "content",
    [
        samples.signature(strokes=()),
        samples.signature(strokes=(), paper=(255, 255, 255, 255)),
        samples.signature(strokes=(((50, 50), (53, 52)),)),
    ],
)
def test_a_blank_pad_and_a_dot_are_no_signature(content):
    assert code_of(store_signature, url(content), by=7, now=NOW) == "evidence.signature_empty"
    assert code_of(store_signature, "", by=7, now=NOW) == "evidence.signature_empty"
    assert not StoredFile.objects.exists()


def test_a_blackened_pad_a_text_and_a_jpeg_are_no_signature():
    black = samples.signature(paper=(0, 0, 0, 255))
    assert code_of(store_signature, url(black), by=7, now=NOW) == "evidence.signature_unreadable"
    assert code_of(store_signature, "data:text/html;base64,PGI+", by=7, now=NOW) == "evidence.signature_unreadable"
    assert code_of(store_signature, "data:image/png;base64,%%%", by=7, now=NOW) == "evidence.signature_unreadable"
    assert code_of(store_signature, url(samples.jpeg()), by=7, now=NOW) == "evidence.picture_broken"


def test_what_the_pad_drew_is_on_record_each_time_it_is_given():
    for _ in range(2):
        store_signature(url(samples.signature()), by=7, now=NOW)
    assert [(each.by, each.identity_check_id) for each in Signature.objects.all()] == [(7, None), (7, None)]


def test_an_uploaded_picture_of_a_signature_is_none():
    store_file(samples.signature(), "signature.png", by=7, now=NOW)
    assert not Signature.objects.exists()


def test_a_given_signature_cannot_be_taken_back():
    store_signature(url(samples.signature()), by=7, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.all().delete()


def test_an_oversized_signature_is_refused():
    wide = samples.signature(size=(2500, 100))
    assert code_of(store_signature, url(wide), by=7, now=NOW) == "evidence.signature_too_large"
    assert code_of(store_signature, url(samples.png_bomb()), by=7, now=NOW) == "evidence.picture_too_large"
    assert code_of(store_signature, url(b"\0" * 600_000), by=7, now=NOW) == "evidence.signature_heavy"
