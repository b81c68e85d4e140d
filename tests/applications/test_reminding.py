"""Nobody misses the day on which something is still to come for having forgotten it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from msgspec.structs import replace

from tests.applications.filings import MOVE, STORY_1_MATERIALS, materials
from tests.applications.test_notices import CONTEXT, LEFT, NAMED, does, file
from tests.ground.jobs import run_due
from tests.ground.world import TODAY, World
from yichuang.applications.filing import Given
from yichuang.applications.notices import reminder
from yichuang.applications.remind_applicant import remind_applicant
from yichuang.applications.submit import Filed
from yichuang.applications.tasks import REMIND
from yichuang.cases import commands as cm
from yichuang.cases.store import load
from yichuang.evidence.trust import MaterialState
from yichuang.kernel import moment
from yichuang.kernel.localtime import BUREAU_TIME, local_date
from yichuang.messaging.models import Notice
from yichuang.messaging.wording import compose
from yichuang.organisation.set_local_rule import NewValue, set_local_rule

MISSING = ("id_card", "marriage_certificate")
ASKED = (cm.Receive(), cm.AskCorrection(MISSING, ""))
BY_PAPER = replace(MOVE, answers={**MOVE.answers, "move_origin": "other_province", "move_transfer": "paper"})
TO_FOLLOW = {**materials(*STORY_1_MATERIALS), "migration_certificate": Given(MaterialState.TO_FOLLOW)}


@pytest.fixture
def asked(world: World) -> Filed:
    """A case that waits for a correction."""
    filed = file(world, channel="online")
    does(world, filed, *ASKED)
    return filed


def last_day(filed: Filed) -> date:
    state = load(filed.cases[0].number).state
    return state.correct_by or state.make_up_by


def planned() -> list[datetime]:
    """When somebody is to be reminded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at FROM procrastinate_jobs WHERE status = 'todo' AND task_name = %s ORDER BY id", [REMIND]
        )
        return [at for (at,) in cursor.fetchall()]


def reminded(filed: Filed, on: date, at: time = time(9, 1)) -> list[Notice]:
    """What has been said again when the jobs of that moment have run."""
    with moment.at(datetime.combine(on, at, BUREAU_TIME)):
        run_due(leave=LEFT)
    notices = Notice.objects.filter(reference=filed.cases[0].number, template="still_owed", channel="sms")
    return list(notices.order_by("pk"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reminder_makes_whole_sentences_in_both_languages(language):
    template, params = reminder(date(2026, 11, 25), ("id_card",), replace(CONTEXT, language=language))
    text = compose(template, {**NAMED, **params}, language)
    assert NAMED["number"] in text
    assert "{" not in text
    assert ("2026年11月25日（星期三）" if language == "zh" else "25 November 2026") in text


def test_three_days_before_the_last_day_it_is_said_what_is_still_missing_and_not_before(asked: Filed):
    by = last_day(asked)
    assert planned() == [datetime.combine(by - timedelta(3), time(9), BUREAU_TIME)]
    assert reminded(asked, by - timedelta(3), time(8, 59)) == []
    (notice,) = reminded(asked, by - timedelta(3))
    assert "居民身份证、结婚证" in notice.text
    assert str(by.day) in notice.params["date"]


def test_how_long_before_is_the_bureaus_own_word(world: World):
    new = NewValue("remind_owed", "7", local_date(TODAY), "市局通知")
    set_local_rule(world.actor("990870"), "990785", new, now=TODAY)
    filed = file(world, channel="online")
    does(world, filed, *ASKED)
    assert planned() == [datetime.combine(last_day(filed) - timedelta(7), time(9), BUREAU_TIME)]


def test_only_what_has_not_come_yet_is_reminded_of(world: World, asked: Filed):
    does(world, asked, cm.SupplyCorrection(("id_card",)), now=TODAY + timedelta(hours=1))
    (notice,) = reminded(asked, last_day(asked) - timedelta(3))
    assert notice.params["materials"] == "结婚证"


@pytest.mark.parametrize("then", [cm.SupplyCorrection(MISSING), cm.Withdraw("不办了")])
def test_who_has_brought_it_or_does_not_want_it_any_more_hears_nothing(world: World, asked: Filed, then):
    by = last_day(asked)
    does(world, asked, then, now=TODAY + timedelta(hours=1))
    assert reminded(asked, by - timedelta(3)) == []


def test_a_reminder_that_is_late_is_still_one_on_the_last_day_and_none_after_it(asked: Filed):
    by, case = last_day(asked), asked.cases[0].id
    seq = load(asked.cases[0].number).state.version
    after = datetime.combine(by + timedelta(1), time(0, 1), BUREAU_TIME)
    assert remind_applicant(case, seq, now=after) == ()
    assert len(reminded(asked, by, time(23, 50))) == 1
    for _ in range(2):
        remind_applicant(case, seq, now=datetime.combine(by, time(23, 55), BUREAU_TIME))
    assert Notice.objects.filter(template="still_owed", channel="sms").count() == 1


def test_another_notice_with_another_day_is_reminded_of_instead(world: World, asked: Filed):
    first, later = last_day(asked), TODAY + timedelta(days=3)
    does(world, asked, cm.SupplyCorrection(MISSING), now=later)
    does(world, asked, cm.AskCorrection(("id_card",), "", "照片不清"), badge="990807", now=later)
    assert last_day(asked) > first
    assert reminded(asked, first - timedelta(3)) == []
    assert [each.params["materials"] for each in reminded(asked, last_day(asked) - timedelta(3))] == ["居民身份证"]


@pytest.mark.parametrize(("days", "times"), [(1, 0), (3, 1)])
def test_what_may_follow_is_reminded_of_unless_its_day_is_near_from_the_start(world: World, days, times):
    filed = file(world, choices=(BY_PAPER,), materials=TO_FOLLOW, make_up_days=days)
    assert len(planned()) == times
    notices = reminded(filed, last_day(filed) - timedelta(1))
    assert [each.params["materials"] for each in notices] == ["户口迁移证"] * times


def test_who_owes_nothing_is_not_to_be_reminded(world: World):
    file(world)
    assert planned() == []
