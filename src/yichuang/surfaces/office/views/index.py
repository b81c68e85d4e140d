"""The worklist: the whole page, or for htmx its rows alone; what waits beside it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.delivery.queries import count_coming
from yichuang.kernel.moment import now
from yichuang.kernel.vocabulary import label
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.live_pages import live_url
from yichuang.surfaces.office import live, unsent
from yichuang.surfaces.office.filters import filters
from yichuang.surfaces.office.views.answers import guarded
from yichuang.surfaces.office.worklist import COLUMNS, worklist


@guarded
def index(request: HttpRequest) -> HttpResponse:
    """``/office/``: filters in the address; ``case`` opens one at once."""
    actor = current_actor(request)
    shown = worklist(actor, filters(request.GET), now())
    found = {
        "list": shown,
        "columns": [(column, label("column", column), off) for column, off in COLUMNS.items()],
        "actor": actor,
        "opened": request.GET.get("case", ""),
        "opened_step": request.GET.get("step", ""),
    }
    part = request.headers.get("HX-Target") == "rows" and not request.headers.get("HX-History-Restore-Request")
    if part:
        return render(request, "office/_rows.html", found)
    heard = live.topics(actor, shown.units)
    return render(request, "office/index.html", {**found, "live": live_url(heard), "live_events": " ".join(heard)})


@guarded
def counts(request: HttpRequest) -> HttpResponse:
    """How much waits behind the links of the frame: asked for after the page, which has queries enough of its own."""
    actor = current_actor(request)
    found = {"unsent": unsent.count(actor), "coming": count_coming(actor.unit_id)}
    return render(request, "office/_counts.html", found)
