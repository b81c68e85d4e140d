"""What did not get out: the two lists, and what can be done about each line."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yichuang.applications.stuck_papers import make_again
from yichuang.cases.gates import WORK
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.messaging.resend import resend, told
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.office import unsent as reading
from yichuang.surfaces.office.gates import NOTICE, STUCK_PAPER
from yichuang.surfaces.office.views.answers import guarded


@guarded
@require_safe
def unsent(request: HttpRequest) -> HttpResponse:
    """``/office/unsent/``."""
    return _page(request)


@guarded
@require_POST
def notice(request: HttpRequest, notice: int) -> HttpResponse:
    """Send it again, to a corrected number where one was typed; or close it with how the person was told."""
    actor, moment = current_actor(request), now()
    found = NOTICE.open(actor, notice, WORK)
    try:
        if request.POST.get("told"):
            told(found.pk, by=actor.staff_id, how=request.POST.get(f"how-{notice}", ""), now=moment)
        else:
            resend(found.pk, by=actor.staff_id, now=moment, phone=request.POST.get(f"phone-{notice}", ""))
    except Refusal as refusal:
        return _page(request, refusal, f"notice-{found.pk}")
    return redirect(reverse("office:unsent"))


@guarded
@require_POST
def paper(request: HttpRequest, job: int) -> HttpResponse:
    """Make the paper here and now; what stands against it is said."""
    stuck = STUCK_PAPER.open(current_actor(request), job, WORK)
    try:
        make_again(stuck, now=now())
    except Refusal as refusal:
        return _page(request, refusal, f"paper-{job}")
    return redirect(reverse("office:unsent"))


def _page(request: HttpRequest, refusal: Refusal | None = None, at: str = "") -> HttpResponse:
    actor = current_actor(request)
    found = {"actor": actor, "place": "unsent", "lists": reading.lists(actor), "refusal": refusal, "refused_at": at}
    return render(request, "office/unsent.html", found, status=refusal.status if refusal else 200)
