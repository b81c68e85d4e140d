"""A dialog on the screen, as it was asked for or again with what was wrong."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.cases.state import CaseState
from yichuang.kernel.errors import Refusal
from yichuang.surfaces.office.asks import Ask


def dialog(request: HttpRequest, state: CaseState, ask: Ask, refusal: Refusal | None = None) -> HttpResponse:
    """The dialog of ``ask`` for one case."""
    found = {"ask": ask, "state": state, "key": uuid4().hex, "refusal": refusal}
    return render(request, "office/_ask.html", found, status=refusal.status if refusal else 200)
