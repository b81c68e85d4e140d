"""How the API's page says what an operation does: ``{% load api %}``."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from yichuang.kernel.vocabulary import label
from yichuang.surfaces.story.names import chinese

register = template.Library()
CODE = re.compile(r"``?([^`]+)``?")


@register.filter
def tag_word(tag: str) -> str:
    """What a group of operations is called."""
    return label("api_tag", tag)


@register.simple_tag
def does(operation: str, description: str) -> SafeString:
    """What an operation does: the house's Chinese sentence, or the description's own English."""
    return coded(label("api_operation", operation, "zh") if chinese() else description)


@register.filter
def coded(text: str) -> SafeString:
    """A text whose names in backticks are set as code."""
    return SafeString(CODE.sub(r"<code>\1</code>", str(conditional_escape(text))))
