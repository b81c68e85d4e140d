"""How a case tells its story: every event has its sentence, every deadline its reasons, in both languages."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import fields

from tests.cases.proceedings import CALENDAR, MONDAY, accepted
from yichuang.cases import clock
from yichuang.cases import events as ev
from yichuang.cases import status as s
from yichuang.cases.queries import Told
from yichuang.catalogue.definition import Limit, Limits, Text, Unit
from yichuang.catalogue.loader import catalogue
from yichuang.kernel.events import Recorded
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.kernel.vocabulary import labels
from yichuang.surfaces.office import asks
from yichuang.surfaces.story import deadline, history
from yichuang.surfaces.story.names import Names

LISTS = {
    "case_status": s.Status, "action": s.Action, "step_status": s.StepStatus, "slot_kind": s.SlotKind,
    "slot_status": s.SlotStatus, "verdict": s.Verdict, "outcome": s.Outcome, "special_kind": s.SpecialKind,
    "delivery_way": s.DeliveryWay, "clock_term": clock.LineKind,
}  # fmt: skip
KINDS = {kind.__struct_config__.tag: kind for kind in ev.Event.__subclasses__()}
EXTRA = {"who", "day", "until", "unit", "round", "reason", "item", "applicant", "staff"}
"""Facts that a sentence may name besides its event's own fields."""


@pytest.mark.parametrize(("name", "terms"), LISTS.items())
def test_every_value_of_the_engines_lists_has_its_word_in_both_languages(name, terms):
    assert set(labels()[name]) == {term.value for term in terms}
    assert all(word["zh"] and word["en"] for word in labels()[name].values())


def test_every_kind_of_event_has_its_sentence():
    told = {name.split(".")[0] for name in labels()["event"]}
    assert told == set(KINDS)


@pytest.mark.parametrize("name", labels()["event"])
def test_a_sentence_names_only_what_its_event_knows_and_the_same_in_both_languages(name):
    from string import Formatter

    kind: type[Struct] = KINDS[name.split(".")[0]]
    known = {field.name for field in fields(kind)} | EXTRA
    named = {
        language: {part for _, part, _, _ in Formatter().parse(labels()["event"][name][language]) if part}
        for language in ("zh", "en")
    }
    assert named["zh"] == named["en"] <= known


def test_what_weighs_heavily_is_a_sentence_that_exists():
    assert set(labels()["event"]) >= history.GRAVE
    assert set(labels()["event_law"]) <= set(labels()["event"]) | set(KINDS)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "零"), (7, "七"), (10, "十"), (12, "十二"), (20, "二十"), (45, "四十五"), (99, "九十九"), (134, "134")],
)
def test_articles_are_numbered_as_statutes_write_them(number, words):
    assert deadline.numeral(number) == words


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("行政许可法 art. 45", "《行政许可法》第四十五条", "Administrative Licensing Law, art. 45"),
        ("行政许可法 art. 32(4)", "《行政许可法》第三十二条第（四）项", "Administrative Licensing Law, art. 32(4)"),
        ("《护照法》第六条", "《护照法》第六条", "《护照法》第六条"),
    ],
)
def test_an_article_is_written_in_the_readers_language(text, zh, en):
    with override("zh-hans"):
        assert deadline.article(text) == zh
    with override("en"):
        assert deadline.article(text) == en


OWN_LAW = Limits(
    Limit(3, Unit.WORKING_DAY), Limit(3, Unit.WORKING_DAY), longer=Limit(9, Unit.WORKING_DAY, "《护照法》第六条"),
    uncounted="《查询工作规定》",
)  # fmt: skip


@pytest.mark.parametrize(
    ("event", "limits", "law"),
    [
        (ev.Extended(3, "复杂", 5), OWN_LAW, "《护照法》第六条"),
        (ev.Extended(3, "复杂", 5), Limits(), "《行政许可法》第四十二条"),
        (ev.SpecialStarted(s.SpecialKind.VERIFICATION, "函询", 5), OWN_LAW, "《查询工作规定》"),
        (ev.SpecialStarted(s.SpecialKind.HEARING, "听证", 5), OWN_LAW, "《行政许可法》第四十五条"),
    ],
)
def test_the_history_cites_the_law_that_an_extension_or_a_procedure_of_this_case_rests_on(event, limits, law):
    scene = history.Scene(accepted(limits=limits).state, catalogue().items["hz-move-spouse"], Names({}), "周念安")
    recorded = Recorded(1, 2, str(event.__struct_config__.tag), {}, MONDAY.isoformat(), None, "")
    with override("zh-hans"):
        (sentence,) = history.sentences([Told(recorded, event)], scene)
    assert sentence.law == law


@pytest.mark.parametrize(
    ("correct_by", "zh", "en"),
    [
        (date(2026, 12, 22), "（最迟2026年12月22日）", " (by 22 Dec 2026 at the latest)"),
        (None, "", ""),
    ],
)
@pytest.mark.parametrize("again", ["", "遗漏一项"])
def test_a_notice_says_in_the_history_until_when_it_may_be_answered(again, correct_by, zh, en):
    event = ev.CorrectionAsked(("photo",), "请重拍", again, correct_by=correct_by)
    scene = history.Scene(accepted().state, catalogue().items["hz-move-spouse"], Names({}), "周念安")
    recorded = Recorded(1, 2, "correction_asked", {}, MONDAY.isoformat(), None, "")
    for language, words in (("zh-hans", f"告知补正{zh}："), ("en", f"{en}: ")):
        with override(language):
            (sentence,) = history.sentences([Told(recorded, event)], scene)
        assert words in sentence.text


@pytest.mark.parametrize(
    ("limits", "hint"),
    [
        (Limits(), "只能延长一次，最多 10 个工作日（《行政许可法》第四十二条）。"),
        (OWN_LAW, "只能延长一次，最多 6 个工作日（《护照法》第六条）。"),
        (
            Limits(
                statutory=Limit(60, Unit.CALENDAR_DAY), longer=Limit(90, Unit.CALENDAR_DAY, "《居民身份证法》第十二条"),
                longer_for=Text("交通不便的地区", "Places that are hard to reach"),
            ),
            "只能延长一次，最多 30 日（自然日）（《居民身份证法》第十二条）。适用情形：交通不便的地区。",
        ),
    ],
)  # fmt: skip
def test_who_extends_is_told_what_the_items_own_law_lets(limits, hint):
    with override("zh-hans"):
        shown = asks.ask(
            s.Action.EXTEND, accepted(limits=limits).state, catalogue().items["hz-move-spouse"], None, Names({})
        )
    assert shown.questions[0].hint == hint


def test_a_limit_says_where_it_starts_how_long_it_is_what_does_not_count_and_where_it_ends():
    from yichuang.cases.state import Pause
    from yichuang.cases.status import SpecialKind

    pause = Pause(date(2026, 9, 23), date(2026, 9, 24), SpecialKind.HEARING)
    explained = clock.explain(Limit(10, Unit.WORKING_DAY), date(2026, 9, 22), [pause], 5, CALENDAR)
    with override("zh-hans"):
        words = dict(deadline.reasons(explained))
    assert list(words) == ["起算", "时限", "延长", "扣除", "不计", "到期"]
    assert words["起算"] == "9月22日 周二，从次日开始计算"
    assert words["时限"] == "10 个工作日"
    assert "听证" in words["扣除"]
    assert words["延长"] == "经批准延长5 个工作日"
    assert "国庆" in "".join(text for _, text in deadline.reasons(explained))


def test_what_is_done_on_the_spot_does_not_start_the_next_day():
    explained = clock.explain_on_the_spot(MONDAY, CALENDAR, clock.Settings())
    with override("zh-hans"):
        assert dict(deadline.reasons(explained))["起算"] == "3月2日 周一"


@given(days=st.integers(-60, 60), hour=st.integers(0, 23))
def test_what_is_over_is_never_said_to_have_days_left(days, hour):
    now = MONDAY.replace(hour=hour)
    due = datetime.combine((MONDAY + timedelta(days=days)).date(), clock.END_OF_DAY, BUREAU_TIME)
    for unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        left = deadline.remaining(due, unit, now, CALENDAR)
        assert (left < 0) == (days < 0)
        assert (left == 0) <= (days >= 0)


@given(minutes=st.integers(-5000, 5000))
def test_hours_are_counted_down_to_the_last_one_and_then_up(minutes):
    left = deadline.remaining(MONDAY + timedelta(minutes=minutes), Unit.HOUR, MONDAY, CALENDAR)
    assert left == (minutes // 60 if minutes >= 0 else min(-1, -(-minutes // 60)))
