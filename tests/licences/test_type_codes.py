"""Every result of the catalogue has a type of its own, for good."""

import pytest

from tests.ground.refusals import refused
from yichuang.catalogue.loader import catalogue
from yichuang.licences import type_codes
from yichuang.licences.type_codes import numbered_types, type_code

DEFINER = "11990700007314424E"


def test_every_output_of_the_catalogue_is_numbered():
    outputs = {output.key for item in catalogue().items.values() for output in item.outputs}
    assert outputs <= numbered_types().keys()


def test_no_number_is_used_twice():
    numbers = list(numbered_types().values())
    assert len(numbers) == len(set(numbers))


def test_every_code_has_twenty_one_signs():
    assert {len(type_code(kind, DEFINER)) for kind in numbered_types()} == {21}


def test_a_code_of_the_national_catalogue_stands_as_it_is(monkeypatch):
    national = "11100000000013338W011"
    monkeypatch.setattr(type_codes, "numbered_types", lambda: {"passport": national})
    assert type_code("passport", DEFINER) == national


@pytest.mark.parametrize(("kind", "definer"), [("no_such_kind", DEFINER), ("passport", "")])
def test_what_has_no_code_is_refused_with_what_to_do(kind, definer):
    with refused("licences.type_unknown"):
        type_code(kind, definer)
