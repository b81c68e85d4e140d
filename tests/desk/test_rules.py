"""The desk's pure rules: finding items, ways to meet a material, what a form may say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ground.world import TODAY
from yichuang.applications.filing import Choice, Filing, Given
from yichuang.applications.merging import PlanMaterial
from yichuang.catalogue.definition import EvidenceType, Line, Need, Text
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.search.characters import fits, initials
from yichuang.evidence.trust import MaterialState, Standing, standing
from yichuang.surfaces.desk.entry import entered
from yichuang.surfaces.desk.finding import find
from yichuang.surfaces.desk.tellers import told_by
from yichuang.surfaces.desk.ways import BY_HAND, all_seen, chosen, ways

ALL = tuple(catalogue().items.values())
LINES = ("household", "exit_entry", "traffic", "criminal", "public_order", "dogs")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("hzhf", "crj-passport-renew"), ("护照换发", "crj-passport-renew"), ("护照补", "crj-passport-reissue"),
        ("fqtk", "hz-move-spouse"), ("crj-passport-renew", "crj-passport-renew"), ("PTHZHF", "crj-passport-renew"),
    ],
)  # fmt: skip
def test_items_are_found_as_clerks_type_them(typed, first):
    assert find(typed, ALL, LINES, ()).items[0].item.code == first


def test_what_the_window_does_not_take_comes_last_with_its_reason():
    found = find("护照", ALL, ("household",), ()).items
    assert found
    assert {each.barred for each in found} == {"other_line"}


def test_what_is_not_stationed_in_the_hall_is_barred_at_every_window_but_its_lines_own():
    for lines, barred in ((("household", "traffic"), "not_stationed"), (("traffic",), "")):
        assert find("变更使用性质", ALL, lines, ()).items[0].barred == barred


def test_what_the_clerks_own_grant_does_not_let_receive_is_barred_and_comes_last():
    found = find("护照", ALL, LINES, (), granted=(Line.HOUSEHOLD,)).items
    assert {each.barred for each in found if each.item.line is Line.EXIT_ENTRY} == {"no_grant"}
    assert [bool(each.barred) for each in found] == sorted(bool(each.barred) for each in found)
    assert {each.item.line for each in find("", ALL, LINES, (), granted=(Line.HOUSEHOLD,)).items} == {Line.HOUSEHOLD}
    assert find("", ALL, LINES, (), granted=()).items == ()


def test_why_an_item_was_found_is_said_only_where_its_name_does_not():
    found = {each.item.code: each for each in find("护照换发", ALL, LINES, ()).items}
    assert found["crj-passport-renew"].fit is None
    assert any(each.fit and each.fit.reasons for each in found.values())
    assert {each.fit for each in find(" ", ALL, LINES, ()).items} == {None}


def test_what_is_chosen_is_not_offered_again():
    found = find("hzhf", ALL, LINES, ("crj-passport-renew",)).items
    assert "crj-passport-renew" not in {each.item.code for each in found}


def test_before_anything_is_typed_no_line_stands_behind_all_of_another():
    first = [each.item.line for each in find("", ALL, LINES, ()).items[:4]]
    assert len(set(first)) == 4


def test_a_life_event_is_added_at_once_without_what_is_chosen_already():
    [death] = find("老人去世", ALL, LINES, ("hz-cancel-death",)).together
    assert len(death.items) > 1
    assert "hz-cancel-death" not in {item.code for item in death.items}
    assert find("老人去世", ALL, ("exit_entry",), ()).together == ()


def test_what_is_another_offices_business_is_said_with_its_office():
    assert find("社保卡丢了", ALL, LINES, ()).agency is not None
    assert find("护照换发", ALL, LINES, ()).agency is None


@given(st.text(max_size=12))
def test_whatever_is_typed_finds_a_short_list(typed):
    assert len(find(typed, ALL, LINES, ()).items) <= 12


def test_second_readings_count():
    assert fits("cx", initials("重新")) == 0
    assert fits("zx", initials("重新")) == 0


# --- materials --------------------------------------------------------------------------------------------------------


def line(*needs: Need, biometric: bool = False) -> PlanMaterial:
    kind = EvidenceType("proof", Text("证明", "Proof"), biometric=biometric)
    return PlanMaterial(kind, needs[0], {str(place): need for place, need in enumerate(needs)}, 1, 0)


@given(st.lists(st.sampled_from(Need), min_size=1, max_size=3), st.booleans())
def test_only_ways_that_serve_every_item_are_offered(needs, biometric):
    wanted = line(*needs, biometric=biometric)
    for state in BY_HAND:
        serves = all(standing(need, state, biometric=biometric) is not Standing.MISSING for need in needs)
        assert (state in ways(wanted)) is serves


def test_fingerprints_are_captured_and_nothing_else():
    assert ways(line(Need.PRODUCED, biometric=True)) == (MaterialState.SEEN,)


def test_one_key_sees_what_is_open_and_leaves_what_was_promised_or_shared():
    lines = (line(Need.DEFERRABLE),)
    assert all_seen(lines, {})["proof"].state is MaterialState.SEEN
    assert all_seen(lines, {"proof": Given(MaterialState.TO_FOLLOW)}) == {}
    assert all_seen(lines, {"proof": Given(MaterialState.SHARED, register="ds-01")}) == {}


def test_a_scan_stays_when_the_original_is_seen():
    before = Given(MaterialState.SCANNED, file="a" * 64)
    assert chosen(before, MaterialState.SEEN).file == "a" * 64


# --- the form ---------------------------------------------------------------------------------------------------------


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=8))
def test_no_form_changes_who_is_served_or_what_registers_said(posted):
    kept = Filing(7, (Choice("crj-passport-renew"),), agent=8, guardian=9, told={"a": ("b", "register")}, signature="s")
    said = entered(kept, posted, {"crj-passport-renew": catalogue().items["crj-passport-renew"]})
    assert (said.person, said.agent, said.guardian, said.told, said.signature, said.channel) == (
        7, 8, 9, {"a": ("b", "register")}, "s", "window",
    )  # fmt: skip


def test_no_form_claims_a_file_or_a_shared_proof():
    posted = {"m.id_card": "shared", "m.passport_old": "seen", "mf.passport_old": "a" * 64}
    said = entered(Filing(1, ()), posted, {})
    assert "id_card" not in said.materials
    assert said.materials["passport_old"].file == ""


def test_the_form_of_every_item_can_be_drawn(world):
    """Every control, every list and every word that a definition asks for exists."""
    from yichuang.applications.submit import prepare
    from yichuang.catalogue.queries import items_in_use
    from yichuang.organisation.offices import office_book
    from yichuang.surfaces.desk.board import board

    actor, person = world.actor("990801"), world.person().pk
    for item in items_in_use():
        answers = {each.key: each.options[0].value for each in item.situations}
        filing = Filing(person, (Choice(item.code, answers),))
        shown = board(prepare(actor, filing, office_book(actor.unit_id), TODAY), (), tried=False)
        assert [each.code for each in shown.items] == [item.code]


def test_whoever_may_tell_an_answer_is_called_by_name():
    paths = {each.prefill for each in catalogue().elements.values() if each.prefill}
    assert paths
    assert all(told_by((path,)) for path in {*paths, "proof", "form"})


def test_who_has_told_two_things_is_named_once():
    assert (
        told_by(("register.marriage.date", "register.marriage.certificate_number", "form"))
        == "婚姻登记、所选事项和已填内容"
    )
