"""What every component needs to draw itself: extra attributes, trimmed content, its template."""

from typing import Any

from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

Facts = dict[str, Any]
"""What a component's template reads."""


def attributes(given: Facts) -> SafeString:
    """Extra attributes of an element, escaped; ``hx_target`` is written ``hx-target``."""
    return flatatt({name.replace("_", "-"): value for name, value in given.items() if value is not None})


def trimmed(content: str) -> SafeString:
    """Rendered content of a block tag without the white space around it, so that an empty one takes no room."""
    return SafeString(content.strip())


def render(part: str, facts: Facts) -> SafeString:
    return render_to_string(f"design/_{part}.html", facts)
