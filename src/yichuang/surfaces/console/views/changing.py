"""Changing the catalogue: an item as a form, the change as its reviewer reads it, and the lists of changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yichuang.catalogue.changes import gates
from yichuang.catalogue.changes.draft import begin
from yichuang.catalogue.changes.terms import WORKABLE
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now, today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.console.answers import place, shown
from yichuang.surfaces.console.changes import change_view, changes_of, own_draft
from yichuang.surfaces.console.editing.drawing import Sheet
from yichuang.surfaces.console.editing.keeping import held_item, keep
from yichuang.surfaces.console.editing.layout import layout, section_of
from yichuang.surfaces.console.editing.page import clash_page, edit_page, kept_page
from yichuang.surfaces.console.numbers import ID, number_in
from yichuang.surfaces.public.guides import page_of

TABS = ("mine", "review", "history")


@place("catalogue")
@require_POST
def begin_editing(request: HttpRequest, code: str) -> HttpResponse:
    """Go on with the own draft of an item, or begin one; ``at`` names the part of the form to be shown, or the field."""
    actor = current_actor(request)
    change = own_draft(actor, code) or begin(actor, code, now()).change
    at = request.POST.get("at", "")
    part, slot = section_of(at.partition(".")[0]), Sheet(held_item(change, code)).exact(at) if "." in at else ""
    fragment = f"#at-{slot}" if slot else f"#part-{part.key}" if part else ""
    return redirect(reverse("console:edit", args=[change.pk, code]) + fragment)


@place("catalogue")
@require_safe
def edit(request: HttpRequest, change: int, item: str) -> HttpResponse:
    """The form. What is past writing is shown as the reviewer reads it."""
    actor = current_actor(request)
    found = gates.CHANGE.open(actor, change, gates.EDIT)
    held_item(found, item)
    if found.state not in WORKABLE:
        return redirect("console:change", change)
    return shown(request, "console/edit.html", "catalogue", edit_page(found, item))


@place("catalogue")
@require_POST
def keep_section(request: HttpRequest, change: int, item: str, section: str) -> HttpResponse:
    """Save one section and say what stands beside every field now."""
    actor = current_actor(request)
    gates.CHANGE.open(actor, change, gates.EDIT)
    chosen = next((each for each in layout().sections if each.key == section), None)
    if chosen is None:
        raise Refusal("authority.not_found")
    kept = keep(actor, change, item, chosen, request.POST, now())
    if kept.clash:
        answer = render(request, "console/_clash.html", clash_page(kept.clash), status=409)
        answer["HX-Retarget"], answer["HX-Reswap"] = f"#clash-{chosen.key}", "innerHTML"
        return answer
    return render(request, "console/_kept.html", kept_page(kept))


@place("catalogue")
@require_safe
def preview(request: HttpRequest, change: int, item: str) -> HttpResponse:
    """The draft's guide as people would read it, questions and all."""
    found = gates.CHANGE.open(current_actor(request), change, gates.SEE)
    facts = page_of(held_item(found, item), request.GET.dict(), request.path)
    return render(request, "console/preview.html", {**facts, "change": found, "code": item})


@place("catalogue")
@require_safe
def change_page(request: HttpRequest, change: int) -> HttpResponse:
    """One change as its reviewer reads it."""
    actor = current_actor(request)
    found = change_view(actor, gates.CHANGE.open(actor, change, gates.SEE), today())
    return shown(request, "console/change.html", "catalogue", {"view": found})


@place("catalogue")
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The own changes, those that wait for a second person, and all that were."""
    actor, tab = current_actor(request), request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    found = changes_of(actor, tab, number_in(request.GET.get("before", ""), digits=ID))
    return shown(
        request, "console/changes.html", "catalogue", {"found": found, "tab": tab, "tabs": _tabs(found.waiting)}
    )


def _tabs(waiting: int) -> list[tuple[str, str, str, str]]:
    counts = {"review": str(waiting or "")}
    address = reverse("console:changes")
    return [(tab, label("console_changes", tab), f"{address}?tab={tab}", counts.get(tab, "")) for tab in TABS]
