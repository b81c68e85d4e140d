"""Which items fit what is typed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.catalogue.search.index import LONGEST
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.desk import queries, visits
from yichuang.surfaces.desk.views.answers import guarded
from yichuang.surfaces.desk.views.visit import finding


@guarded
@require_safe
def items(request: HttpRequest, draft: UUID) -> HttpResponse:
    """``/desk/drafts/<id>/items?q=``: the list under the search box."""
    actor = current_actor(request)
    filing = visits.opened(actor, draft).filing
    typed = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    return render(
        request, "desk/_items.html", {"finding": finding(actor, queries.seat(actor), filing, typed), "typed": typed}
    )
