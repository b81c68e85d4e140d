"""The record: append-only, chained, one winner, nothing twice; a tampered row is found."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction
from msgspec.structs import replace

from tests.applications.filings import MOVE, story_1
from tests.ground.world import TODAY, World
from yichuang.applications.submit import submit
from yichuang.cases import commands as cm
from yichuang.cases.models import Case, Snapshot
from yichuang.cases.perform import perform, perform_batch
from yichuang.cases.queries import told
from yichuang.cases.store import Change, load, save
from yichuang.cases.verify import verify
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import first_broken_link, history


def moved_case(world: World, key: str = "f") -> str:
    filed = submit(world.actor("990801"), story_1(world.person().pk, world.file(), choices=(MOVE,)), key=key, now=TODAY)
    return filed.cases[0].number


def test_events_cannot_be_changed_or_deleted_through_the_front_door(world: World):
    moved_case(world)
    for statement in ("UPDATE kernel_event SET kind = 'x'", "DELETE FROM kernel_event", "TRUNCATE kernel_event"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("tampering", "kind"),
    [
        ("UPDATE kernel_event SET data = data || '{\"applicant\": 999}' WHERE kind = 'submitted'", "chain"),
        ("UPDATE kernel_event SET at = at + interval '1 second' WHERE kind = 'accepted'", "chain"),
        ("DELETE FROM kernel_event WHERE kind = 'received'", "chain"),
        ("UPDATE cases_case SET hash = repeat('0', 64)", "hash"),
        ("UPDATE cases_snapshot SET state = jsonb_set(state, '{applicant}', '999')", "state"),
    ],
)
def test_a_tampered_row_is_found_and_the_first_broken_link_named(world: World, tampering, kind):
    number = moved_case(world)
    assert verify().faults == ()
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # what a tamperer with the database's keys would do
        cursor.execute(tampering)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    fault = verify().faults[0]
    assert (fault.number, fault.kind) == (number, kind)
    assert (fault.seq > 0) == (kind == "chain")


def test_a_stale_screen_gets_a_clear_conflict(world: World):
    number = moved_case(world)
    version = load(number).state.version
    perform(world.actor("990812"), number, cm.Claim("review"), key="a", now=TODAY, expected=version)
    with pytest.raises(Refusal) as caught:
        perform(world.actor("990813"), number, cm.Claim("review"), key="b", now=TODAY, expected=version)
    assert caught.value.code == "events.conflict"


def test_of_two_officers_at_the_same_instant_one_wins_and_the_other_may_retry(committed_world: World):
    number = moved_case(committed_world)

    def decide(badge: str) -> str:
        try:
            return perform(committed_world.actor(badge), number, cm.Opine("review"), key=badge, now=TODAY).status
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as officers:
        answers = sorted(officers.map(decide, ["990812", "990813"]))
    assert answers[1] == "reviewing"
    assert answers[0] in {"events.conflict", "cases.step_not_open", "cases.not_yours"}
    assert [each.recorded.kind for each in told(load(number).state.id)].count("opinion_given") == 1


def test_a_repeated_command_answers_the_same_and_happens_once(committed_world: World):
    number = moved_case(committed_world)
    officer = committed_world.actor("990812")
    first = perform(officer, number, cm.Claim("review"), key="same", now=TODAY)
    assert perform(officer, number, cm.Claim("review"), key="same", now=TODAY) == first
    with pytest.raises(Refusal):  # the case has moved on: the engine itself says no
        perform(officer, number, cm.Claim("review"), key="other", now=TODAY)
    assert load(number).state.version == first.version


def test_a_key_answers_only_whoever_used_it_and_for_the_same_kind_of_command(committed_world: World):
    number = moved_case(committed_world, key="mine")
    with pytest.raises(Refusal) as caught:
        perform(committed_world.actor("990812"), number, cm.Claim("review"), key="mine", now=TODAY)
    assert caught.value.code == "events.key_of_another"
    perform(committed_world.actor("990812"), number, cm.Claim("review"), key="hers", now=TODAY)
    with pytest.raises(Refusal) as caught:
        perform(committed_world.actor("990813"), number, cm.Claim("review"), key="hers", now=TODAY)
    assert caught.value.code == "events.key_of_another"


def test_an_event_out_of_order_is_refused_by_the_database(world: World):
    loaded = load(moved_case(world))
    from yichuang.cases.perform import decided, facts_for

    facts = facts_for(world.actor("990812"), TODAY)
    change = decided(loaded, (cm.Claim("review"),), facts)
    with transaction.atomic():
        save([change], facts)
    with pytest.raises(Refusal) as caught, transaction.atomic():
        save([Change(change.case, loaded, change.after, change.events)], facts)
    assert caught.value.code == "events.conflict"


def test_a_batch_does_what_it_can_and_names_what_it_could_not(world: World):
    numbers = [moved_case(world, key) for key in ("x", "y")]
    perform(world.actor("990813"), numbers[1], cm.Claim("review"), key="c", now=TODAY)
    attempts = perform_batch(world.actor("990812"), [*numbers, "no-such"], cm.Opine("review"), key="b", now=TODAY)
    assert [attempt.refusal for attempt in attempts] == ["", "cases.not_yours", "authority.not_found"]
    assert attempts[1].message


def test_absent_and_forbidden_look_the_same(world: World):
    number = moved_case(world)
    for who, case in (("990832", number), ("990812", "no-such-number")):
        with pytest.raises(Refusal) as caught:
            perform(world.actor(who), case, cm.Claim("review"), key="k", now=TODAY)
        assert caught.value.code == "authority.not_found"


def test_the_history_is_chained_from_the_first_event(world: World):
    number = moved_case(world)
    events = history(load(number).state.id)
    assert first_broken_link(events) is None
    assert first_broken_link([events[0], events[2]]) == 2
    assert Case.objects.get(number=number).hash == events[-1].hash
    assert Snapshot.objects.count() == 1


def test_time_itself_accepts_what_nobody_answered(world: World):
    from datetime import timedelta

    from yichuang.cases import sweep

    online = replace(story_1(world.person().pk, world.file(), choices=(MOVE,)), channel="online")
    number = submit(world.actor("990801"), online, key="f", now=TODAY).cases[0].number
    assert Case.objects.get(number=number).status == "submitted"
    perform(world.actor("990807"), number, cm.Receive(), key="r", now=TODAY)
    assert sweep.deem_accepted(TODAY + timedelta(days=6)) == 0
    assert sweep.deem_accepted(TODAY + timedelta(days=9)) == 1
    state = load(number).state
    assert state.deemed
    assert state.accepted_on == TODAY.date()
