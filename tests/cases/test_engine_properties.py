"""Whatever officers try, in whatever order: the engine answers with events or a refusal, and the record rebuilds the case."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.proceedings import CALENDAR, STAFF, Proceeding, parallel_route
from yichuang.cases import clock
from yichuang.cases import commands as cm
from yichuang.cases.evolve import replay
from yichuang.cases.facts import Facts
from yichuang.cases.lifecycle import available
from yichuang.cases.rows import case_row, task_rows
from yichuang.cases.status import OPEN, Cargo, DeliveryWay, SlotStatus, SpecialKind, Status, StepStatus, Verdict
from yichuang.catalogue.definition import Signing
from yichuang.kernel.errors import Refusal

steps = st.sampled_from([step.key for step in parallel_route()])
people = st.sampled_from(sorted(STAFF))
reason = st.sampled_from(["有原因", ""])
verdicts = st.sampled_from(Verdict)
kinds = st.sampled_from([("photo",), ("photo", "lease"), ()])

commands = st.one_of(
    st.just(cm.Receive()),
    st.builds(cm.AskCorrection, kinds, st.just("请补"), reason),
    st.builds(cm.SupplyCorrection, kinds),
    st.builds(cm.Accept, kinds, st.integers(0, 9)),
    st.just(cm.DeemAccepted()),
    st.builds(cm.RefuseAcceptance, reason, reason),
    st.builds(cm.FindNotOurs, reason),
    st.builds(cm.SupplyDeferred, kinds),
    st.builds(cm.MeetDependency, st.just(9)),
    st.builds(cm.Claim, steps),
    st.builds(cm.Release, steps),
    st.builds(cm.Assign, steps, st.lists(people, max_size=3).map(tuple)),
    st.builds(cm.Opine, steps, verdicts, reason, reason),
    st.builds(cm.Opine, steps),
    st.builds(cm.Return, steps, steps, reason),
    st.builds(cm.Transfer, steps, people, reason),
    st.builds(cm.Delegate, steps, people, reason),
    st.builds(cm.AddSigner, steps, people),
    st.builds(cm.RemoveSigner, steps, people, reason),
    st.builds(cm.Copy, steps, people),
    st.builds(cm.Acknowledge, steps),
    st.builds(cm.Urge, steps, reason),
    st.builds(cm.Recall, steps, reason),
    st.builds(cm.Suspend, reason),
    st.just(cm.Resume()),
    st.builds(cm.StartSpecial, st.sampled_from(SpecialKind), reason, st.integers(-1, 9)),
    st.builds(cm.EndSpecial, reason),
    st.builds(cm.Extend, st.integers(-1, 12), reason),
    st.builds(cm.Deliver, st.sampled_from(DeliveryWay), st.just("周念安"), identity_check=st.just(1), signature=reason),
    st.builds(cm.SendOn, st.just("JJ1"), st.sampled_from(Cargo), st.just(2), st.just(1)),
    st.builds(cm.TakeOver, st.just("JJ1"), st.sampled_from(Cargo), st.integers(0, 2)),
    st.just(cm.Archive()),
    st.builds(cm.Withdraw, reason),
    st.builds(cm.Terminate, reason),
    st.builds(cm.Void, reason),
)
moves = st.lists(st.tuples(st.one_of(people, st.none()), commands, st.integers(0, 3)), max_size=40)
openings = st.sampled_from([(), (cm.Receive(), cm.Accept())])


def played(signing: Signing, waits: bool, opening: tuple[cm.Command, ...], moved: list) -> Proceeding:
    case = Proceeding(route=parallel_route(signing), waits_for=(9,) if waits else ())
    if opening:
        case.do(1, *opening)
    refusals = []
    for who, command, days in moved:
        try:
            case.do(who, command, after=timedelta(days=days))
        except Refusal as refusal:
            refusals.append(refusal)
    assert all(refusal.message("zh") and refusal.next_step("en") for refusal in refusals)
    return case


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(Signing), st.booleans(), openings, moves)
def test_the_record_rebuilds_the_case_exactly(signing, waits, opening, moved):
    case = played(signing, waits, opening, moved)
    assert replay(1, case.history) == case.state
    assert case.state.version == len(case.history)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(Signing), st.booleans(), openings, moves)
def test_a_case_is_always_in_order(signing, waits, opening, moved):
    case = played(signing, waits, opening, moved).state
    active = [step for step in case.route if step.status is StepStatus.ACTIVE]
    if case.status not in OPEN:
        assert active == []
        assert case.ending is not None or case.status is Status.VOIDED
    for step in active:
        before = {other.key: other for other in case.route}
        assert all(before[key].status in {StepStatus.DONE, StepStatus.SKIPPED} for key in step.after)
        assert any(slot.status in {SlotStatus.OPEN, SlotStatus.HELD} for slot in step.asked())
    if case.outcome is None:
        assert case.status not in {Status.DECIDED, Status.PRODUCING, Status.READY, Status.DELIVERED}
    assert not (case.waits_for and case.outcome is not None)
    assert available(case.status)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(Signing), openings, moves)
def test_every_state_has_its_rows_and_its_clock(signing, opening, moved):
    case = played(signing, waits=False, opening=opening, moved=moved)
    facts = Facts(case.now, CALENDAR)
    row = case_row(case.state, "0" * 64, facts)
    tasks = task_rows(case.state, row.due_at, facts)
    slots = {(step.key, slot.no) for step in case.state.route for slot in step.slots}
    assert set(tasks) == slots
    due = clock.governing(case.state, CALENDAR, facts.settings)
    assert due is None or due.due is None or CALENDAR.is_workday(due.due.astimezone(clock.BUREAU_TIME).date())
