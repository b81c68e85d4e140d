"""What a definition says of time: no promise is invented, a ministry's norm is kept, the law's extension is told."""

from datetime import date, datetime

import pytest
from django.utils import translation

from tests.catalogue.builders import WORDS, item, question, shelf
from tests.catalogue.test_layers import overlay
from yichuang.applications.plan import Timetable, Wish, make_plan
from yichuang.catalogue.betterment import Verdict
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import ItemStatus, Limit, Unit
from yichuang.catalogue.exchange.shapes import shaped
from yichuang.catalogue.exchange.workbook import read_workbook, write_workbook
from yichuang.catalogue.figures import Cut, figures
from yichuang.catalogue.guides.guide import guide
from yichuang.catalogue.guides.own_case import own_case
from yichuang.catalogue.layers import judge, layered
from yichuang.catalogue.lint import Severity, findings_of
from yichuang.catalogue.loader import national
from yichuang.kernel.calendar_data import national as calendar
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.surfaces.desk.promises import promise_and_day

SILENT = item(code="silent", limits={}, unverified=["limits.promised"])
LAW = {"amount": 60, "unit": "calendar_day", "basis": "《居民身份证法》第十二条"}
BY_LAW = item(code="by-law", limits={"statutory": LAW}, unverified=["limits.promised"])
TWO_WAYS = item(
    limits={
        "promised": {"amount": 15, "unit": "working_day"},
        "promised_when": [{"amount": 0, "unit": "on_the_spot", "when": 'answers.form == "paper"'}],
        "statutory": {"amount": 15, "unit": "calendar_day", "basis": "条例"},
        "longer": {"amount": 30, "unit": "calendar_day", "basis": "条例"},
        "longer_by": "city",
        "longer_for": WORDS,
        "uncounted": "规定",
        "norm": {"amount": 12, "unit": "calendar_day", "basis": "规范"},
    },
    situations=[question("form", "card", "paper")],
)
UNPUBLISHED = {"crj-nat-in", "crj-nat-out", "crj-nat-re"}
"""Items whose promise the tables leave blank."""


def told(of, key, language="zh"):
    return next(getattr(each.value, language) for each in guide(of, national()).facts if each.key == key)


def rules_broken(of, severity):
    return {each.rule for each in findings_of(of, national()) if each.severity is severity}


def planned(of, **facts):
    now = datetime(2026, 3, 2, 10, tzinfo=BUREAU_TIME)
    return make_plan([Wish(of, Facts(**facts))], shelf(of), {}, Timetable(now, calendar())).cases[0]


def test_only_what_the_tables_leave_blank_is_without_a_promise_and_says_so():
    silent = {code for code, each in national().items.items() if each.limits.promised is None}
    assert silent == UNPUBLISHED
    assert all("limits.promised" in national().items[code].unverified for code in silent)


def test_a_missing_promise_is_an_error_until_it_is_marked():
    assert "promise_given" in rules_broken(item(limits={}), Severity.ERROR)
    assert "promise_given" in rules_broken(SILENT, Severity.OPEN)
    assert "promise_given" not in rules_broken(SILENT, Severity.ERROR)


def test_without_a_promise_the_plan_names_the_laws_day_or_none_and_says_that_nothing_is_promised():
    assert (planned(SILENT).expected_on, planned(SILENT).promised) == (None, None)
    assert (planned(BY_LAW).expected_on, planned(BY_LAW).promised) == (date(2026, 5, 6), None)
    with translation.override("zh"):
        assert promise_and_day(planned(SILENT)) == "未公布承诺时限 · —"
        assert promise_and_day(planned(BY_LAW)).startswith("未公布承诺时限 · 5月6日")


def test_the_plan_shows_the_promise_of_the_persons_own_situation():
    paper, card = planned(TWO_WAYS, answers={"form": "paper"}), planned(TWO_WAYS, answers={"form": "card"})
    assert (paper.promised, paper.expected_on) == (Limit(0, Unit.ON_THE_SPOT), date(2026, 3, 2))
    assert card.promised == Limit(15, Unit.WORKING_DAY)
    with translation.override("zh"):
        assert promise_and_day(paper).startswith("当场办结 · 3月2日")
        assert promise_and_day(card).startswith("15 个工作日 · 3月17日")


def test_no_day_is_named_that_lies_behind_the_laws_own():
    """Fifteen working days reach farther than the law's fifteen days: 23 March and 17 March."""
    assert planned(TWO_WAYS, answers={"form": "card"}).expected_on == date(2026, 3, 17)


def test_no_figure_counts_a_promise_that_nobody_made():
    assert figures(shelf(BY_LAW), shelf(BY_LAW)).time == Cut(0, 0, 0, 1)


def test_the_guide_says_that_nothing_is_published():
    assert told(SILENT, "limits.promised") == "本部门尚未公布"
    assert told(SILENT, "limits.promised", "en") == "not published by this office yet"
    assert told(SILENT, "limits.statutory") == "法律没有规定"


def test_the_guide_prints_the_promise_of_each_situation_the_norm_and_the_extension():
    fact = {each.key: each for each in guide(TWO_WAYS, national()).facts}
    assert fact["limits.promised"].note.zh.endswith("：当场办结")
    assert "字" in fact["limits.promised"].note.zh
    assert (fact["limits.norm"].value.zh, fact["limits.norm"].note.zh) == ("12 日（自然日）", "规范")
    assert fact["limits.longer"].value.zh == "经市公安局负责人批准最长30 日（自然日）"
    assert "limits.longer" not in {each.key for each in guide(item(), national()).facts}


def test_a_readers_answer_makes_the_promise_their_own():
    said = {
        answer: own_case(TWO_WAYS, shelf(TWO_WAYS), Facts(answers={"form": answer})).promise.zh
        for answer in ("card", "paper")
    }
    assert said == {"card": "15 个工作日", "paper": "当场办结"}


@pytest.mark.parametrize("code", ["gb39046", "c0109"])
def test_no_column_of_the_states_shapes_is_filled_with_an_invented_promise(code):
    [row] = shaped([(SILENT, ItemStatus.IN_USE)], code, national().evidence_types).rows
    promised = {value for name, value in row.items() if name.startswith(("promise", "承诺办结"))}
    assert promised == {""}


def test_a_workbook_carries_it_there_and_back(tmp_path):
    path = tmp_path / "items.xlsx"
    write_workbook([SILENT, TWO_WAYS], path)
    assert read_workbook(path).items == (SILENT, TWO_WAYS)


def test_a_layer_fills_the_blank_once_and_those_below_may_only_better_it():
    listed = shelf(SILENT)
    province = overlay({"limits": {"promised": {"amount": 20, "unit": "working_day"}}}, code="silent")
    [change, *_] = [each for each in judge(listed, listed, province) if each.field == "limits.promised"]
    assert change.verdict is Verdict.FILLED
    assert change.said.zh == "承诺时限：无 → 20 个工作日"
    filled = layered(listed, [province])
    worse = overlay({"limits": {"promised": {"amount": 25, "unit": "working_day"}}}, code="silent")
    gone = overlay({"limits": {"promised": None}}, code="silent")
    for each in (worse, gone):
        verdicts = {found.field: found.verdict for found in judge(listed, filled, each)}
        assert verdicts["limits.promised"] is Verdict.WORSE


def test_nobody_below_touches_what_the_law_or_the_ministry_lays_down():
    listed = shelf(TWO_WAYS)
    for name, value in {"norm": {"amount": 20}, "longer": None, "longer_by": "county", "longer_for": None}.items():
        verdicts = {each.field: each.verdict for each in judge(listed, listed, overlay({"limits": {name: value}}))}
        assert verdicts[f"limits.{name}"] is Verdict.WORSE
