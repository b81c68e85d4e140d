"""Words of the public pages: ``{% load public %}``."""

import re
from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yichuang.catalogue.definition import Situation, Text
from yichuang.catalogue.guides.page import Paper
from yichuang.catalogue.search.emergency import kinds
from yichuang.kernel.vocabulary import label
from yichuang.surfaces.story.names import listed, said

register = template.Library()
TEXTED = "12110"
"""The number of the police that takes written messages."""


@register.filter
def word(value: str, list_name: str) -> str:
    """The word for a value of a closed list."""
    return label(list_name, value)


@register.filter
def in_words(text: Text) -> str:
    """A text in the active language."""
    return said(text)


@register.filter
def enumerated(texts: Iterable[Text]) -> str:
    """Texts in the active language as one enumeration."""
    return listed(said(each) for each in texts)


@register.filter
def names(papers: Iterable[Paper]) -> str:
    """What papers are called, as one enumeration."""
    return enumerated(each.name for each in papers)


@register.filter
def phone(number: str) -> SafeString:
    """A telephone number that can be pressed and never breaks over two lines."""
    return format_html('<a class="nowrap" href="{}:{}">{}</a>', "sms" if number == TEXTED else "tel", number, number)


@register.filter
def callable_numbers(text: str) -> SafeString:
    """A text whose emergency numbers can be pressed."""
    parts = re.split(r"(\d+)", text)
    return format_html_join("", "{}", ((phone(part) if part in kinds().numbers else part,) for part in parts))


@register.filter
def lines(text: str) -> list[str]:
    """A text of several lines, line by line."""
    return text.splitlines()


@register.filter
def answer(situation: Situation, value: str) -> str:
    """The words of an answer."""
    return next((said(each.label) for each in situation.options if each.value == value), value)


@register.filter
def options(situation: Situation) -> list[tuple[str, str]]:
    """The answers of a question as the component takes them."""
    return [(each.value, said(each.label)) for each in situation.options]


@register.simple_tag
def said_in(list_name: str, value: str, language: str) -> str:
    """The word for a value of a closed list in the named language, whichever one is active."""
    return label(list_name, value, language)


@register.simple_tag
def both_said(list_name: str, value: str) -> str:
    """The same in both languages."""
    return f"{label(list_name, value, 'zh')} · {label(list_name, value, 'en')}"
