"""Why the search found what it shows: ``{% load finding %}``."""

from django import template

from yichuang.catalogue.search.index import Fit
from yichuang.catalogue.search.telling import why
from yichuang.surfaces.story.names import chinese

register = template.Library()


@register.filter
def reasons(fit: Fit) -> str:
    """The reasons in the active language."""
    return " · ".join(why(fit.reasons, "zh" if chinese() else "en"))
