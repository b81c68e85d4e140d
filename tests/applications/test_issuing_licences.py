"""What a granted case ends with is issued once, numbered by the national rule, good for as long as the law says."""

from datetime import date

import pytest

from tests.applications.bench import Bench, text
from tests.applications.filings import MOVE, PASSPORT
from yichuang.applications.filing import Choice
from yichuang.applications.gather_matter import facts_on
from yichuang.applications.issue_papers import issue_papers
from yichuang.applications.models import Application
from yichuang.cases import commands as cm
from yichuang.cases.models import Case
from yichuang.cases.remedies import remedies
from yichuang.cases.status import Verdict
from yichuang.kernel.events import history
from yichuang.kernel.licence_ids import check_licence_id
from yichuang.licences.models import Licence
from yichuang.licences.queries import licences_of_case
from yichuang.licences.terms import LicenceStatus, PaperKind


@pytest.fixture
def bench(world, settings, tmp_path) -> Bench:
    settings.FILES_ROOT = tmp_path / "files"
    return Bench(world)


def passport(bench: Bench) -> Licence:
    """The passport of a granted renewal."""
    number = bench.files(PASSPORT)[PASSPORT.item]
    bench.grants_passport(number)
    bench.works()
    (licence,) = licences_of_case(number)
    return licence


def test_a_passport_is_issued_for_ten_years_under_a_checked_identifier(bench):
    licence = passport(bench)
    assert (licence.kind, licence.person_id) == ("passport", bench.person.pk)
    assert (str(licence.valid_from), str(licence.valid_to)) == ("2026-11-20", "2036-11-19")
    read = check_licence_id(licence.identifier)
    assert read.type_code == "11990700007314424E003"
    assert read.issuer == "11990700007314424E", "the city decided"


def test_nothing_is_issued_before_it_is_made(bench):
    number = bench.files(PASSPORT)[PASSPORT.item]
    for badge, step in (("990822", "examine"), ("990701", "decide")):
        bench.does(badge, number, cm.Opine(step))
    bench.works()
    assert licences_of_case(number) == []


def test_a_move_within_the_province_makes_no_move_in_permit(bench):
    number = bench.files(MOVE)[MOVE.item]
    bench.grants_move(number)
    bench.works()
    (page,) = licences_of_case(number)
    assert (page.kind, page.valid_to) == ("household_page", None)
    assert check_licence_id(page.identifier).issuer == "11990785007315080W", "the county decided"


def test_the_move_in_permit_is_there_as_soon_as_its_step_is_done(bench):
    move = Choice(MOVE.item, {**MOVE.answers, "move_origin": "other_province", "move_transfer": "online"})
    number = bench.files(move)[MOVE.item]
    for badge, step in (("990812", "review"), ("990812", "verify_origin"), ("990811", "approve"), ("990814", "permit")):
        bench.does(badge, number, cm.Opine(step))
    bench.works()
    (permit,) = licences_of_case(number)
    assert permit.kind == "move_in_permit"
    assert (str(permit.valid_from), str(permit.valid_to)) == ("2026-11-20", "2026-12-29"), "forty days"
    bench.does("990812", number, cm.Opine("move_out"))
    conclusion = text(bench.papers(number)[PaperKind.CONCLUSION])
    assert [each.kind for each in licences_of_case(number)] == ["move_in_permit", "household_page"]
    assert all(each.number in conclusion for each in licences_of_case(number))


def test_a_refused_case_issues_no_licence(bench):
    number = bench.files(MOVE)[MOVE.item]
    bench.does("990812", number, cm.Opine("review"))
    bench.does("990811", number, cm.Opine("approve", Verdict.DISAGREE, "权属不一致", remedies()["refuse"].zh))
    bench.works()
    assert licences_of_case(number) == []


def test_running_the_jobs_again_issues_no_second_licence(bench):
    licence = passport(bench)
    case = Case.objects.get(number=licence.case_no)
    for event in history(case.pk):
        issue_papers(case.pk, event.seq, now=bench.now)
    assert Licence.objects.count() == 1


def test_a_person_is_as_old_as_on_the_day_of_the_decision(bench):
    licence = passport(bench)
    application = Application.objects.get(pk=Case.objects.get(number=licence.case_no).application_id)
    assert facts_on(application, date(2026, 11, 20)).age == 36
    assert facts_on(application, date(2027, 3, 7)).age == 37


def test_the_old_passport_counts_until_it_is_handed_in_and_is_replaced_then(bench):
    old = passport(bench)
    number = bench.files(PASSPORT)[PASSPORT.item]
    bench.grants_passport(number)
    bench.works()
    (new,) = licences_of_case(number)
    old.refresh_from_db()
    assert old.status == LicenceStatus.VALID.value, "the person still travels with it"
    bench.hands_over(number, surrendered={number: ("passport_old",)})
    bench.works()
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.status, old.status_reason, new.replaces_id) == (LicenceStatus.SUPERSEDED.value, new.identifier, old.pk)
    assert old.status_since == bench.now


def test_an_old_passport_that_was_not_handed_in_stays_as_it_is(bench):
    old = passport(bench)
    number = bench.files(PASSPORT)[PASSPORT.item]
    bench.grants_passport(number)
    bench.hands_over(number, not_surrendered_because={number: "旧护照在使馆办签证"})
    bench.works()
    old.refresh_from_db()
    assert old.status == LicenceStatus.VALID.value
