"""The first and the last day of a term are within it: the day before, the day itself, the day after."""

from datetime import date, timedelta

import pytest

from tests.catalogue.asked import rule_effects
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.loader import national

FIRST = date(2026, 11, 21)
OPENING = [
    ("hz-id-renew", "id_card_expiry", "2027-02-21", {"id_card_state": "expiring"}),
    ("hz-id-remote-renew", "id_card_expiry", "2027-02-21", {"remote_card_state": "expiring"}),
    ("jg-v-inspect", "inspection_expiry", "2027-02-21", {}),
    ("hz-resperm-endorse", "document_expiry", "2026-12-21", {}),
    ("jg-d-renew", "licence_expiry", "2027-02-19", {}),
]


@pytest.mark.parametrize(("code", "element", "end", "answers"), OPENING)
def test_a_term_opens_on_its_first_day_and_not_before(code, element, end, answers):
    item = national().items[code]
    early = [
        rule_effects(item, Facts(age=30, form={element: end}, answers=answers, today=FIRST + timedelta(days=by)))
        for by in (-1, 0, 1)
    ]
    assert ["too_early" in each for each in early] == [True, False, False]


ENDING = [
    ("hz-birth-domestic", "late_filing", "child_birth", "2026-10-21"),
    ("hz-cancel-death", "late_report", "death_date", "2026-10-21"),
    ("hz-id-first", "late_application", "applicant_birth", "2010-08-21"),
    ("jg-d-renew", "medical_too_old", "medical_date", "2026-05-21"),
]


@pytest.mark.parametrize(("code", "rule", "element", "begun"), ENDING)
def test_a_term_ends_with_its_last_day(code, rule, element, begun):
    item = national().items[code]
    late = [
        rule_effects(item, Facts(age=30, form={element: begun}, today=FIRST + timedelta(days=by))) for by in (-1, 0, 1)
    ]
    assert [rule in each for each in late] == [False, False, True]
