"""Ends idle sessions, and sends people to the step they have to take first, over plain pages and htmx alike."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect
from msgspec import convert, to_builtins

from yichuang.kernel.moment import now
from yichuang.organisation.idle import Ended, Limits, Mark, ended, touched

MARK = "session_mark"
BACKGROUND = "X-Background"
"""Header of requests that a page makes by itself (polling): they are answered but keep no session alive."""


def leave_for(request: HttpRequest, name: str, **query: str) -> HttpResponse:
    """Send the browser to the page ``name``, to come back afterwards to where it was."""
    target = f"{reverse(name)}?{urlencode({'next': _here(request), **query})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(target)
    return HttpResponseRedirect(target)


def _here(request: HttpRequest) -> str:
    """Return where to come back to: the page itself for htmx, and never a POST."""
    page = request.headers.get("HX-Current-URL")
    if page:
        return urlsplit(page)._replace(scheme="", netloc="").geturl()
    return request.get_full_path() if request.method in {"GET", "HEAD"} else "/"


class EndIdleSessions:
    """Middleware after authentication. A program that asks for no page simply finds itself signed out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reason = _keep(request)
        if reason is None:
            return self.get_response(request)
        logout(request)
        if _wants_page(request):
            return leave_for(request, "account_login", ended=reason.value)
        return self.get_response(request)


def _keep(request: HttpRequest) -> Ended | None:
    account = request.session.get(SESSION_KEY)
    if account is None:
        return None
    stored = request.session.get(MARK)
    mark = convert(stored, Mark) if stored else None
    moment = now().timestamp()
    if mark and mark.account == account:
        reason = ended(mark, moment, Limits(settings.SESSION_IDLE, settings.SESSION_ABSOLUTE))
        if reason:
            return reason
    fresh = touched(mark, account, moment)
    if fresh and BACKGROUND not in request.headers:
        request.session[MARK] = to_builtins(fresh)
    return None


def _wants_page(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" or "text/html" in request.headers.get("Accept", "")
