"""What a granted case ends with (结果证照): which outputs are made, and from when to when each is good. Pure."""

import calendar
import re
from datetime import date, timedelta

from msgspec import Struct

from yichuang.cases.papers.facts import OutputLine
from yichuang.cases.state import CaseState
from yichuang.cases.status import StepStatus
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item, Output, Validity
from yichuang.catalogue.requirements import validity
from yichuang.kernel.vocabulary import label

_SHORTHAND = re.compile(r"[A-Za-z]")


class Term(Struct, frozen=True):
    """From when to when a result is good."""

    valid_from: date
    valid_to: date | None
    """Last good day; None = without end (长期), or not fixed by the definition."""
    fixed: bool
    """Whether the definition says how long."""


def on_the_way(item: Item, state: CaseState) -> tuple[Output, ...]:
    """The results that this case's route leads to: one that a step makes only where the route has that step."""
    return tuple(output for output in item.outputs if not output.step or state.step(output.step) is not None)


def made(item: Item, state: CaseState) -> tuple[Output, ...]:
    """The results that exist by now: a step's own once it is done, the others when the whole is ready."""
    return tuple(output for output in item.outputs if _is_made(output, state))


def _is_made(output: Output, state: CaseState) -> bool:
    if not output.step:
        return state.ready_at is not None
    step = state.step(output.step)
    return step is not None and step.status is StepStatus.DONE


def term(item: Item, output: Output, facts: Facts, decided_on: date) -> Term:
    """How long the result is good, by what is true on the day of the decision (``facts``)."""
    period = validity(item, output, facts)
    if period is None:
        return Term(decided_on, None, fixed=output.validity_note.startswith(label("paper_words", "without_end", "zh")))
    return Term(decided_on, last_day(decided_on, period), fixed=True)


def last_day(start: date, period: Validity) -> date | None:
    """The last good day of ``period`` from ``start`` on, ``start`` counted; None for a period without end."""
    months = 12 * period.years + period.months
    if not months and not period.days:
        return None
    return _months_later(start, months) + timedelta(days=period.days - 1)


def _months_later(start: date, months: int) -> date:
    """The same day of the month, or the month's last where it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def line(output: Output, good: Term, number: str = "") -> OutputLine:
    """The result as papers list it. Where the definition fixes no period its note says what is known."""
    note = "" if good.fixed or _SHORTHAND.search(output.validity_note) else output.validity_note
    valid = (good.valid_from, good.valid_to) if good.fixed else (None, None)
    return OutputLine(name=output.name, number=number, valid_from=valid[0], valid_to=valid[1], note=note)
