"""The applicant hears what happened: who, what, the number, by which day, and what to do next."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from msgspec.structs import replace

from tests.applications.filings import FORM, MOVE, STORY_1_MATERIALS, materials, story_1
from tests.ground.jobs import run_due
from tests.ground.world import TODAY, World
from yichuang.applications.filing import Given
from yichuang.applications.notices import TOLD, Context, is_overtaken, message
from yichuang.applications.notify_applicant import notify_applicant
from yichuang.applications.submit import Filed, submit
from yichuang.cases import commands as cm
from yichuang.cases import events as ev
from yichuang.cases.perform import perform
from yichuang.cases.status import Outcome, SpecialKind
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.messaging.models import Notice
from yichuang.messaging.wording import compose

CLERK = "990801"
LEFT = ("messaging.send", "applications.issue_paper")
"""Nothing is sent or printed here; that is tested in its own rooms."""

CONTEXT = Context(
    language="zh",
    happened_on=date(2026, 11, 20),
    accept_by=date(2026, 11, 27),
    decide_by=None,
    place="澄溪县公安局政务服务大厅",
    bring=("原护照",),
    outcome=Outcome.GRANTED,
    names={"id_card": "居民身份证"},
    items={7: "换领身份证"},
)
NAMED = {"name": "周念安", "item": "夫妻投靠", "number": "990785202611200000010"}
SAMPLES: tuple[ev.Event, ...] = (
    ev.Received(),
    ev.Accepted(date(2026, 11, 20)),
    ev.Accepted(date(2026, 11, 20), deemed=True),
    ev.Accepted(date(2026, 11, 20), deferred=("id_card",), make_up_by=date(2026, 11, 25)),
    ev.CorrectionAsked(("id_card",), "反面缺失。"),
    ev.AcceptanceRefused("无需许可", "可申请行政复议"),
    ev.FoundNotOurs("市民政局"),
    ev.SpecialStarted(SpecialKind.HEARING, "利害关系人申请", 10),
    ev.Extended(5, "材料复杂", 3),
    ev.Decided(Outcome.GRANTED),
    ev.Decided(Outcome.REFUSED, "不符合条件", "可申请行政复议"),
    ev.MadeReady(),
    ev.DependencyFailed(7, "withdrawn"),
    ev.Withdrawn("不办了"),
    ev.Terminated("逾期未补正"),
    ev.Voided("重复录入"),
)


# --- what is said -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)
def test_each_event_makes_whole_sentences_in_both_languages(event, language):
    told = message(event, replace(CONTEXT, language=language))
    assert told is not None
    template, params = told
    text = compose(template, {**NAMED, **params}, language)
    assert NAMED["number"] in text
    assert "{" not in text
    assert not any(doubled in text for doubled in ("。。", "..", "。 。", "  "))


def test_every_event_that_is_told_has_its_sample_here():
    assert {type(event) for event in SAMPLES} == set(TOLD)


def test_a_notice_says_by_which_day_and_what_to_bring_where():
    template, params = message(ev.MadeReady(), CONTEXT)
    assert params["date"] == "2026年11月20日（星期五）"
    assert params["bring"] == "本人身份证件原件、原护照"
    assert params["place"] == CONTEXT.place
    assert "{place}" not in compose(template, {**NAMED, **params}, "zh")


def test_a_day_that_is_not_known_is_not_invented():
    _, params = message(ev.Accepted(date(2026, 11, 20)), CONTEXT)
    assert params["date"] == "另行告知的日期"


def test_a_refusal_is_not_announced_as_a_result_to_fetch():
    assert message(ev.MadeReady(), replace(CONTEXT, outcome=Outcome.REFUSED)) is None


def test_work_inside_the_bureau_is_not_told():
    assert message(ev.Claimed("check", 1, 5), CONTEXT) is None


def test_steps_on_one_minutes_way_make_one_message_but_what_binds_the_person_is_always_told():
    assert is_overtaken(ev.Received(), {"accepted"})
    assert is_overtaken(ev.Decided(Outcome.GRANTED), {"made_ready"})
    assert not is_overtaken(ev.Received(), {"step_opened"})
    assert not is_overtaken(ev.Decided(Outcome.REFUSED), {"made_ready"})
    assert not is_overtaken(ev.CorrectionAsked((), ""), {"accepted"})
    assert not is_overtaken(ev.Accepted(date(2026, 11, 20), deferred=("id_card",)), {"made_ready"})


# --- when it is said --------------------------------------------------------------------------------------------------


def file(world: World, key: str = "filed", **changes: object) -> Filed:
    filing = story_1(world.person().pk, world.file(), **{"choices": (MOVE,), **changes})
    return submit(world.actor(CLERK), filing, key=key, now=TODAY)


def does(world: World, filed: Filed, *commands: cm.Command, badge: str = CLERK, now: datetime = TODAY) -> None:
    perform(world.actor(badge), filed.cases[0].number, *commands, key=f"{badge}/{type(commands[-1]).__name__}", now=now)


def told(filed: Filed) -> list[Notice]:
    run_due(leave=LEFT)
    return list(Notice.objects.filter(reference=filed.cases[0].number, channel="sms").order_by("pk"))


def queued() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


def test_a_submission_queues_a_message_for_each_event_it_makes(world: World):
    before = queued().count("applications.notify_applicant")
    file(world)
    assert queued().count("applications.notify_applicant") - before == 2


def test_taken_and_accepted_at_once_is_one_message_with_the_promised_day(world: World):
    filed = file(world)
    (notice,) = told(filed)
    assert notice.template == "accepted"
    assert notice.phone == FORM["applicant_phone"]
    for part in ("周念安", filed.cases[0].number, "星期"):
        assert part in notice.text
    assert world.person().id_number not in notice.text


def test_it_is_told_once_however_often_the_job_runs(world: World):
    filed = file(world)
    for _ in range(2):
        for seq in (2, 3):
            notify_applicant(filed.cases[0].id, seq, now=TODAY)
    assert len(told(filed)) == 1


def test_what_may_follow_is_named_with_its_day(world: World):
    by_paper = replace(MOVE, answers={**MOVE.answers, "move_origin": "other_province", "move_transfer": "paper"})
    given = {**materials(*STORY_1_MATERIALS), "migration_certificate": Given(MaterialState.TO_FOLLOW)}
    (notice,) = told(file(world, choices=(by_paper,), materials=given, make_up_days=3))
    assert notice.template == "accepted_deferred"
    assert notice.params["materials"] == "户口迁移证"
    assert notice.params["date"] == "2026年11月25日（星期三）"


def test_a_correction_is_told_with_everything_that_is_missing(world: World):
    filed = file(world, channel="online")
    does(world, filed, cm.Receive(), cm.AskCorrection(("id_card", "marriage_certificate"), "身份证反面缺失"))
    assert [notice.template for notice in told(filed)] == ["correction"]
    assert "居民身份证、结婚证" in told(filed)[0].text
    assert "请最迟在2026年" in told(filed)[0].text


def test_a_withdrawal_and_a_mistake_are_told(world: World):
    filed = file(world)
    does(world, filed, cm.Withdraw("不办了"), now=TODAY + timedelta(hours=1))
    assert [notice.template for notice in told(filed)][-1] == "withdrawn"


def test_a_foreigner_is_told_in_english(world: World):
    from yichuang.people.models import Person

    filed = file(world)
    Person.objects.filter(name="周念安").update(id_type="passport")
    (notice,) = told(filed)
    assert notice.language == "en"
    assert "is accepted and will be decided by" in notice.text


def test_without_a_phone_it_stands_on_the_progress_page(world: World):
    filed = file(world)
    from yichuang.applications.models import Form

    form = Form.objects.get(application_id=filed.application)
    Form.objects.filter(pk=form.pk).update(sealed=form.sealed.replace(FORM["applicant_phone"], ""))
    assert told(filed) == []
    assert Notice.objects.filter(reference=filed.cases[0].number, channel="in_app").count() == 1


def test_a_submission_that_fails_promises_no_message(world: World):
    before = len(queued())
    with pytest.raises(Refusal):
        file(world, materials={})
    assert len(queued()) == before


def test_an_acceptance_never_tells_a_promise_that_nobody_made():
    """Without a promise the law's day is told as the law's, and without either none."""
    promised = replace(CONTEXT, decide_by=date(2026, 12, 1))
    by_law = replace(promised, promised=False)
    accepted = ev.Accepted(date(2026, 11, 20))
    told = [message(accepted, each) for each in (promised, by_law, replace(by_law, decide_by=None))]
    assert [key for key, _ in told] == ["accepted", "accepted_by_law", "accepted_unpromised"]
    assert told[0][1] == told[1][1] != {}
    assert told[2][1] == {}
    assert "承诺" not in compose("accepted_by_law", {**NAMED, **told[1][1]}, "zh")
