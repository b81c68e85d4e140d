"""What is typed into the one form reaches the catalogue's conditions as what it is: numbers, yes and no, a nationality."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.asked import item, rule_effects
from tests.catalogue.builders import element
from tests.catalogue.item_cases import CASES, cases_of
from yichuang.applications.filing import Choice, Filing
from yichuang.applications.wishes import completed, facts, known, nationality, typed
from yichuang.catalogue.conditions import ABROAD, Facts
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.own_entries import NONE, OwnEntries, tell

TODAY = date(2026, 11, 20)
LINES = sorted(path.name.removesuffix("_rules.yaml") for path in CASES.glob("*_rules.yaml"))
SHELF = catalogue()


def as_typed(value: object) -> str:
    """What stands in the form when somebody has filled this in."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def told(form: dict[str, str], *, id_type: str = "id_card", nation: str = "汉") -> Facts:
    applicant = SimpleNamespace(birth=date(1990, 3, 7), sex="male", nation=nation, id_type=id_type)
    return facts(Filing(1, (Choice("any"),), form), applicant, SHELF, TODAY)


def forms() -> list[dict[str, object]]:
    cases = [case for line in LINES for case in cases_of(line)]
    return [side["form"] for *_, bitten, free in cases for side in (bitten, free) if side.get("form")]


def test_every_form_of_every_rule_case_reaches_the_rule_as_the_case_has_it():
    """The rule tests speak of typed values; whoever files sends text. Both must mean the same."""
    assert len(forms()) > 20
    for form in forms():
        assert typed({key: as_typed(value) for key, value in form.items()}, SHELF) == form


@pytest.mark.parametrize("urgent", ["true", "false"])
def test_a_ticked_box_makes_its_rule_bite(urgent):
    family = item("exit_entry", "crj-hk-family")
    assert ("urgent_review" in rule_effects(family, told({"urgent": urgent}))) is (urgent == "true")


@pytest.mark.parametrize(("people", "bites"), [("800", True), ("1000", False), ("many", False), ("", False)])
def test_a_typed_number_is_compared_as_a_number_and_nonsense_is_not_known_yet(people, bites):
    event = item("public_order", "za-event-1000")
    assert any("event_people" in rule.when for rule in event.rules)
    found = rule_effects(event, told({"event_people": people}))
    counted = {rule.key for rule in event.rules if "event_people" in rule.when}
    assert bool(counted & set(found)) is bites


@pytest.mark.parametrize(
    ("id_type", "nation", "code"),
    [
        ("id_card", "汉", "CHN"),
        ("hkmo_home_return", "", "CHN"),
        ("passport", "法国", ABROAD),
        ("passport", "", ABROAD),
        ("passport", "中国", "CHN"),
        ("passport", "chn", "CHN"),
        ("permanent_residence", "FRA", ABROAD),
    ],
)
def test_a_foreigners_document_tells_a_nationality(id_type, nation, code):
    assert nationality(id_type, nation) == code == told({}, id_type=id_type, nation=nation).nationality


def test_what_is_for_citizens_only_refuses_a_foreigner():
    passport = item("exit_entry", "crj-passport-first")
    bites = {rule.key for rule in passport.rules if rule.when.strip() == 'nationality != "CHN"'}
    assert bites
    assert bites <= set(rule_effects(passport, told({}, id_type="passport", nation="FRA")))
    assert not bites & set(rule_effects(passport, told({})))


@given(st.dictionaries(st.sampled_from(sorted(SHELF.elements)), st.text(max_size=12)))
def test_whatever_is_typed_is_read_or_left_out_and_never_an_error(form):
    read = typed(form, SHELF)
    assert set(read) <= set(form)
    for key, value in read.items():
        wanted = {"number": (int, float), "boolean": bool}.get(SHELF.elements[key].type, str)
        assert isinstance(value, wanted)


def test_a_place_that_the_bureau_has_added_to_the_form_is_filled_from_what_is_known():
    person = SimpleNamespace(name="周念安", id_type="id_card", id_number="", sex="", birth=date(1990, 3, 7), nation="汉",
                             address="", phone="13800138000", id_valid_to=None)  # fmt: skip
    filing = Filing(1, (Choice("any"),))
    assert "yl_caller" not in completed(filing, known(person, filing), catalogue()).form
    try:
        tell(OwnEntries(elements={"yl_caller": element("yl_caller", prefill="person.phone")}))
        assert completed(filing, known(person, filing), catalogue()).form["yl_caller"] == "13800138000"
    finally:
        tell(NONE)
