"""A case number looks alike wherever it is shown."""

import re
from pathlib import Path

import pytest

from yichuang.surfaces.design.components.words import case_number

SURFACES = Path(__file__).parents[2] / "src" / "yichuang" / "surfaces"
TEMPLATES = sorted(path for path in SURFACES.glob("*/templates/**/*.html") if "design" not in path.parts)
SHAPES_OF_PEOPLE = {"6-8-4", "3-4-4"}
"""How citizens' numbers and telephone numbers are grouped; all other numbers with parts are those of cases."""


def test_a_number_is_shown_in_its_parts_and_copies_bare():
    shown = case_number("990785202611210016649")
    assert re.findall(r"<span>(\w+)</span>", shown) == ["990785", "20261121", "0016649"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_groups_case_numbers_in_a_way_of_its_own(template):
    shapes = set(re.findall(r'(?:grouped:|code=)"([\d-]+)"', template.read_text("utf-8")))
    assert shapes <= SHAPES_OF_PEOPLE
