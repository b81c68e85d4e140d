"""One visit, two lines: submit, decide apart, hand over together; and everything that can be wrong."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from msgspec.structs import replace

from tests.applications.filings import FORM, MOVE, PASSPORT, SEEN, STORY_1_MATERIALS, materials, story_1
from tests.ground.world import TODAY, World
from yichuang.applications.filing import Choice, Given
from yichuang.applications.judge import NotYet
from yichuang.applications.models import Application
from yichuang.applications.submit import prepare, submit
from yichuang.cases.models import Case, Task
from yichuang.cases.verify import verify
from yichuang.evidence.models import Material
from yichuang.evidence.signature import signed
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.organisation.models import Window
from yichuang.organisation.offices import office_book


def file(world: World, badge: str = "990801", key: str = "k1", **changes: object):
    person = world.person()
    signature = changes.pop("signature", world.file())
    return submit(world.actor(badge), story_1(person.pk, signature, **changes), key=key, now=TODAY)


WITHIN_THE_CITY = replace(MOVE, answers={**MOVE.answers, "move_origin": "same_city"})


def but(evidence: str, state: MaterialState, file: str = "") -> dict[str, object]:
    """All of story 1's proofs as they should be, one of them otherwise."""
    return {"materials": {**materials(*STORY_1_MATERIALS), evidence: Given(state, file=file)}}


def codes(caught: pytest.ExceptionInfo[NotYet]) -> set[str]:
    return {problem.code for problem in caught.value.problems}


def test_one_submission_makes_one_application_with_two_accepted_cases(world: World):
    filed = file(world)
    assert [case.item for case in filed.cases] == ["crj-passport-renew", "hz-move-spouse"]
    assert {case.status for case in filed.cases} == {"reviewing"}
    cases = Case.objects.filter(application_id=filed.application)
    assert {case.line for case in cases} == {"exit_entry", "household"}
    assert all(case.due_at and case.statutory_at for case in cases)
    assert Material.objects.filter(application_id=filed.application).count() == len(STORY_1_MATERIALS)
    assert verify().faults == ()


def test_each_case_goes_to_its_own_lines_back_office(world: World):
    filed = file(world)
    pools = dict(Task.objects.filter(case__application_id=filed.application).values_list("line", "unit_id"))
    assert pools["household"] == world.staff["990812"].unit_id
    assert pools["exit_entry"] == world.staff["990822"].unit_id


def test_a_double_click_files_once(committed_world: World):
    first = file(committed_world)
    assert file(committed_world) == first
    assert Application.objects.count() == 1


def test_two_clicks_at_the_same_instant_file_once(committed_world: World):
    person, signature = committed_world.person(), committed_world.file()
    actor, filing = committed_world.actor("990801"), story_1(person.pk, signature)

    def click(_: int):
        try:
            return submit(actor, filing, key="same", now=TODAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(click, range(4)))
    assert len({answer.number for answer in answers}) == 1
    assert Application.objects.count() == 1
    assert Case.objects.count() == 2


def test_a_shared_proof_is_asked_once_and_names_both_items(world: World):
    plan = prepare(
        world.actor("990801"),
        story_1(world.person().pk, world.file()),
        office_book(world.actor("990801").unit_id),
        TODAY,
    ).plan
    by_key = {line.evidence.key: line for line in plan.materials}
    assert set(by_key["id_card"].needs) == {"crj-passport-renew", "hz-move-spouse"}
    names = [field.element.key for field in plan.fields]
    assert len(names) == len(set(names))
    assert plan.fee == 120


def test_all_problems_are_told_at_once_and_nothing_is_written(world: World):
    form = {**FORM, "applicant_phone": "12", "passport_expiry": "soon", "marriage_date": ""}
    given = {**materials(*STORY_1_MATERIALS)}
    del given["passport_old"]
    with pytest.raises(NotYet) as caught:
        file(world, form=form, materials=given, signature="")
    assert codes(caught) >= {
        "form.phone", "form.date", "form.required", "applications.material_missing", "applications.signature_empty",
    }  # fmt: skip
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"signature": "b" * 64}, "applications.signature_lost"),
        ({"choices": (Choice("crj-passport-renew", {}), MOVE)}, "applications.question_open"),
        (but("id_card", MaterialState.SCANNED), "applications.scan_missing"),
        (but("id_card", MaterialState.SCANNED, file="c" * 64), "applications.file_lost"),
        (but("fingerprints", MaterialState.DECLARED), "applications.capture_missing"),
        (but("passport_old", MaterialState.TO_FOLLOW), "applications.material_missing"),
        (but("household_book", MaterialState.SHARED), "applications.not_shared"),
        ({"choices": (PASSPORT, WITHIN_THE_CITY)}, "applications.rule_refuses"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(world: World, changes, code):
    with pytest.raises(NotYet) as caught:
        file(world, **changes)
    assert code in codes(caught)


def test_a_window_refuses_an_item_of_a_line_it_does_not_take(world: World):
    with pytest.raises(NotYet) as caught:
        file(world, badge="990804")
    assert codes(caught) == {"applications.not_at_this_window"}


@pytest.mark.parametrize(("lines", "taken"), [(["household", "traffic"], False), (["traffic"], True)])
def test_what_is_not_stationed_in_the_hall_is_taken_by_its_lines_own_window_alone(world: World, lines, taken):
    actor = world.actor("990801")
    Window.objects.filter(pk=actor.window_id).update(lines=lines)
    with pytest.raises(NotYet) as caught:
        file(world, choices=(Choice("jg-v-use", {}),))
    assert ("applications.not_at_this_window" not in codes(caught)) is taken


def test_a_clerk_files_only_lines_that_the_own_grant_lets_receive_whatever_the_window_takes(world: World):
    from yichuang.organisation.models import Grant

    Grant.objects.filter(staff=world.staff["990801"], line="household", act="receive").update(revoked_on=TODAY.date())
    with pytest.raises(NotYet) as caught:
        file(world)
    assert not Application.objects.exists()
    found = {each.code: each.params["item_zh"] for each in caught.value.problems}
    assert found == {"applications.not_received_by_you": "夫妻投靠户口迁入"}


def test_a_minor_needs_the_guardian_and_a_ward_too(world: World):
    child = world.person("周小满", 222, "20150601")
    with pytest.raises(NotYet) as caught:
        submit(world.actor("990801"), story_1(child.pk, world.file()), key="k", now=TODAY)
    assert "people.no_guardian_recorded" in codes(caught)


def test_an_expired_card_files_nothing_but_its_own_renewal(world: World):
    from datetime import date

    person = world.person("郑过期", 333, valid_to=date(2026, 11, 1))
    with pytest.raises(NotYet) as caught:
        submit(world.actor("990801"), story_1(person.pk, world.file()), key="k", now=TODAY)
    assert "applications.id_expired" in codes(caught)


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ((), "applications.nothing_chosen"),
        ((PASSPORT, PASSPORT), "applications.chosen_twice"),
        ((Choice("no-such-item"),), "catalogue.unknown_item"),
        ((Choice("crj-passport-renew", version=99),), "catalogue.unknown_version"),
        ((Choice("crj-tw-individual"),), "catalogue.suspended"),
    ],
)
def test_an_impossible_choice_is_refused(world: World, choices, code):
    with pytest.raises(Refusal) as caught:
        file(world, choices=choices)
    assert caught.value.code == code


def test_identity_comes_from_the_check_and_not_from_the_form(world: World):
    filed = file(world, form={**FORM, "applicant_name": "冒名者", "applicant_id_number": "990785199003070000"})
    from yichuang.applications.queries import form_of

    assert form_of(filed.application).form["applicant_name"] == "周念安"


def test_the_command_costs_one_query_and_one_statement(world: World, django_assert_num_queries):
    person, actor, sm3 = world.person(), world.actor("990801"), world.file()
    prepare(actor, story_1(person.pk, sm3), office_book(actor.unit_id), TODAY)
    with django_assert_num_queries(2):
        submit(actor, story_1(person.pk, sm3), key="counted", now=TODAY)


def test_a_case_goes_from_two_back_offices_to_one_hand_over(world: World):
    from yichuang.cases import commands as cm
    from yichuang.cases.perform import perform
    from yichuang.delivery.hand_over import HandOver, hand_over
    from yichuang.people.models import IdentityCheck

    filed = file(world)
    numbers = {case.item: case.number for case in filed.cases}
    for badge, item, steps in (
        ("990812", "hz-move-spouse", None), ("990822", "crj-passport-renew", None), ("990701", "crj-passport-renew", None),
        ("990811", "hz-move-spouse", None), ("990824", "crj-passport-renew", None), ("990811", "hz-move-spouse", None),
    ):  # fmt: skip
        for task in Task.objects.filter(case__number=numbers[item], status="open", staff_id=None).order_by("id"):
            try:
                perform(
                    world.actor(badge), numbers[item], cm.Opine(task.step), key=f"{badge}{task.id}{steps}", now=TODAY
                )
            except Refusal as refusal:
                assert refusal.code in {"cases.not_authorised", "cases.step_not_open"}, refusal.code  # noqa: PT017
    assert {case.status for case in Case.objects.filter(application_id=filed.application)} == {"ready"}
    check = IdentityCheck.objects.latest("id")
    signed(world.file("d" * 64), by=None, now=TODAY, check=check.pk)
    wanted = HandOver(
        tuple(numbers.values()), "周念安", check.pk, "d" * 64,
        surrendered={numbers["crj-passport-renew"]: ("passport_old",)},
        not_surrendered_because={numbers["hz-move-spouse"]: "户口簿当场更新"},
    )  # fmt: skip
    assert hand_over(world.actor("990808"), wanted, key="h1", now=TODAY).cases == wanted.cases
    assert {case.status for case in Case.objects.filter(application_id=filed.application)} == {"delivered"}
    assert verify().faults == ()
    assert SEEN.state is MaterialState.SEEN


GUANGDONG = "{implementation}{date}{serial:4}"


def with_codes(world: World, monkeypatch, implementation: str) -> None:
    """The bureau has entered this 实施编码 for every item."""
    from yichuang.applications import submit as verb

    plain = verb.item_version

    def coded(*asked):
        found = plain(*asked)
        return replace(found, codes=replace(found.codes, implementation=implementation))

    monkeypatch.setattr(verb, "item_version", coded)


def test_cases_are_numbered_after_the_implementation_code_where_the_bureau_says_so(world: World, settings, monkeypatch):
    settings.CASE_NUMBER_PATTERN = GUANGDONG
    with_codes(world, monkeypatch, "11440785007000000X4440114001000")
    filing = story_1(world.person().pk, world.file())
    filed = submit(world.actor("990801"), filing, key="gd", now=TODAY)
    numbers = [filed.number, *(case.number for case in filed.cases)]
    assert all(len(number) == 43 and number.startswith("11440785007000000X444011400100020261120") for number in numbers)
    assert len(set(numbers)) == 3


def test_an_item_without_the_code_that_numbers_are_made_of_is_refused_with_the_way_out(world: World, settings):
    settings.CASE_NUMBER_PATTERN = GUANGDONG
    with pytest.raises(Refusal) as refused:
        submit(world.actor("990801"), story_1(world.person().pk, world.file()), key="gd", now=TODAY)
    assert refused.value.code == "case_number.part_missing"
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("size", "state", "told"),
    [
        ((100, 100), MaterialState.SCANNED, ["wrong proportions, 33×48 mm"]),
        ((330, 480), MaterialState.SCANNED, []),
        ((0, 0), MaterialState.SCANNED, []),
        ((100, 100), MaterialState.SEEN, []),
    ],
)
def test_a_portrait_sent_in_is_measured_and_one_taken_at_the_window_is_not(world: World, size, state, told):
    """Hall facts A4; a scanned receipt (PDF) has no pixels, and who is photographed on site goes on at once."""
    from yichuang.evidence.models import StoredFile

    picture = "c" * 64
    world.file(picture)
    StoredFile.objects.filter(sm3=picture).update(width=size[0], height=size[1])
    given = {**materials(*STORY_1_MATERIALS), "photo_exit_entry": Given(state, originals=1, file=picture)}
    filing = story_1(world.person().pk, world.file(), choices=(PASSPORT,), materials=given)
    found = []
    try:
        submit(world.actor("990801"), filing, key="photo", now=TODAY)
    except NotYet as refused:
        found = [each.params["faults_en"] for each in refused.problems if each.code == "applications.photo_norm"]
    assert found == told
