"""For whom somebody has come: an organisation applies through its legal representative or whom it has sent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from msgspec.structs import replace

from yichuang.applications.draft import save_draft
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import check_credit_code
from yichuang.kernel.moment import now
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.people.gates import ORGANISATION, PERSON
from yichuang.people.models import Organisation, Person
from yichuang.people.register_organisation import register_organisation
from yichuang.surfaces.desk import visits
from yichuang.surfaces.desk.entry import without_companions
from yichuang.surfaces.desk.views.answers import go, guarded, refused

HANDLER_CARD = "id_card_handler"
"""The card of whoever has come proves this too."""


@guarded
@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The visit is the organisation's whose licence lies on the desk; without a code, it is the person's own again.

    Another applicant means another filing: nothing stays chosen, and nobody stands in for whoever has come. A GET answers
    by what name an organisation is on record, as its code is typed.
    """
    actor = current_actor(request)
    kept = visits.opened(actor, draft)
    if request.method == "GET":
        return _called(request, actor)
    try:
        found = _named(actor, request.POST, PERSON.open(actor, kept.filing.person, "serve"))
    except Refusal as refusal:
        return refused(request, refusal, "#organisation-problem")
    body = found.pk if found else None
    fitting = kept.filing.choices if body == kept.filing.organisation else ()
    alone = without_companions(kept.filing, "guardian", "agent")
    card = alone.materials.get(visits.CARD)
    shown = {HANDLER_CARD: card} if card and card.state is MaterialState.SEEN else {}
    filing = replace(alone, organisation=body, choices=fitting, materials={**alone.materials, **shown})
    save_draft(actor, draft, filing, version=kept.version, now=now())
    return go(request, reverse("desk:visit", args=[draft]))


def _called(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The field of the name: filled when the code is known, emptied when it no longer is, else left as it stands."""
    found = _on_record(actor, request.GET.get("uscc", ""))
    if found is None and "known" not in request.GET:
        return HttpResponse(status=204)
    return render(request, "desk/_organisation_name.html", {"body": found})


def _on_record(actor: Actor, code: str) -> Organisation | None:
    try:
        known = Organisation.objects.filter(uscc=check_credit_code(code)).values_list("pk", flat=True).first()
    except Refusal:
        return None  # still being typed; what is wrong with it is said when it is sent
    return ORGANISATION.open(actor, known, "file") if known else None


def _named(actor: Actor, posted: QueryDict, comes: Person) -> Organisation | None:
    code = posted.get("uscc", "").strip()
    if not code:
        return None
    represents = posted.get("represents") == "true"
    return register_organisation(
        actor, code, posted.get("organisation_name", ""), reason=label("desk_occasion", "organisation", "zh"), now=now(),
        legal_representative=comes if represents else None, document=posted.get("document", ""),
    )  # fmt: skip
