"""A body that nobody has a use for is refused before it is read."""

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from tests.ground.refusals import says
from yichuang.surfaces.bounds import LARGEST, BodyBound

ROOT = Path(__file__).parents[2]


def answered(length: str) -> HttpResponse:
    request = RequestFactory().post("/accounts/login/", b"", content_type="multipart/form-data")
    request.META["CONTENT_LENGTH"] = length
    return BodyBound(lambda _request: HttpResponse("let through"))(request)


def test_a_body_beyond_the_bound_is_refused_with_words_that_say_what_to_do():
    answer = answered(str(LARGEST + 1))
    says(answer, "surfaces.body_too_large", 413)
    assert "20 MB" in answer.content.decode()


def test_a_scan_that_is_too_large_still_reaches_its_own_refusal():
    assert answered(str(40 * 1024 * 1024)).status_code == 200
    assert answered("").status_code == 200


def test_the_largest_scan_is_one_number_wherever_the_house_names_it():
    from yichuang.evidence.media import LARGEST as SCAN
    from yichuang.evidence.media import MEGABYTE

    said = f"{SCAN // MEGABYTE} MB"
    assert said in answered(str(LARGEST + 1)).content.decode()
    places = {
        "docs/deploy.md": r"JPEG and PNG of at most (\d+ ?MB)", "docs/deploy.zh.md": r"PNG，最大(\d+ ?MB)",
        "docs/openapi.json": r"JPEG or PNG of at most (\d+ ?MB)",
    }  # fmt: skip
    for place, words in places.items():
        found = re.search(words, (ROOT / place).read_text("utf-8"))
        assert found, place
        assert found[1].replace(" ", "") == said.replace(" ", ""), place


@pytest.mark.parametrize("page", ["docs/deploy.md", "docs/deploy.zh.md"])
def test_the_proxy_lets_through_what_the_house_takes_so_that_a_scan_of_40_mb_gets_its_own_words(page):
    let_through = re.search(r"client_max_body_size (\d+)m;", (ROOT / page).read_text("utf-8"))
    assert int(let_through[1]) * 1024**2 == LARGEST > 40 * 1024**2
