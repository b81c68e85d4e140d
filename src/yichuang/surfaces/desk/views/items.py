"""Which items fit what is typed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.catalogue.queries import items_in_use
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.desk import queries, visits
from yichuang.surfaces.desk.entry import codes
from yichuang.surfaces.desk.finding import applying, find
from yichuang.surfaces.desk.views.answers import guarded

LONGEST = 40


@guarded
@require_safe
def items(request: HttpRequest, draft: UUID) -> HttpResponse:
    """``/desk/drafts/<id>/items?q=``: the list under the search box."""
    actor = current_actor(request)
    filing = visits.opened(actor, draft).filing
    typed = request.GET.get("q", "")[:LONGEST]
    found = find(typed, items_in_use(), queries.seat(actor).lines, tuple(codes(filing)), applying(filing.organisation))
    return render(request, "desk/_items.html", {"found": found, "typed": typed, "count": len(filing.choices)})
