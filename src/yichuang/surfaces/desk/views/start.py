"""The desk at rest: whose card next, what lies unfinished, what waits for acceptance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.kernel.moment import now
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.desk import intake, queries
from yichuang.surfaces.desk.choices import manual_choices
from yichuang.surfaces.desk.seats import free
from yichuang.surfaces.desk.views.answers import guarded


@guarded
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """``/desk/``."""
    actor = current_actor(request)
    seat = queries.seat(actor)
    found = {
        "actor": actor,
        "seat": seat,
        "free_windows": () if seat.id else free(actor),
        "lying": queries.lying(actor, now()),
        "waiting": intake.count(actor),
        "role": "applicant",
        **manual_choices(),
    }
    return render(request, "desk/start.html", found)
