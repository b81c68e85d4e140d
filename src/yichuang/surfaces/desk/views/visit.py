"""One visit: the page with its three panes, and the regions that move while one types."""

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from msgspec import Struct
from msgspec.structs import replace

from yichuang.applications.draft import DRAFT, Kept, kept, save_draft
from yichuang.applications.filing import Filing
from yichuang.applications.judge import Problem
from yichuang.applications.models import Application
from yichuang.applications.move_draft import Shift, moved, shifts
from yichuang.applications.queries import APPLICATION
from yichuang.applications.submit import Visit
from yichuang.cases.models import Case
from yichuang.catalogue.queries import item_version, items_in_use
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.kernel.moment import now, today
from yichuang.organisation.actor import Actor, receives
from yichuang.organisation.authority import current_actor
from yichuang.people.gates import PERSON
from yichuang.surfaces.desk import entry, queries, signing, taking, visits, ways
from yichuang.surfaces.desk import standing as standings
from yichuang.surfaces.desk.board import Board, board
from yichuang.surfaces.desk.choices import guardian_bases, manual_choices
from yichuang.surfaces.desk.finding import JOINT, Finding, applying, find
from yichuang.surfaces.desk.models import Signing
from yichuang.surfaces.desk.queries import Seat
from yichuang.surfaces.desk.views.answers import guarded, is_part, toasted
from yichuang.surfaces.story.names import said


class Standing(Struct, frozen=True):
    """A draft with what the platform makes of it and what stands against it."""

    kept: Kept
    visit: Visit | None
    found: tuple[Problem, ...] = ()
    signed: str = ""
    """The signature while it stands."""
    silent: tuple[str, ...] = ()


@guarded
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, draft: UUID) -> HttpResponse:
    """``/desk/drafts/<id>/``: the page; a POST keeps what was typed and answers the regions."""
    actor = current_actor(request)
    if request.method == "POST":
        standing = kept_with(request, actor, draft, now())
        return regions(request, standing, finding=_offered(request, actor, standing.kept.filing))
    found = DRAFT.open(actor, draft, "see")
    if found.submitted_as is not None:
        return redirect(receipt_of(actor, found.submitted_as))
    standing = standing_of(actor, kept(found), now())
    return regions(request, standing) if is_part(request) else page(request, actor, standing)


def _offered(request: HttpRequest, actor: Actor, filing: Filing) -> Finding | None:
    """What can be added now, where that has changed with what was posted."""
    changes = request.POST.get("op", "").startswith(("add:", "remove:"))
    return finding(actor, queries.seat(actor), filing) if changes else None


def finding(actor: Actor, seat: Seat, filing: Filing, typed: str = "") -> Finding:
    """What fits ``typed`` at this window and is not chosen yet."""
    codes, applies = tuple(entry.codes(filing)), applying(filing.organisation)
    return find(typed, items_in_use(), seat.lines, codes, applies, receives(actor, today()))


def receipt_of(actor: Actor, application: int) -> str:
    """Where the receipt of a submitted draft is."""
    number = Application.objects.values_list("number", flat=True).get(pk=application)
    return reverse("desk:receipt", args=[APPLICATION.open(actor, number, "see").number])


# --- keeping what was typed -------------------------------------------------------------------------------------------


def kept_with(request: HttpRequest, actor: Actor, draft: UUID, moment: datetime) -> Standing:
    """The draft with what the form says now, kept. Refusal("applications.draft_moved") for a stale screen."""
    kept = visits.opened(actor, draft)
    if request.POST.get("version") != str(kept.version):
        raise Refusal("applications.draft_moved")
    filing = _changed(request, actor, kept.filing)
    fuller = visits.enriched(actor, draft, filing, moment)
    fresh = fuller.filing if fuller else filing
    if request.POST.get("op") == "seen" and fuller:
        seen = ways.all_seen(fuller.visit.plan.materials, fresh.materials)
        fresh = replace(fresh, materials={**fresh.materials, **seen})
    again = visits.computed(actor, fresh, moment) if fuller and fresh is not fuller.filing else fuller and fuller.visit
    standing = _unsigned_if_other(_standing(replace_filing(kept, fresh), again or None))
    silent = fuller.silent if fuller else ()
    if standing.kept.filing == kept.filing:
        return replace(standing, silent=silent)
    version = save_draft(actor, draft, standing.kept.filing, version=kept.version, now=moment)
    newer = Kept(kept.id, version, standing.kept.filing, moment)
    return replace(standing, kept=newer, silent=silent)


def replace_filing(kept: Kept, filing: Filing) -> Kept:
    """The same draft with another content."""
    return replace(kept, filing=filing)


def _unsigned_if_other(standing: Standing) -> Standing:
    """A signature given to another content is dropped: it would have to be given again."""
    if not standing.kept.filing.signature or standing.signed or standing.visit is None:
        return standing
    return replace(standing, kept=replace_filing(standing.kept, replace(standing.kept.filing, signature="")))


def _changed(request: HttpRequest, actor: Actor, filing: Filing) -> Filing:
    posted = {name: str(value) for name, value in request.POST.items()}
    typed = entry.entered(filing, posted, visits.items_of(filing))
    op, _sep, code = posted.get("op", "").partition(":")
    if op == "add":
        lines = queries.seat(actor).lines
        return reduce(lambda fuller, each: _with_item(actor, fuller, each, posted, lines), code.split(JOINT), typed)
    if op == "remove":
        return entry.without_item(typed, code)
    if op == "newer":
        item, _sep, version = code.partition("=")
        return moved(typed, {item: int(version) if version.isdecimal() else 0})
    return visits.forgotten(typed) if op == "ask" else typed


def _with_item(actor: Actor, filing: Filing, code: str, posted: dict[str, str], lines: Collection[str]) -> Filing:
    item = item_version(code)
    taking.require_taken(actor, item, lines, applying(filing.organisation))
    before = {key.removeprefix(entry.ANSWER): value for key, value in posted.items() if key.startswith(entry.ANSWER)}
    keys = {situation.key for situation in item.situations}
    return entry.with_item(filing, item, {key: value for key, value in before.items() if key in keys and value})


def standing_of(actor: Actor, kept: Kept, moment: datetime) -> Standing:
    """The draft as it lies there."""
    return _standing(kept, visits.computed(actor, kept.filing, moment))


def _standing(kept: Kept, visit: Visit | None) -> Standing:
    if visit is None:
        return Standing(kept, None)
    signed = (
        signing.standing(Signing.objects.filter(draft=kept.id).first(), kept, visit) if kept.filing.signature else ""
    )
    return Standing(kept, visit, visit.problems(), signed)


# --- what is shown ----------------------------------------------------------------------------------------------------


def regions(
    request: HttpRequest, standing: Standing, *, status: int = 200, pressed: bool = False, **more: object
) -> HttpResponse:
    """What moves while one types: items, questions and form, materials, bar. ``pressed``: say everything that is open."""
    filing = standing.kept.filing
    cases = queries.cases_of(current_actor(request), filing.person) if filing.choices else ()
    found = {**facts(request, standing, cases, tried=pressed), **more, "pressed": pressed}
    response = render(request, "desk/_regions.html", found, status=status)
    if standing.silent:
        toasted(response, _("有登记库没有应答，对应材料请核对原件。"))
    return response


def facts(request: HttpRequest, standing: Standing, cases: tuple[Case, ...], *, tried: bool = False) -> dict[str, Any]:
    """What the regions are drawn from; ``cases``: the person's latest."""
    tried = tried or request.POST.get("tried") == "1"
    return {
        "draft": standing.kept,
        "board": _board(standing, tried=tried),
        "tried": tried,
        "signed": standing.signed,
        "urgent": standing.kept.filing.urgent,
        "make_up_most": standing.visit.facts.rules.deferral_days if standing.visit else None,
        "make_up_days": standing.kept.filing.make_up_days or "",
        "newer": tuple(map(_newer, shifts(standing.kept.filing))),
        "running": tuple(queries.running(standing.kept.filing, cases)),
    }


def _newer(shift: Shift) -> dict[str, object]:
    """A chosen item that has a newer version, in the reader's words."""
    return {
        "code": shift.now.code,
        "item": said(shift.now.name),
        "before": shift.before.version,
        "version": shift.now.version,
        "changes": [said(change.sentence) for change in shift.changes],
    }


def _board(standing: Standing, *, tried: bool) -> Board | None:
    return board(standing.visit, standing.found, tried=tried) if standing.visit else None


def page(request: HttpRequest, actor: Actor, standing: Standing) -> HttpResponse:
    """The whole screen."""
    moment, filing = now(), standing.kept.filing
    person = PERSON.open(actor, filing.person, "serve")
    seat, cases = queries.seat(actor), queries.cases_of(actor, person.pk)
    found = {
        **facts(request, standing, cases),
        "actor": actor,
        "seat": seat,
        "finding": finding(actor, seat, filing),
        "visitor": queries.visitor(person, cases, local_date(moment)),
        "body": queries.body(filing.organisation),
        "companions": queries.names_of((filing.agent, filing.guardian)),
        "filing": filing,
        "standing": standings.shown(filing),
        "lying": queries.lying(actor, moment, without=str(standing.kept.id)),
        "not_chosen": not filing.choices,
        "basis_choices": guardian_bases(),
        **manual_choices(),
    }
    return render(request, "desk/visit.html", found)
