"""Overview, organisation, staff, authority."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.catalogue.definition import Line
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now, today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.authority import current_actor
from yichuang.organisation.models import Unit
from yichuang.organisation.terms import Role
from yichuang.surfaces.console import matrix as matrices
from yichuang.surfaces.console import roster as rosters
from yichuang.surfaces.console.answers import place, shown
from yichuang.surfaces.console.deeds.staff import units_to_choose
from yichuang.surfaces.console.overview import overview as looked_over
from yichuang.surfaces.console.tree import tree, unit_view


@place("overview")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What wants attention."""
    return shown(request, "console/overview.html", "overview", {"found": looked_over(current_actor(request), now())})


@place("organisation")
@require_safe
def organisation(request: HttpRequest, code: str = "") -> HttpResponse:
    """The tree with one unit; without a code the own one, which on a phone is the tree alone."""
    actor = current_actor(request)
    chosen = code or Unit.objects.values_list("code", flat=True).get(pk=actor.unit_id)
    found = {"tree": tree(actor, chosen), "view": unit_view(actor, chosen), "opened": bool(code)}
    return shown(request, "console/organisation.html", "organisation", found)


@place("staff")
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """The list of staff."""
    actor, chosen = current_actor(request), rosters.filters(request.GET)
    found = {
        "filters": chosen,
        "roster": rosters.roster(actor, chosen, today()),
        "units": [("", label("console_any", "unit")), *units_to_choose(actor)],
        "roles": [("", label("console_any", "role")), *((role.value, label("role", role)) for role in Role)],
        "states": [(state, label("console_serving", state)) for state in rosters.STATES],
        "own_unit": Unit.objects.values_list("code", flat=True).get(pk=actor.unit_id),
    }
    return shown(request, "console/staff.html", "staff", found)


@place("staff")
@require_safe
def member(request: HttpRequest, badge: str) -> HttpResponse:
    """One person."""
    actor = current_actor(request)
    found = rosters.member(actor, badge, today())
    facts = {"member": found, "myself": found.staff.pk == actor.staff_id}
    facts["done_by_me"] = {each.what.value for each in found.restorations if each.by_id == actor.staff_id}
    facts["lapses"] = {each.grant.pk: matrices.lapse_words(each.lapsed) for each in found.grants if each.lapsed}
    return shown(request, "console/member.html", "staff", facts)


@place("authority")
@require_safe
def authority(request: HttpRequest) -> HttpResponse:
    """The matrix of the subtree, or of one unit of it."""
    actor = current_actor(request)
    own = Unit.objects.values_list("code", flat=True).get(pk=actor.unit_id)
    unit, only = request.GET.get("unit", "")[:20] or own, request.GET.get("only", "")
    after = request.GET.get("after", "").replace("\x00", "")[:20]
    only = only if only == "off" or only in set(Line) else ""
    found = {
        "matrix": matrices.matrix(actor, unit, only, today(), after),
        "unit": unit,
        "only": only,
        "after": after,
        "units": units_to_choose(actor),
        "lines": [("", label("console_any", "line")), ("off", label("console_any", "off")),
                  *((line.value, label("line", line)) for line in Line)],
    }  # fmt: skip
    return shown(request, "console/authority.html", "authority", found)


@place("authority")
@require_safe
def sheet(request: HttpRequest, badge: str, line: str) -> HttpResponse:
    """One cell of the matrix, opened as a dialog."""
    if line not in set(Line):
        raise Refusal("authority.not_found")
    actor = current_actor(request)
    found = {"sheet": matrices.sheet(actor, badge, line, today()), "is_admin": Role.ADMIN in actor.roles}
    return render(request, "console/_sheet.html", found)
