"""About one item: two versions side by side, its layers, what uses it and what was done to it; its words put right."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.catalogue.above import refuse_taken_away
from yichuang.catalogue.changes.correct import correct
from yichuang.catalogue.changes.gates import may_edit, require_editor
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now, today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.console.answers import Facts, place, shown
from yichuang.surfaces.console.comparing import comparison, layers_of
from yichuang.surfaces.console.correcting import as_typed, correctable, corrected
from yichuang.surfaces.console.items import head_of, in_force
from yichuang.surfaces.console.numbers import number_in
from yichuang.surfaces.console.standing import standing_of
from yichuang.surfaces.story.names import listed, said

TABS = ("item", "compare", "layers", "uses")


def frame(request: HttpRequest, code: str, tab: str) -> Facts:
    """What every page about an item shows: its name, the tabs, who may edit it."""
    item = in_force(code)
    tabs = [(name, label("console_item_tab", name), reverse(f"console:{name}", args=[code])) for name in TABS]
    able = may_edit(current_actor(request), [item.line], today())
    facts = {"item": item, "name": said(item.name), "head": head_of(code), "tabs": tabs, "tab": tab, "may_edit": able}
    return {**facts, "given": able and _is_given_above(code)}


def _is_given_above(code: str) -> bool:
    """Whether the list above gives the item to people, so that it is not ended here."""
    try:
        refuse_taken_away([code])
    except Refusal:
        return True
    return False


@place("catalogue")
@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions or drafts of an item side by side."""
    found = comparison(current_actor(request), code, request.GET.get("left", ""), request.GET.get("right", ""))
    facts = {
        **frame(request, code, "compare"),
        "found": found,
        "sides": [(side.key, side.word) for side in found.sides],
    }
    return shown(request, "console/compare.html", "catalogue", facts)


@place("catalogue")
@require_safe
def layers(request: HttpRequest, code: str) -> HttpResponse:
    """The nation, the province, the city, the county and the own version side by side."""
    return shown(
        request, "console/layers.html", "catalogue", {**frame(request, code, "layers"), "found": layers_of(code)}
    )


@place("catalogue")
@require_safe
def uses(request: HttpRequest, code: str) -> HttpResponse:
    """What rests on an item, and what was done to it."""
    facts = frame(request, code, "uses")
    found = standing_of(current_actor(request), facts["item"])
    return shown(request, "console/uses.html", "catalogue", {**facts, "found": found})


@place("catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_words(request: HttpRequest, code: str) -> HttpResponse:
    """Put words of the version in force right, without a new one."""
    item = in_force(code)
    actor = current_actor(request)
    require_editor(actor, [item.line], today())
    facts: Facts = {**frame(request, code, "item"), "revision": head_of(code).revision, "parts": correctable(item)}
    if request.method != "POST":
        return shown(request, "console/correct.html", "catalogue", facts)
    facts |= {"parts": as_typed(facts["parts"], request.POST), "why": request.POST.get("why", "")}
    wanted, errors = corrected(item, request.POST)
    if errors:
        return _asked_again(request, {**facts, "errors": errors}, 422)
    try:
        changes = correct(actor, wanted, number_in(request.POST.get("revision", ""), -1), now(), note=facts["why"])
    except Refusal as refusal:
        return _asked_again(request, {**facts, "refusal": refusal}, refusal.status)
    messages.success(
        request, label("console_editing", "corrected").format(what=listed(said(each.field) for each in changes))
    )
    return redirect("console:item", code)


def _asked_again(request: HttpRequest, facts: Facts, status: int) -> HttpResponse:
    answer = shown(request, "console/correct.html", "catalogue", facts)
    answer.status_code = status
    return answer
