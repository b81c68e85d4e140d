"""What the registers around the bureau answer, and what one call makes of it."""

import time
from pathlib import Path

import httpx
import pytest
import yaml
from msgspec.structs import replace

from tests.ground.refusals import refused
from yichuang import catalogue as catalogue_room
from yichuang.applications.from_registers import ask_registers, wanted_by
from yichuang.catalogue.loader import catalogue
from yichuang.demo.records import RECORDS
from yichuang.evidence.gathering import Wanted, mapped, registers_for
from yichuang.evidence.models import SharingLog
from yichuang.gateways.registers import register

DATASETS = Path(catalogue_room.__file__).with_name("registers.yaml")
STORY = ("crj-passport-renew", "hz-move-spouse")
DRAFT = "draft 1"


@pytest.fixture
def asked(town, outside):
    """The plan of story 1 for 周念安, and a way to ask the registers about it."""
    person = town.comes("nianan")
    filing = town.begins(person, *STORY)

    def ask():
        return ask_registers(town.actor("990801"), person.pk, town.plan(filing), DRAFT, now=town.now)

    return filing, ask


def fail(settings, service, **faults):
    httpx.put(f"{settings.SANDBOX_URL}/control/{service}", json=faults, trust_env=False).raise_for_status()


def test_a_register_answers_what_it_holds(outside):
    entry = register("marriage").ask("990785199003074120", case_no="1", purpose="test")
    assert entry is not None
    assert entry["spouse_name"] == "林屿舟"


def test_a_register_has_nothing_about_a_stranger(outside):
    assert register("marriage").ask("990785199003070000", case_no="1", purpose="test") is None


def test_a_register_is_not_asked_without_case_and_purpose(outside):
    with refused("gateway.purpose_missing"):
        register("marriage").ask("990785199003074120", case_no="", purpose="")
    assert not outside.asked


def test_one_register_can_be_out_of_service_while_the_others_answer(outside, settings):
    fail(settings, "registers.marriage", outage=True)
    with refused("gateway.unavailable"):
        register("marriage").ask("990785199003074120", case_no="1", purpose="test")
    assert register("property").ask("99078519881102117X", case_no="1", purpose="test")


def test_a_register_can_be_filled_over_http(outside, settings):
    url = f"{settings.SANDBOX_URL}/registers/lease/people"
    httpx.put(url, json={"990785199003074120": {"number": "L1"}}, trust_env=False).raise_for_status()
    assert register("lease").ask("990785199003074120", case_no="1", purpose="test") == {"number": "L1"}


def test_story_one_leaves_at_most_two_required_places_empty(town, asked):
    filing, ask = asked
    visit = town.visit(replace(filing, told=ask().prefill))
    empty = [field.element.key for field in visit.plan.fields if field.required and not field.value
             and not visit.filing.form.get(field.element.key)]  # fmt: skip
    # How to take delivery is the person's own choice; the phone is asked once and kept from then on.
    assert empty == ["applicant_phone", "delivery_way"]


def test_story_one_asks_for_nothing_that_a_register_can_show(town, asked):
    _filing, ask = asked
    assert set(ask().shared) == {
        "id_card", "household_book", "photo_exit_entry", "marriage_certificate", "household_book_destination",
        "dwelling_sponsor",
    }  # fmt: skip


def test_the_new_home_is_the_spouses_and_the_old_one_the_persons_own(asked):
    _filing, ask = asked
    told = {path: value for path, (value, _source) in ask().prefill.items()}
    assert told["register.population.address"] == "楠江市望溪区梧桐路26号"
    assert told["register.sponsor.address"] == "澄溪县青石镇溪边路8号"
    assert told["register.sponsor.name"] == told["register.household.head_name"] == "林屿舟"
    assert told["register.household.relation"] == "spouse"


def test_every_question_is_on_record_with_its_matter(asked):
    _filing, ask = asked
    ask()
    rows = SharingLog.objects.all()
    assert {row.reference for row in rows} == {DRAFT}
    assert {"marriage", "household", "property"} <= {row.register for row in rows}


def test_nothing_is_asked_or_taken_over_that_the_form_does_not_need(town, outside):
    person = town.comes("yuzhou")
    filing = town.begins(person, "hz-proof-hukou")
    found = ask_registers(town.actor("990801"), person.pk, town.plan(filing), DRAFT, now=town.now)
    asked = {each.register for each in outside.asked}
    assert not asked & {"vehicle", "marriage", "driver", "exit_entry"}
    assert set(found.prefill) <= wanted_by(town.plan(filing)).paths


def test_a_silent_register_is_named_and_the_others_are_used(asked, settings):
    _filing, ask = asked
    fail(settings, "registers.exit_entry", outage=True)
    found = ask()
    assert found.silent == ("exit_entry",)
    assert "register.exit_entry.passport_number" not in found.prefill
    assert "register.marriage.date" in found.prefill
    assert set(SharingLog.objects.filter(outcome="silent").values_list("register", flat=True)) == {"exit_entry"}


def test_a_slow_register_costs_two_seconds_and_no_more(asked, settings):
    _filing, ask = asked
    fail(settings, "registers.photo", delay_ms=4000)
    begun = time.monotonic()
    found = ask()
    assert time.monotonic() - begun < 3
    assert "photo" in found.silent
    assert "photo_exit_entry" not in found.shared


def test_when_all_are_silent_the_visit_goes_on_with_originals(asked, settings):
    _filing, ask = asked
    fail(settings, "registers", outage=True)
    found = ask()
    assert found.prefill == {}
    assert found.shared == ()


def test_an_entry_with_another_name_is_not_used(town, outside):
    person = town.comes("wrong_name")
    filing = town.begins(person, "crj-passport-first")
    found = ask_registers(town.actor("990801"), person.pk, town.plan(filing), DRAFT, now=town.now)
    assert found.differs == ("population",)
    assert "id_card" not in found.shared
    assert not [path for path in found.prefill if path.startswith("register.population.")]


def test_every_mapped_proof_and_dataset_is_known_to_the_catalogue():
    types, datasets = catalogue().evidence_types, yaml.safe_load(DATASETS.read_text("utf-8"))
    for supply in mapped().registers.values():
        assert supply.dataset in datasets
        assert {types[proof].register or supply.dataset for proof in supply.proofs} <= {supply.dataset}


def test_the_demos_registers_are_all_mapped():
    assert set(RECORDS) <= set(mapped().registers)


def test_a_plan_without_prefill_asks_nobody():
    assert registers_for(Wanted(frozenset(), frozenset())) == ()
