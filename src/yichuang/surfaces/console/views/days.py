"""The working-day calendar and the bureau's own settings: what holds where, from which day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from yichuang.kernel.calendar_data import area
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import today
from yichuang.organisation.arrange_days import may_arrange, own_unit
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.console.answers import place, shown
from yichuang.surfaces.console.local import changes, groups
from yichuang.surfaces.console.year import area_names, region_of, slug_of, year_of

FIRST, LAST = 2004, 2099


@place("calendar")
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """This year, where the actor's unit is."""
    own = own_unit(current_actor(request))
    return redirect("console:year", slug_of(area(own.region)), today().year)


@place("calendar")
@require_safe
def year(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One year of one area."""
    if not FIRST <= number <= LAST:
        raise Refusal("authority.not_found")
    actor = current_actor(request)
    region = region_of(slug)
    own = own_unit(actor)
    found = {
        "year": year_of(region, number, today()),
        "slug": slug,
        **_areas(own.region, region),
        "years": range(number - 2, number + 3),
        "may_edit": may_arrange(actor, own, region),
    }
    return shown(request, "console/calendar.html", "calendar", found)


def _areas(own: str, region: str) -> dict[str, object]:
    """The area that is shown, and those that it can be changed for."""
    names = area_names(own, region)
    return {"area": names[area(region)], "areas": [(slug_of(each), name) for each, name in names.items()]}


@place("settings")
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """What the bureau has set by itself, in the own area or a wider one."""
    actor = current_actor(request)
    own = own_unit(actor)
    region = region_of(request.GET["area"]) if "area" in request.GET else area(own.region)
    found = {
        "groups": groups(region, today()),
        "changes": changes(region),
        "slug": slug_of(region),
        **_areas(own.region, region),
        "may_edit": may_arrange(actor, own, region),
    }
    return shown(request, "console/settings.html", "settings", found)
