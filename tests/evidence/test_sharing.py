"""Asking the population register: what it spares the person, and that every question is on record."""

from datetime import date, timedelta

import msgspec
import pytest
from django.db import DatabaseError, connection, transaction
from msgspec.structs import replace

from tests.gateways.conftest import number
from tests.organisation.bureau import NOW, TODAY
from yichuang.catalogue.loader import catalogue
from yichuang.evidence.ask_register import ask_register
from yichuang.evidence.models import SharingLog
from yichuang.evidence.queries import sharing_of
from yichuang.evidence.sharing import Answer, AskOutcome, Known, Purpose, answer, rules
from yichuang.gateways.population import Guardian, LegalCapacity, Resident
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import Sex
from yichuang.people.models import Person

BIRTH = date(1990, 1, 1)
ADULT = Resident(number(), "林晓舟", Sex.MALE, "汉", BIRTH, "石桥路 1 号", "H1", "户主")
CHILD = replace(
    ADULT,
    name="林小满",
    relation_to_head="女",
    legal_capacity=LegalCapacity.NONE,
    guardians=(Guardian("林晓舟", number(), "父"),),
)
KNOWN = Known("林晓舟", BIRTH)
DRAFT = "6f0c2a52-6f6e-4d7e-9d5c-0c1c3e8f7a11"


# --- what an answer is good for ---------------------------------------------------------------------------------------


def test_the_register_fills_the_form_and_spares_card_and_booklet():
    told = answer(ADULT, KNOWN, Purpose.FILL_FORM)
    assert told.prefill["register.population.address"] == ("石桥路 1 号", "register")
    assert told.prefill["register.household.relation"] == ("head", "register")
    assert told.prefill["register.household.head_name"] == ("林晓舟", "register")
    assert {"id_card", "household_book"} <= set(told.shared)


def test_without_a_household_the_booklet_must_be_brought():
    told = answer(replace(ADULT, household_no=""), KNOWN, Purpose.PROVE)
    assert "id_card" in told.shared
    assert "household_book" not in told.shared


def test_somebody_elses_entry_is_not_taken_over():
    for other in (Known("林晓丹", BIRTH), Known("林晓舟", date(1990, 1, 2))):
        assert answer(ADULT, other, Purpose.PROVE) == Answer(AskOutcome.DIFFERS)


def test_nobody_under_the_number_proves_nothing():
    assert answer(None, KNOWN, Purpose.PROVE) == Answer(AskOutcome.NOT_FOUND)


def test_a_death_is_told_and_proves_nothing():
    told = answer(replace(ADULT, deceased_on=date(2026, 1, 5)), KNOWN, Purpose.PROVE)
    assert (told.deceased_on, told.shared, dict(told.prefill)) == (date(2026, 1, 5), (), {})


def test_guardians_are_told_only_where_that_is_the_purpose():
    child = Known("林小满", BIRTH)
    asked = answer(CHILD, child, Purpose.GUARDIANSHIP)
    assert (asked.capacity, asked.guardians) == ("none", ("林晓舟",))
    assert asked.prefill["guardian.relation"] == ("father", "register")
    assert "guardianship_proof" in asked.shared
    other = answer(CHILD, child, Purpose.FILL_FORM)
    assert other.guardians == ()
    assert not any(path.startswith("guardian.") for path in other.prefill)


def test_every_proof_is_one_that_the_catalogue_lets_this_register_supply():
    types = catalogue().evidence_types
    assert {types[proof.evidence].register for proof in rules().proofs} <= set(rules().datasets)
    assert not any(types[proof.evidence].biometric for proof in rules().proofs)


def test_every_value_is_one_that_the_form_knows_and_every_path_one_that_it_asks_for():
    elements = catalogue().elements
    assert set(rules().relation_to_head.values()) <= {option.value for option in elements["relation_to_head"].options}
    assert set(rules().relation_to_ward.values()) <= {option.value for option in elements["guardian_relation"].options}
    asked = {element.prefill for element in elements.values()}
    for found in (ADULT, CHILD):
        assert set(answer(found, Known(found.name, BIRTH), Purpose.GUARDIANSHIP).prefill) <= asked


# --- asking -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def person(db):
    return Person.objects.create(
        id_type="id_card", id_number=number(), name="林晓舟", sex="male", birth=BIRTH, known_since=NOW
    )


@pytest.fixture
def register(world):
    world.put("/population/people", content=msgspec.json.encode([ADULT])).raise_for_status()
    return world


def ask(clerk, person, purpose=Purpose.FILL_FORM, reference=DRAFT):
    return ask_register(clerk, person.pk, purpose, reference, now=NOW)


def code_of(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    assert str(caught.value)
    return caught.value.code


def test_a_question_is_answered_and_on_record_on_both_sides(clerk, person, register):
    assert ask(clerk, person).outcome is AskOutcome.ANSWERED
    (log,) = sharing_of(person.pk)
    assert (log.staff_id, log.reference, log.purpose, log.outcome) == (clerk.staff_id, DRAFT, "fill_form", "answered")
    assert "register.population.address" in log.fields
    assert "household_book" in log.proofs
    assert "石桥路" not in str(vars(log))
    (asked,) = register.get("/population/log").json()
    assert asked["question"]["case_no"] == DRAFT
    assert asked["question"]["purpose"] == "预填申请表"


def test_the_record_is_kept_for_at_least_three_years(clerk, person, register):
    ask(clerk, person)
    assert sharing_of(person.pk)[0].keep_until >= TODAY.replace(year=TODAY.year + 3)


def test_a_silent_register_says_to_look_at_the_original_and_is_on_record_too(clerk, person, register):
    register.put("/control/population", json={"outage": True})
    with pytest.raises(Refusal) as caught:
        ask(clerk, person)
    assert caught.value.code == "evidence.register_silent"
    assert "原件" in caught.value.next_step("zh")
    assert "original" in caught.value.next_step("en")
    assert sharing_of(person.pk)[0].outcome == "silent"
    register.put("/control/population", json={})
    assert ask(clerk, person).outcome is AskOutcome.ANSWERED


def test_no_register_configured_is_no_dead_end_either(clerk, person, settings):
    settings.SANDBOX_URL = ""
    assert code_of(ask, clerk, person) == "evidence.register_silent"


def test_without_a_matter_nothing_is_asked(clerk, person, register):
    assert code_of(ask, clerk, person, reference="  ") == "evidence.no_reference"
    assert not SharingLog.objects.exists()
    assert register.get("/population/log").json() == []


def test_a_passport_holder_is_not_in_the_register_and_nothing_is_asked(clerk, person, register):
    person.id_type, person.id_number = "passport", "E12345678"
    person.save()
    assert code_of(ask, clerk, person) == "evidence.register_holds_citizens"
    assert register.get("/population/log").json() == []


def test_who_serves_nobody_asks_about_nobody(bureau, person, register):
    assert code_of(ask, bureau.actor("100004"), person) == "authority.not_found"
    assert not SharingLog.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE evidence_sharinglog SET purpose = 'prove'",
        "DELETE FROM evidence_sharinglog",
        "TRUNCATE evidence_sharinglog",
    ],
)
def test_the_record_cannot_be_changed_in_the_database(clerk, person, register, change):
    ask(clerk, person)
    connection.check_constraints()  # a table whose constraints are still to be checked is not truncated anyway
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_newest_questions_come_first_in_one_query(clerk, person, register, django_assert_num_queries):
    for day in (0, 2, 1):
        ask_register(clerk, person.pk, Purpose.PROVE, f"draft-{day}", now=NOW + timedelta(days=day))
    with django_assert_num_queries(1):
        assert [(log.reference, log.staff.name) for log in sharing_of(person.pk)] == [
            ("draft-2", "陈一"),
            ("draft-1", "陈一"),
            ("draft-0", "陈一"),
        ]
