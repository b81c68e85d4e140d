"""A small demo world, built by the engine itself."""

import pytest
from django.db import DatabaseError, connection

from tests.demo.places import TODAY
from yichuang.applications.models import Application, Draft
from yichuang.applications.queries import form_of
from yichuang.applications.results import made
from yichuang.applications.tasks import REMIND
from yichuang.cases.models import Case
from yichuang.cases.store import load
from yichuang.cases.verify import verify
from yichuang.catalogue.queries import item_version
from yichuang.demo import build
from yichuang.demo.bureau import accounts, bureau
from yichuang.evidence.models import StoredFile
from yichuang.kernel.identifiers import check_citizen_id
from yichuang.kernel.localtime import local_date
from yichuang.licences.models import Licence
from yichuang.organisation import demo_codes
from yichuang.organisation.models import Staff, Window
from yichuang.people.models import Person


def test_the_bureau_has_its_size(demo_world):
    assert Window.objects.count() == 6
    assert Staff.objects.filter(unit__region="990785").count() >= 44
    assert Person.objects.count() > 380


def test_the_build_says_how_far_it_is(demo_world):
    assert demo_world == sorted(demo_world)
    assert demo_world[-1] == 100


def test_there_is_work_of_every_age(demo_world):
    assert Application.objects.count() >= 20
    statuses = set(Case.objects.values_list("status", flat=True))
    assert {"delivered", "reviewing"} <= statuses
    assert Case.objects.filter(submitted_at__gt=TODAY).count() == 0
    assert Draft.objects.filter(submitted_as=None).count() == 3


def test_the_same_day_builds_the_same_world(both_worlds):
    def read():
        return list(Case.objects.order_by("id").values_list("item", "status", "submitted_at", "due_at", "outcome"))

    one, other = both_worlds(read)
    assert one == other


def test_every_form_is_complete_and_names_its_person(demo_world):
    filed = Application.objects.all()[:30]
    assert filed
    for application in filed:
        form = form_of(application.id).form
        assert form["applicant_name"] == Person.objects.get(pk=application.person_id).name


def test_every_signature_is_a_stored_picture(demo_world):
    named = set(Application.objects.values_list("signature_sm3", flat=True))
    assert named == set(StoredFile.objects.filter(sm3__in=named).values_list("sm3", flat=True))


def test_what_waits_or_was_handed_out_is_there_as_a_licence_of_the_day_it_was_ready(demo_world):
    done = Case.objects.filter(status__in=["ready", "delivered", "archived"], outcome="granted")
    states = [load(number).state for number in done.values_list("number", flat=True)]
    expected = {(state.number, output.key, local_date(state.ready_at))
                for state in states for output in made(item_version(state.item, state.item_version), state)}  # fmt: skip
    assert expected
    assert set(Licence.objects.values_list("case_no", "kind", "issued_on")) == expected


def test_whoever_is_introduced_at_the_start_can_sign_in(demo_world):
    introduced = bureau().introduced
    assert len(accounts()) == len(introduced)
    assert Staff.objects.filter(badge__in=introduced, active=True).count() == len(introduced)


def test_no_job_of_the_past_is_left_to_run_today(demo_world):
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, scheduled_at FROM procrastinate_jobs WHERE status = 'todo'")
        left = cursor.fetchall()
    assert {name for name, _ in left} == {REMIND}, "only who still owes something is to be reminded, on a day to come"
    assert all(at > TODAY for _, at in left)


def test_a_second_build_changes_nothing(demo_world):
    before = Case.objects.count()
    build.main(2, TODAY)
    assert Case.objects.count() == before


def test_the_record_verifies(demo_world):
    report = verify()
    assert report.faults == ()
    assert report.streams == Case.objects.count() + Application.objects.count()


@pytest.mark.parametrize(
    ("tamper", "kind"),
    [
        ('UPDATE kernel_event SET data = data || \'{"reason": "x"}\' WHERE stream = %s AND seq = 2', "chain"),
        ("UPDATE kernel_event SET actor = 1 WHERE stream = %s AND seq = 2", "chain"),
        ("DELETE FROM kernel_event WHERE stream = %s AND seq = 2", "chain"),
        ("UPDATE cases_snapshot SET state = jsonb_set(state, '{channel}', '\"mail\"') WHERE case_id = %s", "state"),
        ("UPDATE cases_case SET hash = repeat('0', 64) WHERE id = %s", "hash"),
        ("DELETE FROM cases_snapshot WHERE case_id = %s", "missing"),
    ],
)
def test_a_tampered_row_is_found_and_named(demo_world, tamper, kind):
    case = Case.objects.filter(version__gt=3).order_by("id").first()
    assert case is not None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # whoever owns the server can do this
        cursor.execute(tamper, [case.id])
    faults = verify().faults
    assert [(fault.stream, fault.kind) for fault in faults] == [(case.id, kind)]
    if kind == "chain":
        assert faults[0].seq == 2


def test_the_database_itself_refuses_to_change_the_record(demo_world):
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_event SET actor = 1")


def test_no_real_region_stands_anywhere(demo_world):
    numbers = [person.id_number for person in Person.objects.filter(id_type="id_card")]
    assert numbers
    assert Case.objects.exists()
    assert all(check_citizen_id(number, today=TODAY.date()).region.startswith("99") for number in numbers)
    assert all(number.startswith("9907") for number in Case.objects.values_list("number", flat=True))


def test_the_sign_in_page_shows_the_password_that_the_staff_have():
    assert bureau().password == demo_codes.PASSWORD
