"""The catalogue and the logs: read only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from yichuang.catalogue.definition import Line
from yichuang.kernel.vocabulary import label
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.console import audit as logs
from yichuang.surfaces.console.answers import place, shown
from yichuang.surfaces.console.changes import awaiting
from yichuang.surfaces.console.items import item_page, shelf
from yichuang.surfaces.console.numbers import number_in
from yichuang.surfaces.console.views.about import frame


@place("catalogue")
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The items, by line."""
    line = request.GET.get("line", "")
    line = line if line in set(Line) else ""
    text = request.GET.get("text", "").strip()[:60]
    only_open = "open" in request.GET
    found = {"shelf": shelf(line, text, only_open=only_open), "line": line, "text": text, "only_open": only_open}
    found["waiting"] = awaiting(current_actor(request)).count()
    return shown(request, "console/catalogue.html", "catalogue", found)


@place("catalogue")
@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item as one version of it stands."""
    page = item_page(code, number_in(request.GET.get("version", "")))
    facts = {**frame(request, code, "item"), "page": page, "item": page.item, "name": page.name}
    facts["last"] = f"{code}~{page.versions[0].version if page.versions else page.current}"
    return shown(request, "console/item.html", "catalogue", facts)


@place("audit")
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The first log that the actor may read."""
    return redirect("console:trail", logs.open_trails(current_actor(request))[0].name)


@place("audit")
@require_safe
def trail(request: HttpRequest, name: str) -> HttpResponse:
    """One log, narrowed as the address says."""
    actor = current_actor(request)
    chosen, wanted = logs.filters(request.GET), logs.trail_for(actor, name)
    found = {
        "trail": wanted,
        "filters": chosen,
        "page": logs.page(actor, wanted, chosen),
        "events": [("", label("console_any", "event")), *logs.choices(wanted)],
        "tabs": [(t.name, label("console_trail", t.name), reverse("console:trail", args=[t.name]))
                 for t in logs.open_trails(actor)],
        "words": {part: label(f"console_log_{part}", name) for part in ("who", "about", "detail", "reason", "hint")},
    }  # fmt: skip
    return shown(request, "console/audit.html", "audit", found)
