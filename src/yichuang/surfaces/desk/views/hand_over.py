"""Hand-over: who takes the results, everything that is ready, old documents, one signature (统一窗口出件)."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.applications.queries import APPLICATION
from yichuang.delivery.hand_over import hand_over as hand_out
from yichuang.evidence.signature import store_signature
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now, today
from yichuang.kernel.vocabulary import labels
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.people.capacity import capacity_on
from yichuang.people.gates import PERSON
from yichuang.people.models import Person
from yichuang.people.queries import person_facts, presentation
from yichuang.people.terms import Capacity
from yichuang.surfaces.desk import pick_up, queries
from yichuang.surfaces.desk.choices import SELF, guardian_bases, manual_choices, relations
from yichuang.surfaces.desk.views.answers import go, guarded, refused
from yichuang.surfaces.desk.views.identify import put_guardianship, put_mandate
from yichuang.surfaces.order_keys import order_key


@guarded
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """``/desk/hand-over/``: identify, or ``?q=`` a number; ``?person=`` what is ready; a POST hands it out."""
    actor = current_actor(request)
    if request.method == "POST":
        return _handed(request, actor)
    typed = request.GET.get("q", "").strip()
    if typed:
        try:
            return redirect(pick_up.find(actor, typed))
        except Refusal as refusal:
            return render(
                request, "desk/hand_over.html", _facts(actor, refusal=refusal, typed=typed), status=refusal.status
            )
    if not request.GET.get("person"):
        return render(request, "desk/hand_over.html", _facts(actor))
    return render(request, "desk/hand_over.html", _facts(actor, **_pick_up(request, actor)))


def _facts(actor: Actor, **more: object) -> dict[str, Any]:
    return {
        "actor": actor, "seat": queries.seat(actor), "place": "hand_over", "role": "receiver", "relations": relations(),
        **manual_choices(), **more,
    }  # fmt: skip


def _pick_up(request: HttpRequest, actor: Actor) -> dict[str, object]:
    person, receiver = _people(actor, request.GET.get("person", ""), request.GET.get("receiver", ""))
    ready = pick_up.ready_for(actor, person)
    return {
        "who": presentation(person, today()),
        "receiver": receiver,
        "is_other": receiver.pk != person.pk,
        "standing": pick_up.standing(person, receiver, ready, today()),
        "may_be_ward": capacity_on(person_facts(person), today()) is not Capacity.FULL,
        "basis_choices": guardian_bases(),
        "for_person": person.pk,
        "checked": pick_up.check_of(actor, receiver, now()),
        "ready": ready,
        "key": uuid4().hex,
    }


def _people(actor: Actor, person: str, receiver: str) -> tuple[Person, Person]:
    found = PERSON.open(actor, person, "hand over")
    return found, PERSON.open(actor, receiver, "hand over") if receiver and receiver != person else found


def _handed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand everything chosen out, or say what stands against it; nothing of what was entered is lost."""
    posted = {name: str(value) for name, value in request.POST.items()}
    numbers = request.POST.getlist("case")
    try:
        receiver = _hand_out(actor, posted, numbers)
    except Refusal as refusal:
        return refused(request, refusal)
    done = {"receiver": receiver, "count": len(numbers), "papers": pick_up.applications_of(numbers)}
    return render(request, "desk/_handed.html", done)


def _hand_out(actor: Actor, posted: dict[str, str], numbers: list[str]) -> Person:
    moment = now()
    _, receiver = _people(actor, posted.get("person", ""), posted.get("receiver", ""))
    check = pick_up.check_of(actor, receiver, moment)
    if check is None:
        raise Refusal("desk.not_identified")
    if posted.get("relation", SELF) not in labels()["receiver_relation"]:
        raise Refusal("form.choice")
    drawn = posted.get("signature", "")
    signature = store_signature(drawn, by=actor.staff_id, now=moment, check=check.pk).sm3
    wanted = pick_up.wanted(posted, numbers, receiver.name, check.pk, signature)
    key = order_key("desk", actor, posted.get("idempotency_key", ""), receiver.pk, wanted.cases)
    hand_out(actor, wanted, key=key, now=moment)
    return receiver


@guarded
@require_POST
def entitle(request: HttpRequest) -> HttpResponse:
    """``/desk/hand-over/entitle``: put the letter of authority, or the guardianship, of whoever fetches on record."""
    actor = current_actor(request)
    person, receiver = _people(actor, request.POST.get("person", ""), request.POST.get("receiver", ""))
    as_guardian = request.POST.get("as") == "guardian"
    try:
        if as_guardian:
            put_guardianship(actor, request.POST, person.pk, receiver.pk, occasion="hand_over")
        else:
            items = tuple(each.code for each in pick_up.ready_for(actor, person))
            put_mandate(
                actor, request.POST, {"principal_person_id": person.pk}, receiver.pk, items, occasion="hand_over"
            )
    except Refusal as refusal:
        return refused(request, refusal, "#guardianship-problem" if as_guardian else "#mandate-problem")
    return go(request, pick_up.address(person.pk, receiver.pk))


@guarded
@require_safe
def delivery_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The 送达回执 of an application as it was issued."""
    application = APPLICATION.open(current_actor(request), number, "see")
    response = HttpResponse(pick_up.pdf_of_delivery(application, now()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{application.number}-delivery.pdf"'
    return response
