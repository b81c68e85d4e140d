"""Submitting, and the receipt screen that follows."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from msgspec.structs import replace

from yichuang.applications.draft import DRAFT
from yichuang.applications.judge import NotYet
from yichuang.applications.queries import APPLICATION
from yichuang.applications.submit import Filed, submit
from yichuang.cases import commands as cm
from yichuang.cases.gates import CASE, WORK
from yichuang.cases.perform import perform
from yichuang.cases.status import StepStatus
from yichuang.catalogue.definition import StepAct
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.people.gates import PERSON
from yichuang.people.identify import set_phone
from yichuang.surfaces.desk import queries, signing, visits
from yichuang.surfaces.desk.models import Signing
from yichuang.surfaces.desk.receipts import pdf_of_receipt, receipt_of_application
from yichuang.surfaces.desk.views.answers import go, guarded, is_part, refused
from yichuang.surfaces.desk.views.visit import Standing, kept_with, receipt_of, regions, standing_of

PHONE = "applicant_phone"


@guarded
@require_POST
def submit_draft(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Submit once, however often it is pressed: the draft's id is the key. With a drawn signature: sign, then submit."""
    actor = current_actor(request)
    if past := _past(actor, draft):
        return go(request, past)
    try:
        standing = _signed(request, actor, draft)
        filed = _submitted(actor, standing)
    except NotYet:
        return regions(request, standing_of(actor, visits.opened(actor, draft), now()), status=422, pressed=True)
    except Refusal as refusal:
        if past := _past(actor, draft):
            return go(request, past)  # another screen pressed at the same instant and was faster
        return refused(request, refusal, "#sign-problem" if "content" in request.POST else "#problem")
    return go(request, reverse("desk:receipt", args=[filed.number]))


def _past(actor: Actor, draft: UUID) -> str:
    """The address of the receipt, once the draft has been submitted; empty before."""
    application = DRAFT.open(actor, draft, "edit").submitted_as
    return receipt_of(actor, application) if application is not None else ""


def _signed(request: HttpRequest, actor: Actor, draft: UUID) -> Standing:
    """From the pad: with what was drawn on it, or with the signature that the counter's screen has brought meanwhile."""
    moment, drawn = now(), request.POST.get("signature", "")
    if "content" not in request.POST:
        return kept_with(request, actor, draft, moment)
    kept = visits.opened(actor, draft)
    standing = standing_of(actor, kept, moment)
    if standing.signed and not drawn:
        return standing
    if standing.visit is None:
        raise Refusal("applications.nothing_chosen")
    return replace(standing, kept=signing.sign(actor, kept, standing.visit, drawn, request.POST["content"], moment))


def _submitted(actor: Actor, standing: Standing) -> Filed:
    kept, moment = standing.kept, now()
    if standing.visit is None:
        raise Refusal("applications.nothing_chosen")
    signing.require_standing(Signing.objects.filter(draft=kept.id).first(), kept, standing.visit)
    # Each on its own: a second press finds the key used, which would end a transaction around it before it can be answered.
    filed = submit(actor, visits.without_marks(kept.filing), key=str(kept.id), now=moment, draft=kept.id)
    _remember_phone(actor, standing)
    return filed


def _remember_phone(actor: Actor, standing: Standing) -> None:
    phone = standing.kept.filing.form.get(PHONE, "")
    if phone and standing.visit and standing.visit.ground.applicant.phone != phone:
        set_phone(PERSON.open(actor, standing.kept.filing.person, "serve"), phone)


# --- the receipt ------------------------------------------------------------------------------------------------------


@guarded
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """``/desk/applications/<number>/``: what was filed, where each case stands, and the next visit."""
    actor = current_actor(request)
    application = APPLICATION.open(actor, number, "see")
    found = {"actor": actor, "seat": queries.seat(actor), "receipt": receipt_of_application(actor, application, now())}
    return render(request, "desk/_cases.html" if is_part(request) else "desk/receipt.html", found)


@guarded
@require_POST
def settle(request: HttpRequest, number: str, case: str) -> HttpResponse:
    """当场办结: decide at once what this clerk may decide, as far as the own grants go."""
    actor = current_actor(request)
    application = APPLICATION.open(actor, number, "see")
    loaded = CASE.open(actor, case, WORK)
    if loaded.state.application != application.id:
        raise Refusal("authority.not_found")
    step = next(
        (each for each in loaded.state.route if each.act is StepAct.DECIDE and each.status is StepStatus.ACTIVE), None
    )
    if step is None:
        raise Refusal("cases.not_now", action="opine", status=loaded.state.status.value)
    version = loaded.state.version
    perform(actor, case, cm.Opine(step.key), key=f"settle/{case}/{version}", now=now(), expected=version)
    return redirect(reverse("desk:receipt", args=[number])) if not is_part(request) else receipt_part(request, number)


def receipt_part(request: HttpRequest, number: str) -> HttpResponse:
    """The cases as they stand now."""
    actor = current_actor(request)
    application = APPLICATION.open(actor, number, "see")
    return render(request, "desk/_cases.html", {"receipt": receipt_of_application(actor, application, now())})


@guarded
@require_safe
def receipt_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The one receipt of the visit as it was issued."""
    application = APPLICATION.open(current_actor(request), number, "see")
    response = HttpResponse(pdf_of_receipt(application, now()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{application.number}.pdf"'
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
