"""A browser keeps what a page is made of for good: each name changes with its content."""

import re

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.templatetags.static import static
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from yichuang.server.static_names import NamedByContent

SHEET = "design/tokens.css"


@pytest.fixture
def collected(settings, tmp_path) -> None:
    """Static files as the start of an installation collects them."""
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", verbosity=0, interactive=False)


def served(path: str) -> HttpResponse:
    return WhiteNoiseMiddleware(lambda _request: HttpResponse(status=404))(RequestFactory().get(path))


def test_a_page_names_its_files_by_their_content_and_browsers_keep_them(collected):
    address = static(SHEET)
    assert re.fullmatch(r"/static/design/tokens\.[0-9a-f]{12}\.css", address)
    answer = served(address)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert int(re.search(r"max-age=(\d+)", answer["Cache-Control"])[1]) > 86400 * 365


def test_another_content_has_another_name(collected, monkeypatch):
    before = static(SHEET)
    monkeypatch.setattr(NamedByContent, "file_hash", lambda _self, _name, _content: "0123456789ab")
    call_command("collectstatic", verbosity=0, interactive=False)
    assert static(SHEET) == "/static/design/tokens.0123456789ab.css" != before
    assert served(before).status_code == 200, "pages of before the update still find their files"


def test_where_nothing_was_collected_names_are_plain():
    assert static(SHEET) == f"/static/{SHEET}"
