"""How the office answers: the case's pane, a toast beside it, a refusal in place of what was asked."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django_htmx.http import trigger_client_event

from yichuang.cases.status import Action, SlotKind
from yichuang.cases.store import Loaded
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.kernel.vocabulary import label
from yichuang.organisation.authority import Actor, staff_required
from yichuang.surfaces.office.case_view import CasePage, case_page
from yichuang.surfaces.office.offers import Offer, decides

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]
FORWARD = (Action.OPINE, Action.RETURN, Action.SUSPEND, Action.RESUME, Action.CLAIM)
"""What stands on the bar; everything else is in the menu beside it."""
MENU: tuple[tuple[Action, ...], ...] = (
    (Action.RELEASE, Action.TAKE_BACK, Action.ASSIGN, Action.TRANSFER, Action.DELEGATE, Action.ADD_SIGNER, Action.REMOVE_SIGNER,
     Action.COPY, Action.ACKNOWLEDGE, Action.URGE, Action.RECALL),
    (Action.RECEIVE, Action.ACCEPT, Action.ASK_CORRECTION, Action.REFUSE_ACCEPTANCE, Action.NOT_OURS),
    (Action.START_SPECIAL, Action.END_SPECIAL, Action.EXTEND),
    (Action.ARCHIVE, Action.WITHDRAW, Action.TERMINATE, Action.VOID),
)  # fmt: skip
SIMPLE = frozenset(
    {Action.CLAIM, Action.RELEASE, Action.ACKNOWLEDGE, Action.RESUME, Action.RECEIVE, Action.ACCEPT, Action.ARCHIVE}
)
"""What asks nothing: done with one press."""


def guarded(view: View[Rest]) -> View[Rest]:
    """Staff only; a Refusal becomes a page, or for htmx the refusal itself in the place that asked."""

    @staff_required()
    @wraps(view)
    def answered(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    return answered


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal alone; a dialog of its own where a dialog was asked for, which would stand below everything."""
    place = "_refusal_dialog" if request.headers.get("HX-Target") == "ask" else "_refused"
    part = f"office/{place}.html" if request.headers.get("HX-Request") else "office/refused.html"
    return told(render(request, part, {"refusal": refusal}, status=refusal.status), str(refusal))


def pane(request: HttpRequest, page: CasePage, refusal: Refusal | None = None) -> HttpResponse:
    """The case's pane; with ``refusal`` on top of it after a conflict."""
    found = {
        "page": page, "refusal": refusal, "key": uuid4().hex, "simple": SIMPLE, "menu": menu(page.offers),
        "bar": bar(page), "word": approving(page), "against": disagreeing(page),
    }  # fmt: skip
    return render(request, "office/_case.html", found, status=refusal.status if refusal else 200)


def fresh(
    request: HttpRequest, actor: Actor, loaded: Loaded, step: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    """The pane of a case as it stands now."""
    return pane(request, case_page(actor, loaded, now(), step), refusal)


def menu(offers: tuple[Offer, ...]) -> list[list[Offer]]:
    """The offers of the menu in its groups; one line an action and step."""
    return [
        found for group in MENU if (found := [each for action in group for each in offers if each.action is action])
    ]


def bar(page: CasePage) -> dict[str, str]:
    """The steps at which the bar's own buttons act, by action."""
    here = page.step.key if page.step else ""
    found: dict[str, str] = {}
    for offer in page.offers:
        if offer.action in FORWARD and (offer.action.value not in found or offer.step == here):
            found[offer.action.value] = offer.step
    return found


def approving(page: CasePage) -> str:
    """What approving is called here."""
    return _word("approve", page)


def disagreeing(page: CasePage) -> str:
    """What speaking against is called here."""
    return _word("against", page)


def _word(words: str, page: CasePage) -> str:
    if page.step is None:
        return ""
    opinion = page.slot_kind != SlotKind.PRINCIPAL and not (decides(page.step) and page.slot_kind == SlotKind.ADDED)
    return label(words, "opinion" if opinion else page.step.act)


def told(response: HttpResponse, words: str) -> HttpResponse:
    """Say ``words`` in passing where the answer itself has no place on the page any more, which the page knows.

    After the swap: then also the answer to a button that is gone is heard.
    """
    return trigger_client_event(response, "office:told", {"value": words}, after="swap")
