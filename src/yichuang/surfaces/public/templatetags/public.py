"""Words of the public pages: ``{% load public %}``."""

from django import template

from yichuang.catalogue.definition import Text
from yichuang.kernel.vocabulary import label
from yichuang.surfaces.story.names import said

register = template.Library()


@register.filter
def word(value: str, list_name: str) -> str:
    """The word for a value of a closed list."""
    return label(list_name, value)


@register.filter
def in_words(text: Text) -> str:
    """A text in the active language."""
    return said(text)
