"""Paper between the units: take over what came, hand on what waits, print the list (交接单)."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yichuang.delivery.gates import BUNDLE, SEE
from yichuang.delivery.hand_over_list import issue_hand_over_list
from yichuang.delivery.queries import number_of
from yichuang.delivery.receive_bundle import receive_bundle
from yichuang.delivery.send_bundle import send_bundle
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.licences.queries import pdf_of
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.desk import bundles as reading
from yichuang.surfaces.desk import queries
from yichuang.surfaces.desk.views.answers import guarded, refused
from yichuang.surfaces.order_keys import order_key

LONGEST = 400
"""Characters that a scanner reads: an address with a code."""


@guarded
@require_safe
def bundles(request: HttpRequest) -> HttpResponse:
    """``/desk/bundles/``: what comes, what waits, what has gone; ``?scan=`` finds a bundle by its printed code."""
    actor = current_actor(request)
    scanned = request.GET.get("scan", "").strip()[:LONGEST]
    try:
        wanted = BUNDLE.open(actor, number_of(scanned), SEE).number if scanned else ""
    except Refusal:
        missing = Refusal("desk.no_such_bundle")
        return _page(request, actor, refusal=missing)
    return _page(request, actor, wanted=wanted)


def _page(request: HttpRequest, actor: Actor, **more: object) -> HttpResponse:
    at_window = actor.window_id is not None
    facts = {
        "actor": actor, "seat": queries.seat(actor), "place": "bundles", "key": uuid4().hex,
        "base": "desk/base.html" if at_window else "office/base.html",
        "coming": reading.on_the_way_here(actor), "heaps": reading.heaps(actor), "gone": reading.sent_from_here(actor),
        **more,
    }  # fmt: skip
    refusal = more.get("refusal")
    status = refusal.status if isinstance(refusal, Refusal) else 200
    return render(request, "desk/bundles.html", facts, status=status)


@guarded
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Hand on what is ticked; the page then offers the list to be printed."""
    actor = current_actor(request)
    try:
        wanted = reading.sending(request.POST)
        key = order_key("bundle", actor, request.POST.get("idempotency_key", ""), wanted)
        bundle = send_bundle(actor, wanted, key=key, now=now())
    except Refusal as refusal:
        return refused(request, refusal)
    return redirect(f"{reverse('desk:bundles')}?scan={bundle.number}")


@guarded
@require_POST
def take(request: HttpRequest, bundle: str) -> HttpResponse:
    """Take a bundle over: everything is there, or what differs is said."""
    actor = current_actor(request)
    differing = reading.found({name: str(value) for name, value in request.POST.items()})
    try:
        receive_bundle(actor, bundle, differing if request.POST.get("differs") else {}, now=now())
    except Refusal as refusal:
        return refused(request, refusal)
    return redirect("desk:bundles")


@guarded
@require_safe
def bundle_pdf(request: HttpRequest, bundle: str) -> HttpResponse:
    """The 交接单 as it was issued; issued now if no worker has yet."""
    found = BUNDLE.open(current_actor(request), bundle, SEE)
    response = HttpResponse(pdf_of(issue_hand_over_list(found, now=now())), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response
