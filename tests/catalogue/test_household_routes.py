"""How the cases of the household items run: what is done side by side, what falls away, who does it."""

import pytest

from tests.catalogue.household_bases import Change, facts_of, item_of
from yichuang.catalogue.definition import StepAct, Text, Unit
from yichuang.catalogue.route import route

PAPER: Change = {"move_transfer": "paper"}
ID_CARDS = ("hz-id-first", "hz-id-renew", "hz-id-reissue", "hz-id-remote-renew", "hz-id-remote-reissue")


def edges(code: str, change: Change | None = None) -> dict[str, tuple[str, ...]]:
    return {step.key: step.after for step in route(item_of(code), facts_of(code, change))}


def test_a_move_across_provinces_online_checks_both_sides_at_once() -> None:
    assert edges("hz-move-spouse") == {
        "accept": (),
        "review": ("accept",),
        "verify_origin": ("accept",),
        "approve": ("review", "verify_origin"),
        "permit": ("approve",),
        "move_out": ("permit",),
        "move_in": ("move_out",),
    }


def test_a_move_across_provinces_on_paper_has_a_permit_and_no_online_check() -> None:
    steps = edges("hz-move-spouse", PAPER)
    assert "verify_origin" not in steps
    assert steps["move_out"] == ("permit",)


@pytest.mark.parametrize("code", ["hz-move-spouse", "hz-move-parents", "hz-move-children"])
def test_a_move_inside_the_province_needs_no_permit(code: str) -> None:
    steps = edges(code, {"move_origin": "same_province"})
    assert "permit" not in steps
    assert steps["move_out"] == ("approve",)


def test_the_home_station_is_asked_only_when_the_child_registers_elsewhere() -> None:
    assert edges("hz-birth-domestic")["register"] == ("accept",)
    assert edges("hz-birth-domestic", {"birth_destination": "same_province"})["register"] == ("confirm_destination",)


@pytest.mark.parametrize(("code", "check"), [("hz-id-reissue", "record_loss"), ("hz-id-remote-reissue", "check_loss")])
def test_the_loss_is_recorded_while_the_case_is_examined(code: str, check: str) -> None:
    assert edges(code)[check] == ("accept",)
    assert check in edges(code)["sign"]


@pytest.mark.parametrize("code", ID_CARDS)
def test_id_cards_are_made_by_the_province(code: str) -> None:
    made = [step for step in item_of(code).steps if step.act is StepAct.PRODUCE]
    centre = Text("省级制证中心", "Provincial card production centre")
    assert [(step.level, step.external) for step in made] == [("province", centre)]


@pytest.mark.parametrize("code", ["hz-id-remote-renew", "hz-id-remote-reissue"])
def test_the_home_county_signs_a_remote_card_within_five_days(code: str) -> None:
    """工作规范 art. 84."""
    signing = next(step for step in item_of(code).steps if step.act is StepAct.DECIDE)
    assert signing.external
    assert signing.limit
    assert (signing.limit.amount, signing.limit.unit) == (5, Unit.CALENDAR_DAY)
