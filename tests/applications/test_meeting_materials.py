"""What comes in after the submission: the list, the trust and the waiting cases change together, once, or not at all."""

from datetime import timedelta
from functools import partial

import pytest
from msgspec.structs import replace

from tests.applications.filings import MOVE, PASSPORT, SEEN, STORY_1_MATERIALS, materials, story_1
from tests.evidence import samples
from tests.ground.world import TODAY, World
from yichuang.applications.filing import Given
from yichuang.applications.meet_material import Met, _meet, meet_material
from yichuang.applications.models import Application
from yichuang.applications.submit import Filed, submit
from yichuang.cases import commands as cm
from yichuang.cases.perform import perform
from yichuang.cases.state import CaseState
from yichuang.cases.store import load
from yichuang.cases.verify import verify
from yichuang.evidence.models import Material, SharingLog
from yichuang.evidence.store_file import store_file
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import history

CLERK, OTHER = "990801", "990803"
OWED = "migration_certificate"
BY_PAPER = replace(MOVE, answers={**MOVE.answers, "move_origin": "other_province", "move_transfer": "paper"})


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def scan(world: World, content: bytes = b"", badge: str = CLERK) -> Given:
    stored = store_file(content or samples.png(), "scan.png", by=world.staff[badge].pk, now=TODAY)
    return Given(MaterialState.SCANNED, copies=1, file=stored.sm3)


def owing(world: World, **more: object) -> Filed:
    """The move alone, accepted although the migration certificate is still to come."""
    given = {**materials(*STORY_1_MATERIALS), OWED: Given(MaterialState.TO_FOLLOW)}
    filing = story_1(world.person().pk, world.file(), choices=(BY_PAPER,), materials={**given, **more}, make_up_days=3)
    return submit(world.actor(CLERK), filing, key="filed", now=TODAY)


def meet(world: World, filed: Filed, key: str = "k", badge: str = CLERK, now=TODAY, **brought: Given) -> Met:
    return meet_material(world.actor(badge), filed.number, brought, key=key, now=now)


def row(filed: Filed, evidence: str = OWED) -> Material:
    return Material.objects.get(application_id=filed.application, evidence=evidence)


def case(filed: Filed, place: int = 0) -> CaseState:
    loaded = load(filed.cases[place].number)
    assert loaded is not None
    return loaded.state


def kinds(stream: int) -> list[str]:
    return [event.kind for event in history(stream)]


def code_of(call, *arguments, **named) -> str:
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    assert str(caught.value)
    return caught.value.code


def test_what_was_owed_comes_in_and_the_case_owes_nothing_more(world: World):
    filed = owing(world)
    assert case(filed).deferred == (OWED,)
    answer = meet(world, filed, **{OWED: SEEN})
    assert answer.cases == (filed.cases[0].number,)
    assert case(filed).deferred == ()
    assert (row(filed).state, row(filed).grade, row(filed).by) == ("seen", "B", world.staff[CLERK].pk)
    assert kinds(filed.application) == ["filed", "material_met"]
    assert kinds(filed.cases[0].id)[-1] == "deferred_supplied"
    assert verify().faults == ()


def test_all_of_it_is_one_statement(world: World, django_assert_num_queries):
    filed, actor = owing(world), world.actor(CLERK)
    meet_material(actor, filed.number, {"passport_old": SEEN}, key="warm", now=TODAY)
    with django_assert_num_queries(5):  # application, its list, its cases, their states; then the one that writes
        meet_material(actor, filed.number, {OWED: SEEN}, key="counted", now=TODAY)


def test_a_scan_checked_against_its_original_rises_from_c_to_b_and_keeps_its_file(world: World):
    given = scan(world)
    filed = owing(world, passport_old=given)
    meet(world, filed, **{OWED: scan(world)})
    assert (row(filed).grade, case(filed).deferred) == ("C", ())
    meet(world, filed, key="k2", **{OWED: SEEN})
    assert (row(filed).grade, row(filed).file) == ("B", given.file)
    assert verify().faults == ()


def test_nothing_is_ever_lowered_or_recorded_twice(world: World):
    filed = owing(world)
    meet(world, filed, **{OWED: SEEN})
    for again in (SEEN, scan(world)):
        assert code_of(meet, world, filed, key="k2", **{OWED: again}) == "evidence.already_met"
    assert kinds(filed.application) == ["filed", "material_met"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Given(MaterialState.TO_FOLLOW), "evidence.proves_nothing"),
        (Given(MaterialState.DECLARED), "evidence.proves_nothing"),
        (Given(MaterialState.SCANNED), "evidence.no_scan"),
        (Given(MaterialState.SCANNED, file="f" * 64), "authority.not_found"),
        (Given(MaterialState.SHARED), "applications.not_shared"),
    ],
)
def test_what_proves_nothing_is_refused_and_nothing_is_written(world: World, given, code):
    filed = owing(world)
    assert code_of(meet, world, filed, **{OWED: given}) == code
    assert kinds(filed.application) == ["filed"]
    assert row(filed).state == "to_follow"


def test_nothing_and_an_unknown_thing_cannot_come_in(world: World):
    filed = owing(world)
    assert code_of(meet, world, filed) == "evidence.nothing_brought"
    assert code_of(meet, world, filed, no_such_thing=SEEN) == "evidence.unknown_type"


def test_what_a_register_supplied_since_counts(world: World):
    filed = owing(world)
    SharingLog.objects.create(
        person_id=Application.objects.get(pk=filed.application).person_id, staff=world.staff[CLERK], register="household",
        datasets=["ds-07"], purpose="prove", reference=filed.number, outcome="answered", fields=[], proofs=[OWED],
        at=TODAY, keep_until=TODAY.date() + timedelta(days=1100),
    )  # fmt: skip
    meet(world, filed, **{OWED: Given(MaterialState.SHARED, register="ds-07")})
    assert (row(filed).grade, case(filed).deferred) == ("A", ())


def test_the_same_key_again_gives_the_same_answer_and_writes_nothing(committed_world: World):
    filed = owing(committed_world)
    first = meet(committed_world, filed, **{OWED: SEEN})
    assert meet(committed_world, filed, **{OWED: SEEN}) == first
    assert kinds(filed.application) == ["filed", "material_met"]


def test_of_two_clerks_at_once_one_is_told_to_look_again(committed_world: World):
    filed, actor = owing(committed_world), committed_world.actor(OTHER)
    as_the_other_saw_it = Application.objects.get(pk=filed.application)
    meet(committed_world, filed, **{OWED: SEEN})
    late = {"authorisation": SEEN}
    assert code_of(_meet, actor, as_the_other_saw_it, late, "late", TODAY) == "events.conflict"
    assert not Material.objects.filter(application_id=filed.application, evidence="authorisation").exists()
    assert meet(committed_world, filed, key="again", badge=OTHER, **late).materials == ("authorisation",)
    assert verify().faults == ()


def test_for_somebody_elsewhere_the_application_is_not_there(world: World):
    filed = owing(world)
    stranger = next(
        badge for badge, staff in world.staff.items()
        if not world.actor(badge).unit_path.startswith("/1/") or staff.unit.level == "station"
    )  # fmt: skip
    assert code_of(meet, world, filed, badge=stranger, **{OWED: SEEN}) == "authority.not_found"


# --- correction -------------------------------------------------------------------------------------------------------


@pytest.fixture
def corrected(world: World) -> Filed:
    """Filed online; everything that is missing was asked for at once."""
    filing = story_1(world.person().pk, world.file(), choices=(MOVE,), channel="online")
    filed = submit(world.actor(CLERK), filing, key="filed", now=TODAY)
    ask = cm.AskCorrection(("marriage_certificate", "id_card"), "结婚证不清晰，身份证反面缺失")
    later = TODAY + timedelta(hours=1)
    perform(world.actor(CLERK), filed.cases[0].number, cm.Receive(), ask, key="ask", now=later)
    return filed


def test_a_correction_goes_on_when_everything_it_asked_for_is_there(world: World, corrected: Filed):
    days = [TODAY + timedelta(days=day) for day in (3, 4)]
    meet(world, corrected, now=days[0], marriage_certificate=SEEN)
    assert (case(corrected).status, case(corrected).missing) == ("correction", ("marriage_certificate", "id_card"))
    meet(world, corrected, key="k2", now=days[1], id_card=SEEN)
    state = case(corrected)
    assert (state.status, state.missing, state.received_at) == ("received", (), days[1])
    perform(world.actor(CLERK), state.number, cm.Accept(), key="accept", now=days[1])
    assert verify().faults == ()


def test_what_was_there_before_the_notice_does_not_answer_it(world: World, corrected: Filed):
    assert row(corrected, "id_card").state == "seen"
    meet(world, corrected, now=TODAY + timedelta(days=3), marriage_certificate=SEEN)
    assert case(corrected).status == "correction"


def test_what_came_for_a_notice_is_not_lowered_while_the_rest_is_still_to_come(world: World, corrected: Filed):
    meet(world, corrected, now=TODAY + timedelta(days=3), id_card=SEEN)
    again = partial(meet, world, corrected, key="k2", now=TODAY + timedelta(days=4), id_card=scan(world))
    assert code_of(again) == "evidence.already_met"
    assert row(corrected, "id_card").state == "seen"


def test_both_at_once_answer_it_at_once(world: World, corrected: Filed):
    answer = meet(world, corrected, now=TODAY + timedelta(days=3), marriage_certificate=SEEN, id_card=SEEN)
    assert answer.cases == (corrected.cases[0].number,)
    assert case(corrected).status == "received"


def test_a_case_that_is_over_is_left_alone(world: World, corrected: Filed):
    perform(
        world.actor(CLERK), corrected.cases[0].number, cm.Withdraw("不办了"), key="w", now=TODAY + timedelta(days=1)
    )
    answer = meet(world, corrected, now=TODAY + timedelta(days=3), lodging_proof=SEEN)
    assert answer.cases == ()
    assert case(corrected).status == "withdrawn"


def test_a_proof_for_two_items_reaches_both_cases(world: World):
    online = replace(PASSPORT, answers={**PASSPORT.answers, "online_ready": "yes"})
    filing = story_1(world.person().pk, world.file(), choices=(online, MOVE), channel="online")
    filed = submit(world.actor(CLERK), filing, key="filed", now=TODAY)
    for place, each in enumerate(filed.cases):
        ask = cm.AskCorrection(("id_card",), "身份证反面缺失")
        perform(world.actor(CLERK), each.number, cm.Receive(), ask, key=f"ask/{place}", now=TODAY)
    answer = meet(world, filed, now=TODAY + timedelta(days=1), id_card=SEEN)
    assert set(answer.cases) == {each.number for each in filed.cases}
    assert {case(filed, place).status for place in (0, 1)} == {"received"}
    assert verify().faults == ()
