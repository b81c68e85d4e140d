"""What is promised and what is charged, in the words of the desk."""

from django.utils.translation import gettext

from yichuang.applications.plan import PlanCase
from yichuang.applications.submit import Visit
from yichuang.catalogue.requirements import ChargeState
from yichuang.catalogue.wording import limit_words
from yichuang.surfaces.design.dates import day_words
from yichuang.surfaces.story.names import listed, said


def promise_and_day(case: PlanCase) -> str:
    """What is promised in this person's situation, and the day it leads to."""
    day = day_words(case.expected_on, case.expected_on.year) if case.expected_on else "—"
    return f"{said(limit_words(case.promised)) if case.promised else unpromised()} · {day}"


def unpromised() -> str:
    """That the office has published no time."""
    return gettext("未公布承诺时限")


def fee_note(visit: Visit) -> str:
    """What the sum is for."""
    labels = [
        said(case.charge.label)
        for case in visit.plan.cases
        if case.charge.state is ChargeState.DUE and case.charge.amount and case.charge.label
    ]
    return listed(labels)
