"""What a field of the form takes, and what it says no to."""

from datetime import date

import pytest

from yichuang.applications.form import Entered, check_form, judged
from yichuang.applications.plan import PlanField
from yichuang.catalogue.definition import Element, Option, Text
from yichuang.catalogue.loader import catalogue

TODAY = date(2026, 11, 20)


def wrong(kind: str, value: str, *, past: bool = False, required: bool = True, options: tuple[Option, ...] = ()) -> str:
    element = Element("thing", Text("某项", "thing"), kind, "request", options=options, max_length=40, past=past)
    fields, values = [PlanField(element, required, ("x",))], {"thing": value}
    errors = check_form(fields, values, TODAY, judged(values, {"thing": element}, TODAY))
    assert errors == check_form(fields, values, TODAY, Entered()), "what is filled in is judged like what was entered"
    return errors[0].code if errors else ""


@pytest.mark.parametrize(
    "number", ["粤J12345", "J990785-2024-000123", "E12345678", "澄公（户）字〔2026〕12号", "H60123456(01)"]
)
def test_numbers_as_documents_bear_them_are_taken(number):
    assert wrong("document_no", number) == ""


@pytest.mark.parametrize("number", ["a;b--", "<script>", "12", "E1234\n5678", "x" * 39 + "!"])
def test_numbers_that_no_document_bears_are_refused(number):
    assert wrong("document_no", number) == "form.document_no"


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("phone", "13800138000", ""), ("phone", "+8613800138000", ""), ("phone", "0750-7721110", ""),
        ("phone", "1380013800", "form.phone"), ("phone", "23800138000", "form.phone"),
        ("date", "2024-02-29", ""), ("date", "2023-02-29", "form.date"), ("date", "20230228", "form.date"),
        ("date", "2024-W20-3", "form.date"), ("date", "0001-01-01", "form.date"),
        ("number", "12.5", ""), ("number", "12a", "form.number"), ("boolean", "true", ""), ("boolean", "yes", "form.choice"),
        ("citizen_id", "990785199003074120", ""), ("citizen_id", "990785199003074121", "identifier.citizen_check_digit"),
        ("citizen_id", "99078519900307412", "identifier.citizen_length"),
        ("text", "x" * 41, "form.too_long"), ("text", "a\x00b", "form.illegible"), ("text", " ", "form.required"),
        ("text", "南街\u202e3号", "form.illegible"), ("text", "\u200b", "form.illegible"), ("text", "南街😀", "form.illegible"),
        ("text", "南\u3000街𠮷䶮", ""), ("phone", "13８00138000", "form.phone"), ("number", "１２", "form.number"),
    ],
)  # fmt: skip
def test_each_kind_of_field_knows_its_own_mistakes(kind, value, code):
    assert wrong(kind, value) == code


def test_a_day_that_must_have_been_is_not_in_the_future():
    assert wrong("date", "2026-11-21", past=True) == "form.future"
    assert wrong("date", "2026-11-20", past=True) == ""
    assert wrong("date", "2027-01-31") == ""


@pytest.mark.parametrize(("joined", "said"), [("990785199003074120", True), ("990785198812120110", False), ("", False)])
def test_nobody_is_entered_as_somebody_else(joined, said):
    ours = catalogue().elements
    fields = [PlanField(ours[key], False, ("x",)) for key in ("applicant_id_number", "sponsor_id_number")]
    values = {"applicant_id_number": "990785 1990-0307 4120", "sponsor_id_number": joined}
    told = {error.element for error in check_form(fields, values, TODAY, Entered()) if error.code == "form.repeated"}
    assert told == ({"sponsor_id_number"} if said else set())


def test_what_is_wrong_with_an_entry_that_was_replaced_is_not_said_of_what_replaced_it():
    number = catalogue().elements["applicant_id_number"]
    fields = [PlanField(number, required=True, items=("x",))]
    for typed, record in (("990785199003074121", "990785199003074120"), ("990785199003074120", "990785199003074121")):
        entered = judged({number.key: typed}, {number.key: number}, TODAY)
        told = check_form(fields, {number.key: record}, TODAY, entered)
        assert bool(told) is (record[-1] == "1")


def test_an_entry_that_no_dictionary_knows_is_nobodys_mistake():
    assert judged({"no_such_place": "?"}, catalogue().elements, TODAY).wrong == {}


def test_every_other_person_of_the_dictionary_is_told_apart_from_an_element_that_is_there():
    ours = catalogue().elements
    assert {element.other_than for element in ours.values() if element.other_than} <= set(ours)


def test_every_day_of_the_dictionary_that_has_been_is_marked_so():
    """A new date is one or the other; whoever adds it says which."""
    days = {key for key, element in catalogue().elements.items() if element.type == "date"}
    to_come = {
        "id_card_expiry", "document_expiry", "travel_date", "passport_expiry", "permit_expiry", "stay_until",
        "insurance_expiry", "inspection_expiry", "licence_expiry", "period_from", "period_to", "china_stay_to",
        "event_date", "visit_date",
    }  # fmt: skip
    assert {key for key in days if not catalogue().elements[key].past} == to_come


def test_a_choice_is_one_of_its_options_and_an_optional_field_may_be_empty():
    options = (Option("a", Text("甲", "A")),)
    assert wrong("choice", "a", options=options) == ""
    assert wrong("choice", "b", options=options) == "form.choice"
    assert wrong("text", "", required=False) == ""
