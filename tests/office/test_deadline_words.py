"""What the clock's answer reads like: which law came first, which calendar is missing, and days in the limit's own unit."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override
from msgspec.structs import replace

from tests.cases.proceedings import ANN, CALENDAR, DECIDER, Proceeding, accepted
from yichuang.cases import commands as cm
from yichuang.cases.facts import Facts
from yichuang.cases.state import CaseState
from yichuang.cases.status import SpecialKind
from yichuang.catalogue.definition import Limit, Limits, Unit
from yichuang.surfaces.story import deadline

LIMITS = Limits(Limit(10, Unit.WORKING_DAY), Limit(15, Unit.CALENDAR_DAY, "《护照法》第六条"))
UNTIL_2026 = replace(CALENDAR, years=frozenset(year for year in CALENDAR.years if year <= 2026))


def facts(case: Proceeding) -> Facts:
    return Facts(case.now, UNTIL_2026)


def told(case: Proceeding, language: str) -> tuple[tuple[str, str], ...]:
    found = deadline.promised(case.state, facts(case))
    assert found is not None
    with override(language):
        return deadline.promised(case.state, facts(case)).reasons


def extended() -> Proceeding:
    case = accepted(limits=LIMITS)
    case.do(DECIDER, cm.Extend(10, "复杂"))
    return case


def test_the_law_that_comes_first_is_told_after_what_was_promised():
    assert told(extended(), "zh-hans") == (
        ("起算", "3月2日 周一，从次日开始计算"), ("时限", "10 个工作日"), ("延长", "经批准延长10 个工作日"),
        ("从早", "承诺时限到 3月30日 周一 才满，晚于法定时限，以下按法定时限"),
        ("时限", "15 日（自然日）"), ("延长", "经批准延长10 日（自然日）"), ("到期", "3月27日 周五（当日仍可办理）"),
    )  # fmt: skip
    english = dict(told(extended(), "en"))
    assert "would end on" in english["The earlier"]
    shown = deadline.promised(extended().state, facts(extended()))
    assert (shown.unit, shown.remaining, shown.basis) == (
        "calendar_day",
        25,
        "《行政许可法》第四十二条、《护照法》第六条",
    )


def test_excluded_days_are_told_in_the_days_that_the_limit_counts():
    case = accepted(limits=replace(LIMITS, promised=LIMITS.statutory))
    case.do(ANN, cm.StartSpecial(SpecialKind.TESTING, "检测", 5), after=timedelta(days=2))
    case.do(ANN, cm.EndSpecial("合格"), after=timedelta(days=7))
    assert dict(told(case, "zh-hans"))["扣除"] == "3月4日 周三至3月11日 周三 检测，7 日（自然日）不计入期限"


def late_in(year: int, state: CaseState) -> CaseState:
    return replace(state, accepted_on=date(year, 12, 24))


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh-hans", ("2027 年的工作日历还没有确认", "控制台 › 工作日历")),
        ("en", ("of 2027 is not confirmed", "Console › Calendar")),
    ],
)
def test_a_missing_calendar_is_named_with_what_to_do_and_no_day_is_shown(language, says):
    case = accepted()
    with override(language):
        shown = deadline.promised(late_in(2026, case.state), facts(case))
    assert (shown.state, shown.has_no_day, shown.remaining) == ("unknown", True, 0)
    assert all(part in shown.reasons[-1][1] for part in says)


def test_what_is_overdue_in_a_year_that_is_not_known_is_counted_in_calendar_days():
    case = accepted()
    in_january = replace(facts(case), now=case.now.replace(year=2027, month=1, day=11))
    shown = deadline.governing(replace(case.state, accepted_on=date(2026, 12, 10)), in_january)
    assert (shown.unit, shown.remaining) == ("calendar_day", (date(2026, 12, 24) - date(2027, 1, 11)).days)


def test_a_step_with_a_limit_of_its_own_is_shown_as_stopped_with_its_case():
    case = accepted()
    step = replace(case.step("check"), limit=Limit(2, Unit.WORKING_DAY))
    assert deadline.of_step(case.state, step, facts(case)).remaining == 2
    case.do(ANN, cm.StartSpecial(SpecialKind.TESTING, "检测", 5))
    assert deadline.of_step(case.state, step, facts(case)).state == "paused"
