"""What a person reads: materials, facts, histories, notes."""

from datetime import datetime

from django import template
from django.utils.safestring import SafeString

from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label as label_of
from yichuang.surfaces.design import looks
from yichuang.surfaces.design.components.drawing import Facts, attributes, render, trimmed
from yichuang.surfaces.design.components.words import grouped

register = template.Library()


@register.simple_block_tag
def material(
    content: str,
    name: str,
    state: str = "missing",
    *,
    needed_by: str = "",
    source: str = "",
    grade: str = "",
    note: str = "",
    **given: object,
) -> SafeString:
    """One material of the list, inside ``<ul class="materials">``; buttons as content. ``state``: missing, seen,
    captured, scanned, follow, shared, declared, rejected. ``grade``: A–D.
    """
    facts = {
        "content": trimmed(content),
        "name": name,
        "state": state,
        "mark": looks.mark("look_material", state),
        "needed_by": needed_by,
        "source": source,
        "grade": grade,
        "grade_words": label_of("look_grade", grade) if grade else "",
        "note": note,
        "attributes": attributes(given),
    }
    return render("material", facts)


@register.inclusion_tag("design/_fact.html")
def fact(term: str, value: object, note: str = "", *, code: bool | str = False) -> Facts:
    """One line of ``<dl class="facts">``. ``code``: group it (True: by four; or a shape like "6-8-4")."""
    shown = grouped(value, "" if code is True else str(code)) if code and value else value
    return {"term": term, "value": shown, "note": note}


@register.inclusion_tag("design/_event.html")
def event(when: datetime, sentence: str, *, law: str = "", grave: bool = False) -> Facts:
    """One sentence of ``<ol class="history">``, newest last. ``law``: the article. ``grave`` marks a refusal or a breach."""
    return {"when": when, "sentence": sentence, "law": law, "grave": grave}


@register.inclusion_tag("design/_step.html")
def step(word: str, state: str = "next", *, when: str = "", note: str = "") -> Facts:
    """One step of ``<ol class="steps">`` for the citizen. ``state``: done, now, next."""
    return {"word": word, "state": state, "when": when, "note": note}


@register.inclusion_tag("design/_progress.html")
def progress(value: int, maximum: int, word: str) -> Facts:
    """How much of something is done, in words and as a bar."""
    return {"value": value, "maximum": maximum, "word": word}


@register.simple_block_tag
def note(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A remark beside the text. ``kind``: info, done, warning, error."""
    return render("note", {"content": content, "mark": looks.mark("look_note", kind), "title": title, "kind": kind})


@register.inclusion_tag("design/_refusal.html")
def refusal(error: Refusal) -> Facts:
    """A Refusal as the person should read it: what went wrong, and what to do now."""
    return {
        "message": error.message(),
        "next_step": error.next_step(),
        "mark": looks.mark("look_note", "error"),
        "code": error.code,
    }


@register.simple_block_tag
def empty(content: str, title: str, hint: str = "", icon: str = "inbox") -> SafeString:
    """An empty list that says why it is empty; what to do about it as content."""
    return render("empty", {"content": trimmed(content), "title": title, "hint": hint, "icon": icon})
