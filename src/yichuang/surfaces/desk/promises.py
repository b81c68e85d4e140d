"""What is promised, in the words of the desk."""

from django.utils.translation import gettext

from yichuang.applications.plan import PlanCase
from yichuang.catalogue.wording import limit_words
from yichuang.surfaces.design.dates import day_words
from yichuang.surfaces.story.names import said


def promise_and_day(case: PlanCase) -> str:
    """What is promised in this person's situation, and the day it leads to."""
    day = day_words(case.expected_on, case.expected_on.year) if case.expected_on else "—"
    return f"{said(limit_words(case.promised)) if case.promised else unpromised()} · {day}"


def unpromised() -> str:
    """That the office has published no time."""
    return gettext("未公布承诺时限")
