"""Whatever is changed, taken away or forged behind the platform's back is found, and the row is named."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace

from tests.applications.filings import MOVE, SEEN, STORY_1_MATERIALS, materials, story_1
from tests.ground.world import TODAY, World
from yichuang.applications.filing import Given
from yichuang.applications.meet_material import meet_material
from yichuang.applications.models import Application
from yichuang.applications.submit import submit
from yichuang.cases import commands as cm
from yichuang.cases.models import Case
from yichuang.cases.perform import perform
from yichuang.cases.rows import case_row
from yichuang.cases.store import load_by_id
from yichuang.cases.surroundings import facts_at
from yichuang.cases.verify import Fault, verify, verify_one
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.events import GENESIS, link, stamp
from yichuang.kernel.models import CalendarYear, Event, Seal, SealedHead
from yichuang.kernel.queries import forget_calendars
from yichuang.kernel.seal import seal_record
from yichuang.kernel.tasks import seal


@pytest.fixture
def lived(world: World) -> World:
    """Two cases of one application, one of which went to and fro; and a second application of one case."""
    clerk, sign = world.actor("990801"), world.file()
    filed = submit(clerk, story_1(world.person().pk, sign), key="first", now=TODAY)
    number = next(case.number for case in filed.cases if case.item == MOVE.item)
    other = world.person("林小满", 750)
    submit(clerk, story_1(other.pk, world.file("e" * 64), choices=(MOVE,)), key="second", now=TODAY)
    officer = world.actor("990812")
    for place, command in enumerate((cm.Claim("review"), cm.Opine("review"), cm.Recall("review", "看错了"))):
        perform(officer, number, command, key=f"step {place}", now=TODAY)
    perform(officer, number, cm.Opine("review"), key="again", now=TODAY)
    assert verify().faults == ()
    return world


def tamper(*statements: str) -> tuple[Fault, ...]:
    """What a verification finds after somebody with the database's keys has done this."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return verify().faults


CASE = "(SELECT min(id) FROM cases_case)"
APPLICATION = "(SELECT min(id) FROM applications_application)"
ONE_ROW = [
    (f"UPDATE cases_case SET status = 'delivered', ending = 'delivered' WHERE id = {CASE}", "row", "status, ending"),
    (f"UPDATE cases_case SET outcome = 'granted', decided_at = now() WHERE id = {CASE}", "row", "outcome, decided_at"),
    (f"UPDATE cases_case SET applicant_id = 999 WHERE id = {CASE}", "row", "applicant_id"),
    (f"UPDATE cases_case SET item = 'hz-id-renew' WHERE id = {CASE}", "row", "item"),
    (f"UPDATE cases_case SET version = version + 5 WHERE id = {CASE}", "row", "version"),
    (f"UPDATE cases_case SET number = '9907852026112000000X' WHERE id = {CASE}", "row", "number"),
    (f"UPDATE cases_case SET due_at = due_at + interval '100 days' WHERE id = {CASE}", "due", "due_at"),
    (f"UPDATE cases_case SET statutory_at = now() WHERE id = {CASE}", "due", "statutory_at"),
    (f"UPDATE cases_task SET status = 'done', ended_at = now() WHERE status = 'open' AND case_id = {CASE}", "row",
     "status, ended_at"),
    (f"UPDATE cases_task SET staff_id = 1 WHERE case_id = {CASE}", "row", "staff_id"),
    (f"UPDATE cases_task SET opened_at = opened_at - interval '1 day' WHERE case_id = {CASE}", "row", "opened_at"),
    (f"DELETE FROM cases_task WHERE case_id = {CASE}", "row", "cases_task"),
    (f"DELETE FROM cases_snapshot WHERE case_id = {CASE}", "missing", "cases_snapshot"),
    (f"UPDATE cases_snapshot SET state = '{{\"x\": 1}}' WHERE case_id = {CASE}", "unreadable", "cases_snapshot"),
    ("UPDATE applications_form SET sealed = (SELECT max(sealed) FROM applications_form)", "form", "applications_form"),
    (f"UPDATE applications_form SET sealed = 'k1.broken' WHERE application_id = {APPLICATION}", "form", "applications_form"),
    (f"UPDATE applications_application SET signature_sm3 = repeat('b', 64), signed = false WHERE id = {APPLICATION}", "row",
     "signature_sm3, signed"),
    (f"UPDATE applications_application SET items = '{{x}}' WHERE id = {APPLICATION}", "row", "items"),
    (f"UPDATE applications_application SET hash = repeat('0', 64), version = 9 WHERE id = {APPLICATION}", "row",
     "version, hash"),
    (f"UPDATE applications_application SET unit_path = '/1/', urgent = 'x' WHERE id = {APPLICATION}", "row",
     "unit_path, urgent"),
    (f"UPDATE evidence_material SET state = 'missing' WHERE application_id = {APPLICATION}", "row", "state"),
    (f"UPDATE evidence_material SET grade = 'Z' WHERE application_id = {APPLICATION}", "row", "grade"),
    (f"DELETE FROM evidence_material WHERE application_id = {APPLICATION}", "row", "evidence_material"),
    ("INSERT INTO cases_task SELECT (jsonb_populate_record(t, '{\"id\": 0, \"slot\": 99}')).* FROM cases_task t LIMIT 1",
     "row", "/99"),
    ("UPDATE cases_task SET case_id = 999 WHERE id = (SELECT min(id) FROM cases_task)", "missing", "cases_task 999"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "kind", "row"), ONE_ROW)
def test_a_row_that_does_not_follow_from_the_record_is_named(lived: World, statement: str, kind: str, row: str):
    faults = tamper(statement)
    assert any(fault.kind == kind and row in fault.row for fault in faults), faults


GONE = [
    ("the last event of a case", (f"DELETE FROM kernel_event WHERE stream = {CASE} AND seq = (SELECT max(seq) FROM"
     f" kernel_event WHERE stream = {CASE})"), "hash"),
    ("the first event of a case", f"DELETE FROM kernel_event WHERE stream = {CASE} AND seq = 1", "chain"),
    ("all events of an application", f"DELETE FROM kernel_event WHERE stream = {APPLICATION}", "missing"),
    ("all events of a case", f"DELETE FROM kernel_event WHERE stream = {CASE}", "lost"),
    ("the rows of a case", "DELETE FROM cases_task; DELETE FROM cases_snapshot; DELETE FROM cases_case", "missing"),
    ("a whole case", (f"DELETE FROM cases_task WHERE case_id = {CASE}; DELETE FROM cases_snapshot WHERE case_id = {CASE};"
     f" DELETE FROM kernel_event WHERE stream = {CASE}; DELETE FROM cases_case WHERE id = {CASE}"), "lost"),
    ("the row of an application", f"DELETE FROM applications_application WHERE id = {APPLICATION}", "missing"),
    ("the form", "DELETE FROM applications_form", "form"),
]  # fmt: skip


@pytest.mark.parametrize(("gone", "statements", "kind"), GONE, ids=[each[0] for each in GONE])
def test_what_was_deleted_is_missed(lived: World, gone: str, statements: str, kind: str):
    faults = tamper(*statements.split("; "))
    assert kind in {fault.kind for fault in faults}, (gone, faults)


@pytest.mark.parametrize("kind", ["filed", "received", "invented"])
def test_a_history_of_another_kind_in_a_cases_place_is_found(lived: World, kind: str):
    case, at = Case.objects.order_by("id").first().pk, stamp(TODAY)
    digest = link(GENESIS, case, 1, kind, {}, at, None)
    faults = tamper(
        f"DELETE FROM kernel_event WHERE stream = {case}",
        "INSERT INTO kernel_event (stream, seq, kind, data, at, actor, hash)"
        f" VALUES ({case}, 1, '{kind}', '{{}}', '{at}', NULL, '{digest}')",
    )
    assert {"missing", "lost"} <= {fault.kind for fault in faults}
    assert any(fault.stream == case and fault.kind in {"stranger", "unreadable"} for fault in faults)


def test_a_case_that_was_put_into_another_application_is_found(lived: World):
    first, second = Application.objects.order_by("id").values_list("id", flat=True)
    faults = tamper(f"UPDATE cases_case SET application_id = {second} WHERE application_id = {first}")
    assert {(fault.stream, fault.kind) for fault in faults} >= {(second, "row")}


def test_what_came_in_later_belongs_to_the_list_too(world: World):
    choice = replace(MOVE, answers={**MOVE.answers, "move_origin": "other_province", "move_transfer": "paper"})
    given = {**materials(*STORY_1_MATERIALS), "migration_certificate": Given(MaterialState.TO_FOLLOW)}
    clerk = world.actor("990801")
    filing = story_1(world.person().pk, world.file(), choices=(choice,), materials=given, make_up_days=3)
    filed = submit(clerk, filing, key="owing", now=TODAY)
    assert verify().faults == ()
    meet_material(clerk, filed.number, {"migration_certificate": SEEN}, key="met", now=TODAY)
    assert verify().faults == ()
    assert (
        "state"
        in tamper("UPDATE evidence_material SET state = 'to_follow' WHERE evidence = 'migration_certificate'")[0].row
    )


def test_one_case_alone_is_compared_with_its_rows_as_well(lived: World):
    case = Case.objects.order_by("id").first()
    assert verify_one(case.pk) is None
    tamper(f"UPDATE cases_case SET outcome = 'granted' WHERE id = {case.pk}")
    assert verify_one(case.pk) == Fault(case.pk, case.number, 0, "row", f"cases_case {case.pk}: outcome")


def test_a_deadline_that_an_unconfirmed_year_does_not_let_us_compute_is_no_fault(lived: World):
    CalendarYear.objects.create(year=2026, loaded=False, source="试", changed_by="990700", changed_at=TODAY, region="")
    forget_calendars()
    state = load_by_id(Case.objects.order_by("id").first().pk).state
    assert case_row(state, "", facts_at(state.unit, TODAY)).due_at is None
    assert verify().faults == ()
    assert "row" in {fault.kind for fault in tamper("UPDATE cases_case SET outcome = 'granted'")}


def test_a_page_costs_the_same_few_queries_however_many_cases_it_holds(lived: World):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert verify().faults == ()
        return len(captured)

    cost()
    before = cost()
    for place in range(3):
        person = lived.person("多来", 760 + place)
        submit(lived.actor("990801"), story_1(person.pk, lived.file(), choices=(MOVE,)), key=f"m{place}", now=TODAY)
    assert cost() == before


# --- the seal: what a chain alone cannot show --------------------------------------------------------------------------


def rewritten(case: int) -> None:
    """The case's whole history with another applicant, every hash made anew."""
    head = GENESIS
    for event in Event.objects.filter(stream=case).order_by("seq"):
        data = {**event.data, "applicant": 999} if event.seq == 1 else event.data
        head = link(head, case, event.seq, event.kind, data, stamp(event.at), event.actor)
        Event.objects.filter(stream=case, seq=event.seq).update(data=data, hash=head)
    Case.objects.filter(pk=case).update(applicant_id=999, hash=head)
    tamper(f"UPDATE cases_snapshot SET state = jsonb_set(state, '{{applicant}}', '999') WHERE case_id = {case}")


def test_a_history_that_was_rewritten_whole_is_not_what_was_sealed(lived: World):
    case = Case.objects.order_by("id").first().pk
    seal_record(TODAY)
    assert verify().faults == ()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    rewritten(case)
    assert {(fault.stream, fault.kind) for fault in verify().faults} == {(case, "sealed")}


def test_an_application_that_was_taken_out_with_everything_is_missed_by_the_seal(lived: World):
    seal_record(TODAY)
    second = Application.objects.order_by("id").last().pk
    cases = f"SELECT id FROM cases_case WHERE application_id = {second}"
    faults = tamper(
        f"DELETE FROM kernel_event WHERE stream = {second} OR stream IN ({cases})",
        *(f"DELETE FROM {table} WHERE case_id IN ({cases})" for table in ("cases_task", "cases_snapshot")),
        *(f"DELETE FROM {table} WHERE application_id = {second}" for table in (
            "cases_case", "evidence_material", "applications_form")),
        f"DELETE FROM applications_application WHERE id = {second}",
    )  # fmt: skip
    assert {fault.kind for fault in faults} == {"sealed"}
    assert second in {fault.stream for fault in faults}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_sealedhead SET hash = repeat('a', 64) WHERE seal = 1",
        "DELETE FROM kernel_sealedhead WHERE stream = (SELECT min(stream) FROM kernel_sealedhead)",
        "UPDATE kernel_seal SET at = at - interval '1 day' WHERE number = 2",
        "DELETE FROM kernel_seal WHERE number = 1",
        "DELETE FROM kernel_seal WHERE number = 2",
    ],
)
def test_nobody_changes_a_seal_without_the_key(lived: World, statement: str):
    seal_record(TODAY)
    perform(lived.actor("990801"), Case.objects.order_by("id").last().number, cm.Withdraw("不办了"), key="w", now=TODAY)
    assert seal_record(TODAY).number == 2
    assert verify().faults == ()
    assert "seal" in {fault.kind for fault in tamper(statement)}


def test_a_seal_holds_only_what_moved_and_an_older_key_still_verifies(lived: World, settings):
    seal_record(TODAY)
    assert SealedHead.objects.count() == Event.objects.values("stream").distinct().count()
    settings.SEAL_KEY = f"{'0a' * 32};{settings.SEAL_KEY}"
    seal_record(TODAY)
    assert list(Seal.objects.order_by("number").values_list("heads", flat=True)) == [SealedHead.objects.count(), 0]
    assert verify().faults == ()
    settings.SEAL_KEY = "0a" * 32
    assert [(fault.kind, fault.row) for fault in verify().faults] == [("seal", "kernel_seal 1")]


@pytest.mark.parametrize(
    "statement",
    [f"{verb} {table}" for table in ("kernel_seal", "kernel_sealedhead") for verb in ("DELETE FROM", "TRUNCATE")]
    + ["UPDATE kernel_seal SET at = now()", "UPDATE kernel_sealedhead SET seal = 2"],
)
def test_seals_are_append_only(lived: World, statement: str):
    seal_record(TODAY)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_nightly_job_seals_and_tells_the_log(lived: World, caplog):
    seal(0)
    assert Seal.objects.get().mac in caplog.text
    assert verify().sealed.mac == Seal.objects.get().mac
