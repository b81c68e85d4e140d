"""One order on one case: perform it, show the case as it stands afterwards."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django_htmx.http import retarget, trigger_client_event

from yichuang.cases.gates import CASE, SEE
from yichuang.cases.perform import perform
from yichuang.cases.status import Action
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.kernel.vocabulary import label
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.office.orders import Order, order
from yichuang.surfaces.office.views.answers import fresh, guarded, told
from yichuang.surfaces.order_keys import order_key


@guarded
@require_POST
def do(request: HttpRequest, number: str) -> HttpResponse:
    """Carry one order out. On a refusal the pane comes afresh with the refusal on top, so that nobody acts on an old one."""
    given = order(request.POST)
    actor = current_actor(request)
    step = request.POST.get("step", "")
    try:
        key = order_key("office", actor, given.key, number, given.command)
        perform(actor, number, given.command, key=key, now=now(), expected=given.expected)
    except Refusal as refusal:
        if refusal.code == "authority.not_found":
            raise
        return _stale(request, number, step, refusal)
    loaded = CASE.open(actor, number, SEE)
    return _changed(request, fresh(request, actor, loaded, step), number, _words(given))


def _stale(request: HttpRequest, number: str, step: str, refusal: Refusal) -> HttpResponse:
    actor = current_actor(request)
    answer = fresh(request, actor, CASE.open(actor, number, SEE), step, refusal)
    return _told(request, answer, str(refusal))


def _changed(request: HttpRequest, response: HttpResponse, number: str, words: str) -> HttpResponse:
    trigger_client_event(response, "office:changed", {"number": number}, after="swap")
    return _told(request, response, f"{number[-6:]} {words}")


def _told(request: HttpRequest, response: HttpResponse, words: str) -> HttpResponse:
    """The pane is the answer's place, wherever it was asked; the words are for whoever reads another case by now."""
    if request.headers.get("HX-Target") != "case":
        retarget(response, "#case")
    return told(response, words)


def _words(given: Order) -> str:
    action: Action = given.command.action
    return label("action", action)
