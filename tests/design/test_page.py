"""The living page shows every component in every state, and everything a page sends keeps a strict content policy."""

import re
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import translation

from yichuang.kernel.errors import Refusal
from yichuang.surfaces.design import looks, sprite
from yichuang.surfaces.design.policy import HEADER, ContentSecurityPolicy, policy
from yichuang.surfaces.design.templatetags.design import register

pytestmark = pytest.mark.urls("tests.design.addresses")

TEMPLATES = sprite.HERE / "templates/design"
PAGES = ["", *(f"screens/{name}/" for name in ("desk", "office", "citizen", "counter"))]
ASKED = ["?lang=zh", "?lang=en", "?scheme=dark&scale=portal", "?scale=kiosk", "?large"]
VOID = {
    "area",
    "base",
    "br",
    "col",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
    "path",
    "rect",
    "use",
    "circle",
}


class Outline(HTMLParser):
    """What a rendered page is made of: ids, references to ids, inline script and style, unbalanced elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()
        self.inline: list[str] = []
        self.open: list[str] = []
        self.classes: set[str] = set()
        self.wrong: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "data-opens"):
            self.wanted |= set((given.get(name) or "").split())
        self.classes |= set((given.get("class") or "").split())
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")


def html(path: str) -> str:
    answer = Client().get(f"/design/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def drawn(source: str, **facts: object) -> str:
    return Template("{% load design %}" + source).render(Context(facts))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("asked", ASKED)
def test_each_page_is_whole_html_without_inline_script_or_style(page, asked):
    outline = Outline(html(page + asked))
    assert outline.inline == []
    assert outline.wrong == []
    assert outline.open == []
    assert sorted(outline.ids) == sorted(set(outline.ids))
    assert outline.wanted <= set(outline.ids)


def test_the_living_page_needs_no_database_and_says_its_language():
    assert '<html lang="zh-hans"' in html("?lang=zh")
    assert '<html lang="en"' in html("?lang=en")


def test_the_page_takes_scheme_and_scale_from_its_address():
    page = html("?scheme=dark&scale=kiosk")
    assert 'data-scale="kiosk" data-scheme="dark" data-scheme-fixed' in page
    assert 'data-scale="desk" data-scheme="light"' in html("?scheme=purple&scale=tiny")


def test_an_unknown_sample_screen_is_not_found():
    assert Client().get("/design/screens/nothing/").status_code == 404


def test_every_component_is_shown():
    sources = "\n".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.html"))
    shown = set(re.findall(r"{% (\w+)", sources)) | set(re.findall(r"\|(\w+)", sources))
    elsewhere = {"refusal"}  # needs a room's refusal; tested below
    assert (register.tags.keys() | register.filters.keys()) - shown - elsewhere == set()


@pytest.mark.parametrize(("language", "side"), [("zh", "zh-hans"), ("en", "en")])
def test_every_status_is_shown_with_its_word_and_icon(language, side):
    page = html(f"?lang={language}")
    with translation.override(side):
        for value in looks.looks()["look_case"]:
            mark = looks.mark("look_case", value)
            assert re.search(rf"#{mark.icon}\"></use></svg>\s*<span>{mark.word}</span>", page), value


def test_every_material_state_and_due_state_is_shown():
    page = html("?lang=en")
    assert all(f"material is-{state}" in page for state in looks.looks()["look_material"])
    assert all(f"due tone-{look.tone}" in page for look in looks.looks()["look_due"].values())


def test_the_language_switch_stays_on_the_page():
    page = html("?lang=en")
    assert 'action="/i18n/setlang/"' in page
    assert '<input type="hidden" name="next" value="/design/?lang=en">' in page
    assert re.search(r'value="en" lang="en" aria-pressed="true"', page)


def test_every_template_of_the_house_leaves_script_and_style_to_files():
    found = [
        f"{path.name}: {match[0]}"
        for path in sprite.HERE.parents[1].rglob("templates/**/*.html")
        for match in re.finditer(
            r"<style|<script(?![^>]*\bsrc=)|\sstyle=\"|\son[a-z]+=\"|hx-on", path.read_text("utf-8")
        )
    ]
    assert not found


def test_every_class_of_the_pages_is_styled():
    styles = "".join(path.read_text("utf-8") for path in (sprite.HERE / "static/design").rglob("*.css"))
    used = {name for page in PAGES for name in Outline(html(page)).classes}
    plain = {"button--secondary", "choices--list"}  # the look without a variant
    states = {name for name in used if name.startswith("is-")}
    assert {name for name in used - plain - states if f".{name}" not in styles} == set()


def test_a_field_ties_hint_source_and_error_to_its_input():
    page = drawn('{% field "phone" "手机号" "139" hint="11 位" source="人口库" error="少 1 位" span=6 hx_post="/x" %}')
    assert 'aria-describedby="id_phone-hint id_phone-source id_phone-error"' in page
    assert 'aria-invalid="true"' in page
    assert 'hx-post="/x"' in page
    assert "field--prefilled span-6" in page


def test_what_people_wrote_is_escaped():
    source = '{% field "a" name name %}{% chip name remove=True %}{% fact name name %}{% note %}{{ name }}{% endnote %}'
    page = drawn(source, name="<b>&")
    assert "<b>" not in page


def test_a_button_prints_its_first_key_and_binds_them_all():
    page = drawn('{% button "下一件" "primary" key="J ArrowDown" %}')
    assert 'data-key="J ArrowDown"' in page
    assert "<kbd>J</kbd>" in page


def test_a_busy_or_disabled_button_says_so():
    assert 'aria-busy="true"' in drawn('{% button "收件" busy=True %}')
    assert " disabled" in drawn('{% button "收件" disabled=True %}')


def test_a_due_chip_without_reasons_is_no_button():
    from datetime import date

    assert "<button" not in drawn("{% due day 4 %}", day=date(2026, 11, 27))
    assert "data-tip aria-describedby" in drawn("{% due day 4 basis='x' %}", day=date(2026, 11, 27))


def test_an_error_summary_links_to_each_field_and_is_absent_without_errors():
    page = drawn("{% error_summary errors %}", errors=[("phone", "少 1 位")])
    assert 'role="alert" tabindex="-1" autofocus' in page
    assert '<a href="#id_phone">少 1 位</a>' in page
    assert drawn("{% error_summary errors %}", errors=[]).strip() == ""


def test_a_refusal_is_shown_with_what_to_do_next():
    error = Refusal("calendar.year_not_loaded", last_year=2026, year=2028)
    page = drawn("{% refusal error %}", error=error)
    assert error.message() in page
    assert error.next_step() in page


def test_tabs_are_links_when_they_have_addresses():
    linked = drawn("{% tabs places 'a' '期限' %}", places=[("a", "甲", "?a"), ("b", "乙", "?b")])
    inside = drawn("{% tabs places 'a' '期限' %}", places=[("a", "甲"), ("b", "乙")])
    assert 'aria-current="page"' in linked
    assert 'role="tab" id="tab-b" aria-controls="panel-b" aria-selected="false" tabindex="-1"' in inside


def test_the_policy_lets_a_page_reach_only_this_house_and_the_live_process():
    assert "connect-src 'self';" in policy("")
    assert "connect-src 'self' http://127.0.0.1:8001;" in policy("http://127.0.0.1:8001/live/")
    assert "unsafe" not in policy("http://127.0.0.1:8001/live/")


def test_a_view_may_set_a_policy_of_its_own():
    own = HttpResponse(headers={HEADER: "default-src 'none'"})
    request = RequestFactory().get("/")
    assert ContentSecurityPolicy(lambda _: own)(request)[HEADER] == "default-src 'none'"
    assert ContentSecurityPolicy(lambda _: HttpResponse())(request)[HEADER] == policy("")


def test_the_demo_says_that_it_is_one(settings):
    settings.DEMO = True
    assert "banner" in drawn("{% demo_banner %}")
    settings.DEMO = False
    assert drawn("{% demo_banner %}").strip() == ""
