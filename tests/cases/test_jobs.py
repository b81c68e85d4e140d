"""Cases that wait for others go on, or are told that they cannot, by a job of the event that decided it."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.applications.filings import MOVE, PASSPORT, story_1
from tests.ground.jobs import run_due
from tests.ground.world import TODAY, World
from yichuang.applications.submit import Filed, submit
from yichuang.cases import commands as cm
from yichuang.cases import sweep
from yichuang.cases.models import Case
from yichuang.cases.perform import perform
from yichuang.cases.state import CaseState
from yichuang.cases.store import load
from yichuang.cases.tasks import archive, deem_accepted, remind, settle_dependents
from yichuang.cases.verify import verify
from yichuang.catalogue import queries
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.kernel.jobs import app
from yichuang.messaging.models import Notice

CLERK = "990801"
LEFT = ("messaging.send", "applications.issue_paper")


@pytest.fixture
def waiting(world: World, monkeypatch) -> Filed:
    """The passport waits for the move, as an item that depends on another does."""
    real = queries.item_version

    def dependent(code: str, version: int | None = None):
        item = real(code, version)
        return replace(item, depends_on=("hz-move-spouse",)) if code == "crj-passport-renew" else item

    monkeypatch.setattr("yichuang.applications.submit.item_version", dependent)
    filing = story_1(world.person().pk, world.file(), choices=(PASSPORT, MOVE))
    filed = submit(world.actor(CLERK), filing, key="filed", now=TODAY)
    run_due(leave=LEFT)
    return filed


def case(filed: Filed, item: str) -> CaseState:
    loaded = load(next(each.number for each in filed.cases if each.item == item))
    assert loaded is not None
    return loaded.state


def work_through(world: World, filed: Filed, item: str) -> None:
    """Whoever may approves the open steps until the case is decided."""
    for turn in range(8):
        state = case(filed, item)
        if state.outcome is not None:
            return
        step = next(each for each in state.route if each.status == "active")
        for badge in sorted(world.staff):
            try:
                perform(world.actor(badge), state.number, cm.Opine(step.key), key=f"{turn}/{badge}", now=TODAY)
            except Refusal:
                continue
            break
    raise AssertionError(case(filed, item).status)


def test_what_it_waited_for_is_granted_and_the_case_goes_on(world: World, waiting: Filed):
    assert case(waiting, "crj-passport-renew").waits_for == (case(waiting, "hz-move-spouse").id,)
    work_through(world, waiting, "hz-move-spouse")
    assert case(waiting, "crj-passport-renew").waits_for != ()
    assert "cases.settle_dependents" in run_due(leave=LEFT)
    assert case(waiting, "crj-passport-renew").waits_for == ()
    assert verify().faults == ()


def test_what_it_waited_for_ends_otherwise_and_the_person_is_told(world: World, waiting: Filed):
    number = case(waiting, "hz-move-spouse").number
    perform(world.actor(CLERK), number, cm.Withdraw("不办了"), key="w", now=TODAY + timedelta(hours=1))
    run_due(leave=LEFT)
    state = case(waiting, "crj-passport-renew")
    assert state.failed_dependencies == (case(waiting, "hz-move-spouse").id,)
    notice = Notice.objects.get(reference=state.number, template="dependency_failed", channel="sms")
    assert "夫妻投靠" in notice.text
    assert verify().faults == ()


def test_a_case_that_was_just_worked_on_is_settled_by_the_retry(world: World, waiting: Filed, monkeypatch):
    work_through(world, waiting, "hz-move-spouse")
    ended = case(waiting, "hz-move-spouse").id

    def in_the_way(*_: object, **__: object) -> None:
        raise Refusal("events.conflict")

    with monkeypatch.context() as patch:
        patch.setattr(sweep, "perform_as_system", in_the_way)
        with pytest.raises(Refusal):
            settle_dependents(case=ended, seq=1)
    settle_dependents(case=ended, seq=1)
    assert case(waiting, "crj-passport-renew").waits_for == ()


def test_settling_twice_changes_nothing_more(world: World, waiting: Filed):
    work_through(world, waiting, "hz-move-spouse")
    run_due(leave=LEFT)
    before = case(waiting, "crj-passport-renew").version
    settle_dependents(case=case(waiting, "hz-move-spouse").id, seq=1)
    assert case(waiting, "crj-passport-renew").version == before


def test_an_undecided_case_settles_nothing(waiting: Filed):
    settle_dependents(case=case(waiting, "hz-move-spouse").id, seq=1)
    assert case(waiting, "crj-passport-renew").waits_for != ()


def test_silence_is_acceptance_and_the_applicant_hears_of_it(world: World):
    filing = story_1(world.person().pk, world.file(), choices=(MOVE,), channel="online")
    filed = submit(world.actor(CLERK), filing, key="filed", now=TODAY)
    perform(world.actor(CLERK), filed.cases[0].number, cm.Receive(), key="r", now=TODAY)
    with moment.at(TODAY + timedelta(days=7)):
        deem_accepted(timestamp=0)
        assert not case(filed, "hz-move-spouse").deemed
    with moment.at(TODAY + timedelta(days=8)):
        deem_accepted(timestamp=0)
        assert case(filed, "hz-move-spouse").deemed
        run_due(leave=LEFT)
    assert Notice.objects.filter(reference=filed.cases[0].number, template="deemed_accepted").exists()


def test_a_month_after_its_end_a_case_is_filed_away(world: World):
    filing = story_1(world.person().pk, world.file(), choices=(MOVE,))
    filed = submit(world.actor(CLERK), filing, key="filed", now=TODAY)
    perform(world.actor(CLERK), filed.cases[0].number, cm.Withdraw("不办了"), key="w", now=TODAY)
    for days, status in ((29, "withdrawn"), (31, "archived")):
        with moment.at(TODAY + timedelta(days=days)):
            archive(timestamp=0)
        assert Case.objects.get(id=filed.cases[0].id).status == status


def test_an_overdue_task_is_reminded_of_once_a_day(world: World):
    filing = story_1(world.person().pk, world.file(), choices=(MOVE,))
    filed = submit(world.actor(CLERK), filing, key="filed", now=TODAY)
    late = Case.objects.get(id=filed.cases[0].id).due_at + timedelta(hours=1)
    with moment.at(late):
        remind(timestamp=0)
    state = case(filed, "hz-move-spouse")
    from yichuang.kernel.events import history

    assert [event.kind for event in history(state.id)].count("reminded") == 1


def test_time_itself_is_kept_by_the_worker():
    kept = {name for name, _ in app.periodic_registry.periodic_tasks}
    assert {"cases.deem_accepted", "cases.remind", "cases.archive", "messaging.pick_up"} <= kept
