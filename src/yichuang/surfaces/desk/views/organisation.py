"""For whom somebody has come: an organisation applies through its legal representative or whom it has sent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST
from msgspec.structs import replace

from yichuang.applications.draft import save_draft
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.people.gates import PERSON
from yichuang.people.models import Organisation, Person
from yichuang.people.register_organisation import register_organisation
from yichuang.surfaces.desk import visits
from yichuang.surfaces.desk.views.answers import go, guarded, refused


@guarded
@require_POST
def organisation(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The visit is the organisation's whose licence lies on the desk; without a code, it is the person's own again.

    What had been chosen stays only while whoever now applies may have it, so nothing is chosen before.
    """
    actor = current_actor(request)
    kept = visits.opened(actor, draft)
    try:
        found = _named(actor, request.POST, PERSON.open(actor, kept.filing.person, "serve"))
    except Refusal as refusal:
        return refused(request, refusal, "#organisation-problem")
    body = found.pk if found else None
    fitting = kept.filing.choices if body == kept.filing.organisation else ()
    filing = replace(kept.filing, organisation=body, choices=fitting, signature="")
    save_draft(actor, draft, filing, version=kept.version, now=now())
    return go(request, reverse("desk:visit", args=[draft]))


def _named(actor: Actor, posted: QueryDict, comes: Person) -> Organisation | None:
    code = posted.get("uscc", "").strip()
    if not code:
        return None
    represents = posted.get("represents") == "true"
    return register_organisation(
        actor, code, posted.get("organisation_name", ""), reason=label("desk_occasion", "organisation", "zh"), now=now(),
        legal_representative=comes if represents else None, document=posted.get("document", ""),
    )  # fmt: skip
