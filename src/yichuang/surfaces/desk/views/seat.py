"""Sitting down at a window and leaving it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.organisation.authority import current_actor
from yichuang.organisation.shift import leave, sit_down
from yichuang.surfaces.desk.views.answers import guarded

LONGEST_ID = 15


@guarded
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Begin a shift at the window chosen; the verb judges whether it is this clerk's to choose."""
    chosen = request.POST.get("window", "")
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) <= LONGEST_ID):
        raise Refusal("window.elsewhere")
    sit_down(current_actor(request), int(chosen), now=now())
    return redirect("desk:start")


@guarded
@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    """End the shift."""
    leave(current_actor(request), now=now())
    return redirect("desk:start")
