"""What may be handed in is decided by what a file is, never by what it is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence import samples
from yichuang.evidence.media import LARGEST, MediaType, check_size, inspect
from yichuang.kernel.errors import Refusal

PE = b"MZ\x90\x00" + b"\0" * 200
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 200


def refused(content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        inspect(content)
    for language in ("zh", "en"):
        assert caught.value.message(language)
        assert caught.value.next_step(language)
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "media_type", "pages"),
    [
        (samples.pdf(3), MediaType.PDF, 3),
        (samples.scanned_pdf(), MediaType.PDF, 1),
        (samples.jpeg(), MediaType.JPEG, 1),
        (samples.jpeg(progressive=True), MediaType.JPEG, 1),
        (samples.png(), MediaType.PNG, 1),
    ],
)
def test_papers_and_pictures_are_taken_by_their_content(content, media_type, pages):
    found = inspect(content)
    assert (found.media_type, found.pages) == (media_type, pages)


def test_the_size_of_a_picture_is_told_and_whether_it_says_where_it_was_taken():
    found = inspect(samples.jpeg_with_place())
    assert (found.width, found.height, found.has_location) == (600, 400, True)
    assert not inspect(samples.jpeg()).has_location


def test_an_empty_file_is_refused():
    assert refused(b"") == "evidence.file_empty"


def test_a_scan_of_40_mb_is_refused_with_its_size_before_anything_of_it_is_looked_at():
    with pytest.raises(Refusal) as caught:
        check_size(40 * 1024 * 1024)
    assert caught.value.code == "evidence.file_too_large"
    assert "40.0" in caught.value.message("zh")
    assert "300 dpi" in caught.value.next_step("en")
    check_size(LARGEST)


@pytest.mark.parametrize(
    "program",
    [
        PE,
        ELF,
        b"#!/bin/sh\nrm -rf /\n",
        b"\xcf\xfa\xed\xfe" + b"\0" * 99,
        b"\xca\xfe\xba\xbe" + b"\0" * 99,
        b"  <script>alert(1)</script>",
        b"<?xml version='1.0'?><svg onload='x'/>",
    ],
)
def test_programs_and_scripts_are_refused(program):
    assert refused(program) == "evidence.file_runs"


def test_a_program_with_a_whole_pdf_behind_its_header_is_refused():
    assert refused(PE + samples.pdf()) == "evidence.file_runs"


def test_a_pdf_that_does_not_begin_as_one_is_refused():
    assert refused(b"GIF89a" + samples.pdf()) == "evidence.file_kind"


@pytest.mark.parametrize("content", [samples.archive(), b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"\x1f\x8b\x08" + b"\0" * 9])
def test_archives_and_office_documents_are_refused(content):
    assert refused(content) == "evidence.file_container"


@pytest.mark.parametrize("cover", [samples.pdf(), samples.jpeg(), samples.png()])
def test_an_archive_behind_a_good_file_is_refused(cover):
    assert refused(cover + samples.archive()) == "evidence.file_two_in_one"


@pytest.mark.parametrize(
    "change",
    [
        samples.hide_script,
        samples.launch,
        samples.open_with_script,
        samples.open_address,
        samples.open_other_file,
        samples.address_on_turning,
        samples.move_then_address,
        lambda writer: writer.add_attachment("x.exe", PE),
    ],
)
def test_a_pdf_that_runs_or_carries_something_is_refused(change):
    assert refused(samples.pdf(change=change)) == "evidence.pdf_active"


@pytest.mark.parametrize("change", [samples.launch, samples.launch_by_reference])
def test_an_escaped_name_hides_nothing(change):
    hidden = samples.pdf(change=change).replace(b"/Launch", b"/La#75nch")
    assert b"/Launch" not in hidden
    assert refused(hidden) == "evidence.pdf_active"


def test_a_locked_pdf_is_refused():
    assert refused(samples.pdf(change=lambda writer: writer.encrypt("secret"))) == "evidence.pdf_locked"


def test_a_pdf_cut_off_or_continued_behind_its_end_is_refused():
    whole = samples.pdf()
    assert refused(whole[: len(whole) // 2]) == "evidence.pdf_broken"
    assert refused(whole + b"\n" + PE) == "evidence.pdf_broken"
    assert refused(b"%PDF-1.7\nnothing of the kind\n%%EOF\n") == "evidence.pdf_broken"


def test_too_many_pages_and_too_deep_nests_are_refused():
    assert refused(samples.pdf(201)) == "evidence.pdf_too_long"
    assert refused(samples.pdf(change=samples.nest)) in {"evidence.pdf_too_complex", "evidence.pdf_broken"}


def test_a_small_picture_that_unpacks_to_gigabytes_is_refused_unopened():
    bomb = samples.png_bomb()
    assert len(bomb) < 10_000
    assert refused(bomb) == "evidence.picture_too_large"
    assert refused(samples.png_bomb(8_000)) == "evidence.picture_too_large"


def test_a_picture_cut_off_is_refused():
    for whole in (samples.jpeg(), samples.png()):
        assert refused(whole[: len(whole) * 2 // 3]) == "evidence.picture_broken"


def test_a_link_to_click_and_a_place_to_open_at_are_no_programs():
    assert inspect(samples.pdf(change=samples.link)).pages == 1
    assert inspect(samples.pdf(change=samples.open_at_place)).pages == 1


@pytest.mark.parametrize(
    "picture", [samples.jpeg(), samples.jpeg(progressive=True), samples.jpeg_with_place(), samples.png()]
)
@pytest.mark.parametrize("more", [PE, b"Rar!\x1a\x07\0" + b"x" * 3000, b"<html><script>alert(1)</script>", b"\0\0;"])
def test_nothing_but_padding_may_stand_behind_the_end_of_a_picture(picture, more):
    assert inspect(picture + b"\0" * 3000 + b"\r\n").width == 600
    assert refused(picture + more) == "evidence.file_two_in_one"
    assert refused(picture + more + picture[-12:]) == "evidence.file_two_in_one"


def test_the_smaller_pictures_that_a_phone_puts_behind_its_picture_belong_to_it():
    assert inspect(samples.jpeg() + b"\0" * 6 + samples.jpeg_with_place()).width == 600
    assert refused(samples.jpeg() + samples.jpeg_with_place() + PE) == "evidence.file_two_in_one"


@pytest.mark.parametrize("before", [0, 900])
def test_a_pdf_in_the_comment_of_a_picture_is_refused(before):
    hidden = b"\0" * before + samples.pdf(change=samples.open_with_script)
    assert refused(samples.jpeg_with_comment(hidden)) == "evidence.file_two_in_one"
    assert inspect(samples.jpeg_with_comment(b"Percent PDF-")).width == 600


@given(
    st.binary(min_size=1, max_size=300), st.sampled_from([b"", b"%PDF-1.4\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])
)
def test_noise_is_refused_in_words_whatever_it_begins_with(rest, head):
    assert refused(head + rest).startswith("evidence.")
