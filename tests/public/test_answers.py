"""An address that leads nowhere, or a fault, is answered in the house's own words with the way on."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views import defaults
from django.views.csrf import csrf_failure

LANGUAGES = {"zh": ("zh-CN", "没有找到这一页", "首页"), "en": ("en-GB", "There is no such page", "start page")}
STYLES = 'href="/static/design/tokens.css"'


def words(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("address", ["/nowhere", "/desk/nowhere/", "/office/cases/", "/console/nowhere"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.django_db
def test_an_address_that_leads_nowhere_says_so_in_the_readers_language(address, language):
    header, said, way = LANGUAGES[language]
    response = Client(headers={"accept-language": header}).get(address)
    assert response.status_code == 404
    assert said in words(response)
    assert way in words(response)
    assert STYLES in words(response)
    assert address in words(response), "the language can be changed without losing the address"


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "请退回上一页"), ("en-GB", "Go back, reload")])
def test_a_form_from_an_old_page_is_told_what_to_do(language, said):
    client = Client(enforce_csrf_checks=True, headers={"accept-language": language})
    response = client.post("/accounts/login/", {"login": "990801"})
    assert response.status_code == 403
    assert said in words(response)
    assert STYLES in words(response)


def test_what_is_not_open_to_somebody_says_who_can_open_it():
    request = RequestFactory().get("/nowhere")
    response = defaults.permission_denied(request, PermissionDenied())
    assert response.status_code == 403
    assert "管理员给您授权" in words(response)


@pytest.mark.parametrize("answer", [defaults.server_error, lambda request: defaults.bad_request(request, ValueError())])
def test_a_fault_is_told_in_both_languages_without_database_or_session(answer):
    response = answer(HttpRequest())
    assert response.status_code in {400, 500}
    assert "请把下面的时间" in words(response) or "把下面的时间和刚才的操作告诉" in words(response)
    assert "tell the administrator the time below" in words(response)
    assert STYLES in words(response)
    assert not re.search(r"<script(?! src)| style=", words(response)), "the content security policy lets nothing inline"


def test_a_view_that_breaks_is_answered_by_that_page(monkeypatch):
    monkeypatch.setattr("yichuang.surfaces.public.views.render", lambda *_: 1 / 0)
    client = Client(raise_request_exception=False, headers={"accept-language": "en-GB"})
    response = client.get("/verify/")
    assert response.status_code == 500
    assert words(response)[:200] == render_to_string("500.html")[:200]


def test_a_csrf_failure_needs_no_context_of_its_own():
    assert csrf_failure(RequestFactory().post("/"), "no cookie").status_code == 403
