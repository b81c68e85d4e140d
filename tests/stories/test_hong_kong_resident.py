"""Story 5: a woman who became a Hong Kong permanent resident. Three items, one visit; one waits for exit-entry's consent."""

import pytest

from yichuang.cases.status import StepStatus
from yichuang.catalogue.definition import Line

ITEMS = ("hz-booklet-reissue", "hz-id-loss", "hz-cancel-hkmo")


@pytest.fixture
def numbers(town) -> dict[str, str]:
    """司徒若岚 has lost her ID card, so she is identified by hand; the hard-cases desk files all three."""
    person = town.shows_papers("hongkong", "身份证遗失，核对回乡证和户籍底册", clerk="990806")
    filed = town.files(town.filled(town.begins(person, *ITEMS, clerk="990806"), clerk="990806"), clerk="990806")
    return {case.item: case.number for case in filed.cases}


def test_three_items_are_one_application(town, numbers):
    assert set(numbers) == set(ITEMS)
    assert len({town.state(number).application for number in numbers.values()}) == 1


def test_two_are_done_at_the_window_while_the_third_waits_for_exit_entry(town, numbers):
    for item in ("hz-booklet-reissue", "hz-id-loss"):
        town.works(numbers[item], "ready")
    waiting = town.state(numbers["hz-cancel-hkmo"])
    [step] = [step for step in waiting.route if step.status is StepStatus.ACTIVE]
    assert (step.key, step.line) == ("consent", Line.EXIT_ENTRY)


def test_the_window_cannot_consent_for_exit_entry(town, numbers):
    from yichuang.cases import commands as cm
    from yichuang.kernel.errors import Refusal

    with pytest.raises(Refusal) as refused:
        town.does("990806", numbers["hz-cancel-hkmo"], cm.Opine("consent"))
    assert refused.value.code in {"cases.not_authorised", "cases.not_yours"}


def test_after_the_consent_everything_is_finished_in_one_afternoon(town, numbers):
    begun = town.now
    for number in numbers.values():
        town.works(number, "ready")
    assert town.now.date() == begun.date()
    owner = {town.state(number).window for number in numbers.values()}
    assert len(owner) == 1  # one window answers for all three, whoever decided
