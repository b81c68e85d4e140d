"""Sample forms (示范文本): filled by invented people who need the item, with numbers that are their own."""

import pytest

from tests.ground.world import TODAY as NOW
from yichuang.catalogue.guides.filled_form import _samples, filled
from yichuang.catalogue.loader import catalogue
from yichuang.kernel.identifiers import check_citizen_id, check_credit_code


def test_nobody_on_a_sample_form_has_the_number_of_another():
    elements = catalogue().elements
    for item in catalogue().items.values():
        for child in (False, True):
            holders: dict[str, set[str]] = {}
            for key in (field.element for field in item.form if field.element.endswith("_id_number")):
                name = elements.get(key.replace("_id_number", "_name"))
                if name is not None:
                    number = filled(elements[key], item.code, child=child).zh
                    holders.setdefault(number, set()).add(filled(name, item.code, child=child).zh)
            assert all(len(names) == 1 for names in holders.values()), (item.code, holders)


@pytest.mark.parametrize(
    ("code", "element", "said"),
    [
        ("hz-birth-domestic", "relation_to_head", "子"),
        ("hz-birth-grandparent", "relation_to_head", "孙子女或外孙子女"),
        ("hz-move-children", "applicant_birth", "2018-06-15"),
        ("hz-move-parents", "relation_to_head", "父母"),
        ("hz-move-spouse", "relation_to_head", "配偶"),
    ],
)
def test_a_sample_form_is_that_of_somebody_who_needs_the_item(code, element, said):
    assert filled(catalogue().elements[element], code).zh == said


def test_who_renews_far_from_home_has_a_home_far_away():
    elements = catalogue().elements
    for code in ("hz-id-remote-first", "hz-id-remote-renew", "hz-id-remote-reissue", "hz-resperm-first"):
        home, here = (filled(elements[key], code).zh for key in ("applicant_household_address", "applicant_address"))
        assert home[:4] != here[:4]


def test_what_is_otherwise_on_an_items_form_stands_on_that_form():
    for code, others in _samples().items.items():
        item = catalogue().items[code]
        assert {field.element for field in item.form} & set(others), code
        for key, value in others.items():
            options = [option.value for option in catalogue().elements[key].options]
            assert not options or value in options, (code, key)


def test_the_sample_form_is_filled_with_numbers_that_check_and_belong_to_nobody():
    elements = catalogue().elements
    for key in ("applicant_id_number", "guardian_id_number"):
        for child in (False, True):
            number = check_citizen_id(filled(elements[key], child=child).zh, today=NOW.date())
            assert number.region.startswith("99")
    check_credit_code(filled(elements["organisation_code"]).zh)
    vague = [key for key, element in elements.items() if filled(element).zh in {"", "如实填写"}]
    assert vague == [], "a sample that says “as it is” shows nobody how"
