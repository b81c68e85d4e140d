"""Parts of the office's screens that need a word or two chosen by a value."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from yichuang.cases.state import CaseState, StepState
from yichuang.cases.status import Action, Verdict
from yichuang.kernel.vocabulary import label
from yichuang.surfaces.design.components import controls, frame
from yichuang.surfaces.office.asks import Ask, undo_words
from yichuang.surfaces.office.case_view import CasePage
from yichuang.surfaces.office.offers import Offer
from yichuang.surfaces.office.views.answers import SIMPLE
from yichuang.surfaces.story.names import chinese

register = template.Library()
TAIL = 6
"""So many characters of a case number tell cases of one list apart."""
ICONS = {
    "claim": "inbox", "release": "arrow-back-up", "take_back": "arrow-back-up", "assign": "users",
    "transfer": "arrow-forward-up", "delegate": "send",
    "add_signer": "plus", "remove_signer": "x", "copy": "copy", "acknowledge": "eye-check", "urge": "bell",
    "recall": "arrow-back-up", "receive": "inbox", "accept": "rubber-stamp", "ask_correction": "file-pencil",
    "refuse_acceptance": "file-x",
    "not_ours": "arrow-forward-up", "resume": "refresh", "start_special": "hourglass", "end_special": "hourglass",
    "extend": "calendar-plus", "archive": "archive", "withdraw": "arrow-back-up", "terminate": "ban", "void": "trash",
    "suspend": "player-pause",
}  # fmt: skip


@register.simple_tag
def word(list_name: str, value: str) -> str:
    """The word of a value of a closed list."""
    return label(list_name, value)


@register.simple_tag
def localised(holder: Any, name: str) -> str:
    """``name_zh`` or ``name_en`` of something that has both."""
    return str(getattr(holder, f"{name}_zh" if chinese() else f"{name}_en"))


@register.simple_tag
def undo_notice(state: CaseState, ask: Ask) -> str:
    """The same for what a dialog decides; the dialog knows the case by its number."""
    return undo_words(state.number[-TAIL:], ask.title)


@register.filter
def step_name(step: StepState, page: CasePage) -> str:
    """The name of a step of the shown case."""
    return next((one.name for one in page.stations if one.cell.step.key == step.key), step.key)


@register.simple_tag
def case_tabs(page: CasePage, title: str) -> SafeString:
    """The tabs of a case; the one of the other cases only where there are some."""
    issued = len(page.papers) + len(page.certificates)
    counts = {"materials": len(page.proofs), "issued": issued, "together": len(page.relatives)}
    names = ["form", "materials", "issued", "history", *(["together"] if page.relatives else [])]
    places = [(name, label("tab", name), "", str(counts.get(name) or "")) for name in names]
    return SafeString(render_to_string("design/_tabs.html", frame.tabs(places, "form", title)))


@register.simple_tag
def menu_item(offer: Offer, page: CasePage) -> SafeString:
    """One line of the menu: done at once where it asks nothing, else it opens its dialog."""
    here = page.step.key if page.step else ""
    facts = {
        "simple": offer.action in SIMPLE,
        "word": label("action", offer.action),
        "icon": ICONS[offer.action.value],
        "number": page.state.number,
        "step_name": _other_step(offer, page) if offer.step != here else "",
        "values": json.dumps(_values(offer.action.value, offer.step, page)),
        "address": _address(page, offer.action.value, offer.step),
    }
    return SafeString(render_to_string("office/_menu_item.html", facts))


def _other_step(offer: Offer, page: CasePage) -> str:
    step = page.state.step(offer.step)
    return step_name(step, page) if step else ""


@register.simple_tag
def order_button(action: str, step: str, page: CasePage, once: str, key: str = "C") -> SafeString:
    """A button that does what needs no dialog. ``once`` is the idempotency key, ``key`` the one on the keyboard."""
    values = json.dumps(_values(action, step, page, once))
    given = {"hx_post": reverse("office:do", args=[page.state.number]), "hx_target": "#case", "hx_vals": values}
    return _button(label("action", action), "secondary", key=key, **given)


@register.simple_tag
def ask_button(
    action: str, step: str, page: CasePage, key: str = "", word: str = "", verdict: str = "", kind: str = "secondary"
) -> SafeString:
    """A button that opens a dialog."""
    address = _address(page, action, step, verdict=verdict, kind=page.slot_kind)
    return _button(word or label("action", action), kind, key=key, hx_get=address, hx_target="#ask")


@register.inclusion_tag("office/_approve.html")
def approve_form(page: CasePage, step: str, word: str, key: str) -> dict[str, Any]:
    """The main action: one press, five seconds to take it back. A form, so that what it sends outlives its place."""
    values = _values(Action.OPINE.value, step, page, key) | {"verdict": Verdict.AGREE.value}
    return {"number": page.state.number, "values": values, "word": word, "undo": undo_words(page.person.name, word)}


def _button(word: str, kind: str, *, key: str = "", **given: Any) -> SafeString:
    return SafeString(render_to_string("design/_button.html", controls.button(word, kind, key=key, **given)))


def _values(action: str, step: str, page: CasePage, key: str = "") -> dict[str, str]:
    return {
        "action": action,
        "step": step,
        "version": str(page.state.version),
        "idempotency_key": key or uuid4().hex,
    }


def _address(page: CasePage, action: str, step: str, **more: str) -> str:
    query = urlencode({name: value for name, value in {"step": step, **more}.items() if value})
    return f"{reverse('office:ask', args=[page.state.number, action])}?{query}"
