"""The frame of a page and the ways about it."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from yichuang.surfaces.design import options
from yichuang.surfaces.design.components.drawing import Facts, attributes, render

register = template.Library()

MODULES = ("connection", "columns", "dialogs", "live", "rows", "shortcuts", "signature", "tabs", "tips", "undo")
"""The small script modules that every page loads."""


@register.inclusion_tag("design/_nav.html")
def nav(places: Iterable[object], current: str, label: str = "") -> Facts:
    """Main navigation: (value, word, url[, count[, key]])."""
    return {"places": [options.place(one) for one in places], "current": current, "label": label}


@register.inclusion_tag("design/_tabs.html")
def tabs(places: Iterable[object], current: str, label: str, **given: object) -> Facts:
    """Tabs. With urls: links. Without: tabs of this page whose panels are ``<div id="panel-VALUE" role="tabpanel">``."""
    found = [options.place(one) for one in places]
    return {
        "places": found,
        "current": current,
        "label": label,
        "linked": any(one.url for one in found),
        "attributes": attributes(given),
    }


@register.inclusion_tag("design/_crumbs.html")
def crumbs(trail: Iterable[tuple[str, str]]) -> Facts:
    """The way here: (word, url) pairs; the last one, without a url, is this page."""
    return {"trail": list(trail)}


@register.inclusion_tag("design/_pages.html")
def pages(previous: str = "", following: str = "", shown: str = "", **given: object) -> Facts:
    """Keyset paging: urls of the page before and after ("" where none); ``shown`` says what is on this one."""
    return {"previous": previous, "following": following, "shown": shown, "attributes": attributes(given)}


@register.inclusion_tag("design/_columns.html")
def column_menu(table: str, columns: Iterable[object]) -> Facts:
    """Which columns of ``table`` (its id) are shown: (data-col, word[, "off"]); the browser remembers."""
    return {"table": table, "columns": [options.option(one) for one in columns]}


@register.simple_block_tag
def dialog(content: str, name: str, title: str, *, wide: bool = False, open_now: bool = False) -> SafeString:
    """A native dialog, opened by ``data-opens="name"``; put buttons into ``<div class="dialog__acts">``."""
    return render("dialog", {"content": content, "name": name, "title": title, "wide": wide, "open_now": open_now})


@register.inclusion_tag("design/_identity.html")
def identity(name: str, place: str = "") -> Facts:
    """Who works here, and at which window."""
    return {"name": name, "place": place}


@register.inclusion_tag("design/_language.html", takes_context=True)
def language_switch(context: Context) -> Facts:
    """中文 | English, staying on the page. Needs ``path("i18n/", include("django.conf.urls.i18n"))``; absent without it."""
    request = context.get("request")
    return {
        "languages": settings.LANGUAGES,
        "here": request.get_full_path() if request else "/",
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def modules() -> SafeString:
    """The small script modules that every page loads."""
    return format_html_join(
        "\n", '<script type="module" src="{}"></script>', ((static(f"design/{name}.js"),) for name in MODULES)
    )


@register.inclusion_tag("design/_demo.html")
def demo_banner() -> Facts:
    """The line that says that nothing here is real, in the demo only."""
    return {"demo": settings.DEMO}
