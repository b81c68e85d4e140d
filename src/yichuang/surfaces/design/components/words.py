"""Words, figures, icons and marks."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yichuang.kernel.case_numbers import reading_groups
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label as label_of
from yichuang.surfaces.design import codes, dates, looks, sprite
from yichuang.surfaces.design.components.drawing import Facts

register = template.Library()
SPRITE = sprite.SHEET.relative_to(sprite.HERE / "static").as_posix()


@register.filter
def grouped(code: object, shape: str = "") -> SafeString:
    """``{{ number|grouped:"6-8-4" }}``: a code in groups; copying it gives the bare code."""
    parts = format_html_join("", "<span>{}</span>", ((part,) for part in codes.groups(str(code), shape)))
    return format_html('<span class="code">{}</span>', parts)


@register.filter
def case_number(number: object) -> SafeString:
    """``{{ case.number|case_number }}``: an application's or case's number, grouped alike on every screen."""
    return grouped(number, "-".join(map(str, reading_groups(settings.CASE_NUMBER_PATTERN))))


@register.filter
def day(value: date | None) -> str:
    """``{{ day|day }}``: "11月28日 周六"; the year only when it is another one. Nothing for no date."""
    return dates.day_words(local_day(value), today().year) if value else ""


@register.filter
def plain_day(value: date | None) -> str:
    """``{{ born|plain_day }}``: "1990年3月7日", for dates whose weekday says nothing (birth, expiry)."""
    return dates.plain_day_words(local_day(value)) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """``{{ at|moment }}``: "11月21日 周六 14:05" in local time."""
    return dates.moment_words(timezone.localtime(value), today().year) if value else ""


@register.filter
def with_remaining(value: date, remaining: int) -> str:
    """``{{ due|with_remaining:4 }}``: "11月28日 周六 · 还剩 4 个工作日"."""
    return dates.SEPARATOR.join((day(value), dates.distance_words(remaining)))


def local_day(value: date) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An icon of the sheet. ``size``: "small", "large". With ``label`` it speaks; without it is decoration beside a word."""
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    kind = f"icon icon--{size}" if size else "icon"
    return format_html('<svg class="{}" {}><use href="{}#{}"></use></svg>', kind, voice, static(SPRITE), name)


@register.inclusion_tag("design/_mark.html")
def mark(list_name: str, value: str, word: str = "") -> Facts:
    """Icon, word and colour of a value: ``look_case``, ``look_material``, ``look_due``, ``look_note``."""
    return {"mark": looks.mark(list_name, value, word)}


@register.inclusion_tag("design/_mark.html")
def status(value: str, word: str = "") -> Facts:
    """The status of a case: ``{% status case.status %}``; ``word`` replaces the house's word for it."""
    return {"mark": looks.mark("look_case", value, word)}


@register.inclusion_tag("design/_due.html")
def due(
    day: date,
    remaining: int = 0,
    unit: str = "working_day",
    *,
    state: str = "",
    reasons: Iterable[tuple[str, str]] = (),
    basis: str = "",
    soon: int = 2,
) -> Facts:
    """A due date that explains itself on hover and focus.

    ``remaining`` counts ``unit`` (negative: overdue). ``state`` overrides what follows from it: "paused", "done", or
    "unknown", which names no day.
    ``reasons``: (term, text) lines of the clock's explanation; ``basis``: the article.
    """
    state = state or dates.due_state(remaining, soon)
    return {
        "mark": looks.mark("look_due", state, _due_words(day, remaining, unit, state)),
        "state": label_of("look_due", state), "reasons": list(reasons), "basis": basis, "tip": f"tip-{secrets.token_hex(4)}",
    }  # fmt: skip


def _due_words(day: date, remaining: int, unit: str, state: str) -> str:
    if state == "unknown":
        return ""
    distance = label_of("look_due", state) if state in {"paused", "done"} else dates.distance_words(remaining, unit)
    start = (
        moment(day) if unit == "hour" and isinstance(day, datetime) else dates.day_words(local_day(day), today().year)
    )
    return dates.SEPARATOR.join((start, distance))
