"""A body that nobody has a use for is refused before it is read."""

from django.http import HttpResponse
from django.test import RequestFactory

from yichuang.surfaces.bounds import LARGEST, BodyBound


def answered(length: str) -> HttpResponse:
    request = RequestFactory().post("/accounts/login/", b"", content_type="multipart/form-data")
    request.META["CONTENT_LENGTH"] = length
    return BodyBound(lambda _request: HttpResponse("let through"))(request)


def test_a_body_beyond_the_bound_is_refused_with_words_that_say_what_to_do():
    answer = answered(str(LARGEST + 1))
    assert answer.status_code == 413
    assert "20 MB" in answer.content.decode()


def test_a_scan_that_is_too_large_still_reaches_its_own_refusal():
    assert answered(str(40 * 1024 * 1024)).status_code == 200
    assert answered("").status_code == 200
