"""Registers that answer with a conclusion only: whatever they send, nothing but the conclusion is taken over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.catalogue.registers import Answers, data_sources
from yichuang.evidence.conclusions import conclusion_only
from yichuang.evidence.gathering import Wanted, judged, prefill
from yichuang.evidence.sharing import AskOutcome


@pytest.mark.parametrize("dataset", ["ds-12", "ds-13", "ds-17"])
def test_crime_drug_and_exit_control_checks_return_a_conclusion_only(dataset: str) -> None:
    """Hall facts A7: never the record."""
    assert data_sources()[dataset].answers is Answers.CONCLUSION


def test_no_other_field_of_the_exit_control_register_reaches_form_or_log() -> None:
    told = judged("exit_control", {"conclusion": "listed", "reason": "民事案件", "reported_by": "某法院"}, "某人")
    assert dict(told.entry) == {"conclusion": "listed"}
    wanted = Wanted(frozenset({"register.exit_control.conclusion", "register.exit_control.reason"}), frozenset())
    assert prefill([told], wanted) == {"register.exit_control.conclusion": ("listed", "register")}


def test_a_register_of_records_is_taken_over_as_it_is() -> None:
    assert dict(judged("vehicle", {"status": "seized", "plate": "YA1"}, "某人").entry)["plate"] == "YA1"


def test_a_conclusion_about_somebody_of_another_name_is_not_taken_over() -> None:
    told = judged("exit_control", {"conclusion": "clear", "name": "别人"}, "某人")
    assert (told.outcome, told.entry) == (AskOutcome.DIFFERS, {})


def test_a_conclusion_in_unknown_words_is_no_answer_and_leaves_the_question_to_a_person() -> None:
    assert judged("exit_control", {"conclusion": "pending"}, "某人").outcome is AskOutcome.NOT_FOUND


def test_a_sealed_record_of_a_juvenile_counts_as_none() -> None:
    """刑事诉讼法 art. 286; hall facts A7."""
    assert conclusion_only({"conclusion": "listed", "sealed": "true"}) == {"conclusion": "clear"}
    assert conclusion_only({"conclusion": "listed", "sealed": "false"}) == {"conclusion": "listed"}


@given(st.dictionaries(st.sampled_from(["conclusion", "reason", "sealed", "crime", "term"]), st.text(max_size=5)))
def test_nothing_but_clear_or_listed_ever_comes_out(entry: dict[str, str]) -> None:
    assert conclusion_only(entry) in ({}, {"conclusion": "clear"}, {"conclusion": "listed"})
