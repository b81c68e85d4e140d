"""Who may act for whoever sits here; what is wrong or withdrawn is ended by a person, with a reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now, today
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import Gate, current_actor
from yichuang.people.gates import END, GUARDIANSHIP, MANDATE
from yichuang.people.mandate import revoke_mandate
from yichuang.people.models import Agency, Guardianship
from yichuang.people.set_guardian import end_guardianship
from yichuang.surfaces.desk import representatives, visits
from yichuang.surfaces.desk.views.answers import go, guarded, refused

Held = TypeVar("Held", Guardianship, Agency)
DAY = timedelta(days=1)


@guarded
@require_safe
def listing(request: HttpRequest, draft: UUID) -> HttpResponse:
    """``/desk/drafts/<id>/representatives``: asked for when somebody opens the list."""
    kept = visits.opened(current_actor(request), draft)
    found = representatives.representatives(kept.filing, today())
    return render(request, "desk/_representatives.html", {"found": found, "draft": kept})


@guarded
@require_POST
def end_guardian(request: HttpRequest, draft: UUID, guardianship: int) -> HttpResponse:
    """End a guardianship from today on."""

    def end(actor: Actor, held: Guardianship, reason: str) -> None:
        last_day = max(today(), held.since) - DAY
        end_guardianship(actor, held, last_day, reason=reason, now=now())

    return _ended(request, draft, GUARDIANSHIP, guardianship, end)


@guarded
@require_POST
def end_mandate(request: HttpRequest, draft: UUID, mandate: int) -> HttpResponse:
    """Revoke a mandate from today on."""

    def end(actor: Actor, given: Agency, reason: str) -> None:
        revoke_mandate(actor, given, reason=reason, now=now())

    return _ended(request, draft, MANDATE, mandate, end)


def _ended(
    request: HttpRequest,
    draft: UUID,
    gate: Gate[int, Held, str],
    number: int,
    end: Callable[[Actor, Held, str], None],
) -> HttpResponse:
    """End what concerns this visit and show the visit as it now stands; a refusal is said beside the reason."""
    actor = current_actor(request)
    filing = visits.opened(actor, draft).filing
    try:
        held = gate.open(actor, number, END)
        representatives.require_concerned(filing, held)
        end(actor, held, request.POST.get("reason", ""))
    except Refusal as refusal:
        return refused(request, refusal, f"#end-{gate.name}-{number}-problem")
    messages.success(request, _("已结束，从今天起不再有效。"))
    return go(request, reverse("desk:visit", args=[draft]))
