"""What a person presses and fills."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.safestring import SafeString

from yichuang.kernel.errors import Refusal
from yichuang.surfaces.design import options
from yichuang.surfaces.design.components.drawing import Facts, attributes, render

register = template.Library()


@register.inclusion_tag("design/_button.html")
def button(
    word: str,
    kind: str = "secondary",
    *,
    key: str = "",
    icon: str = "",
    href: str = "",
    submit: bool = False,
    only_icon: bool = False,
    busy: bool = False,
    disabled: bool = False,
    **given: object,
) -> Facts:
    """A button, or a link that looks like one (``href``). ``kind``: primary, secondary, danger, quiet. ``key`` is bound and
    printed on it. ``only_icon`` keeps the word for screen readers. Extra arguments become attributes.
    """
    keys = key.split()
    return {
        "word": word, "kind": kind, "key": key, "printed": keys[0] if keys else "", "icon": icon, "href": href,
        "submit": submit, "only_icon": only_icon, "busy": busy, "disabled": disabled, "attributes": attributes(given),
    }  # fmt: skip


@register.inclusion_tag("design/_field.html")
def field(
    name: str,
    label: str,
    value: object = "",
    *,
    kind: str = "text",
    hint: str = "",
    error: str = "",
    source: str = "",
    unit: str = "",
    choices: Iterable[object] = (),
    optional: bool = False,
    disabled: bool = False,
    readonly: bool = False,
    span: int | str = "",
    form: str = "",
    **given: object,
) -> Facts:
    """One labelled field. ``kind``: text, code, date, number, tel, email, password, textarea, select (with ``choices``).
    ``source`` says where a pre-filled value came from and makes the field quiet. ``span``: 3, 4, 6 or 8 of 12 columns.
    ``form`` tells fields of one name apart where several forms of a page have it.
    """
    ident = f"id_{form}_{name}" if form else f"id_{name}"
    notes = [f"{ident}-{part}" for part, text in (("hint", hint), ("source", source), ("error", error)) if text]
    shown = value.isoformat() if isinstance(value, date) else value
    return {
        "name": name, "ident": ident, "label": label, "value": "" if shown is None else shown, "kind": kind, "hint": hint,
        "error": error, "source": source, "unit": unit, "choices": options.with_chosen(choices, value), "optional": optional,
        "disabled": disabled, "readonly": readonly, "span": span, "described": " ".join(notes), "attributes": attributes(given),
        "type": {"code": "text", "select": "", "textarea": ""}.get(kind, kind),
    }  # fmt: skip


@register.inclusion_tag("design/_choices.html")
def choices(
    name: str,
    legend: str,
    choices: Iterable[object],
    value: object = "",
    *,
    many: bool = False,
    look: str = "cards",
    hint: str = "",
    error: str = "",
    **given: object,
) -> Facts:
    """Radio buttons, or boxes with ``many``. ``look``: cards, list, line. ``choices``: (value, word[, hint]) or Option."""
    return {
        "name": name, "ident": f"id_{name}", "legend": legend, "choices": options.with_chosen(choices, value), "look": look,
        "type": "checkbox" if many else "radio", "hint": hint, "error": error, "attributes": attributes(given),
    }  # fmt: skip


@register.inclusion_tag("design/_tick.html")
def tick(
    name: str, label: str, value: str = "on", *, checked: bool = False, hint: str = "", error: str = "", **given: object
) -> Facts:
    """One box to tick."""
    return {
        "name": name, "ident": f"id_{name}", "label": label, "value": value, "checked": checked, "hint": hint, "error": error,
        "attributes": attributes(given),
    }  # fmt: skip


@register.inclusion_tag("design/_errors.html")
def error_summary(errors: Iterable[tuple[str, str]], refusal: Refusal | None = None, *, focus: bool = True) -> Facts:
    """What must be corrected, at the top of the form: (field name, text) pairs, each linked to its field; nothing for none.
    ``focus``: the page opens on it.
    """
    return {"errors": list(errors), "refusal": refusal, "focus": focus}


@register.inclusion_tag("design/_signature.html")
def signature_pad(
    name: str,
    label: str,
    *,
    hint: str = "",
    required: bool = True,
    error: str = "",
    ghost: str = "",
    again: str = "",
    missing: str = "",
) -> Facts:
    """A pad whose hidden input ``name`` receives a PNG data URL; a form with an empty required pad is not sent. ``ghost``,
    ``again`` and ``missing`` replace its own words, for a screen that says everything in both languages.
    """
    return {
        "name": name, "ident": f"id_{name}", "label": label, "hint": hint, "required": required, "error": error or missing,
        "is_missing": bool(error), "ghost": ghost, "again": again,
    }  # fmt: skip


@register.simple_block_tag
def chips(
    content: str, label: str, *, add_word: str = "", add_opens: str = "", add_key: str = "/", **given: object
) -> SafeString:
    """The row of items: ``{% chip %}`` tags inside. ``add_opens`` names a dialog; extra arguments go to the add button."""
    return render(
        "chips",
        {
            "content": content,
            "label": label,
            "add_word": add_word,
            "add_opens": add_opens,
            "add_key": add_key,
            "attributes": attributes(given),
        },
    )


@register.inclusion_tag("design/_chip.html")
def chip(
    word: str,
    *,
    note: str = "",
    icon: str = "",
    href: str = "",
    current: bool = False,
    remove: bool = False,
    **given: object,
) -> Facts:
    """One item. ``note``: its line, small beside it. ``remove`` adds a button that takes the extra arguments (hx_post …)."""
    return {
        "word": word,
        "note": note,
        "icon": icon,
        "href": href,
        "current": current,
        "remove": remove,
        "attributes": attributes(given),
    }
