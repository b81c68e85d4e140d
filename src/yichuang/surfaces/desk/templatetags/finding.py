"""Why the search found what it shows: ``{% load finding %}``."""

from django import template

from yichuang.catalogue.definition import Text
from yichuang.catalogue.search.emergency import Emergency, emergency_in
from yichuang.catalogue.search.index import Fit
from yichuang.catalogue.search.telling import why
from yichuang.surfaces.story.names import chinese

register = template.Library()


@register.filter
def reasons(fit: Fit) -> str:
    """The reasons in the active language."""
    return " · ".join(why(fit.reasons, "zh" if chinese() else "en"))


@register.filter
def urgent(typed: str) -> Emergency | None:
    """What cannot wait for this counter."""
    return emergency_in(typed)


@register.filter
def in_language(text: Text) -> str:
    """``text`` in the active language."""
    return text.zh if chinese() else text.en
