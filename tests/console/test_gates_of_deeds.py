"""Every deed passes a gate: an administrator of elsewhere finds nothing to ask or to do, as if it were not there."""

import re

import pytest

from tests.console.test_deeds import FIELDS, OTHERS, key_of
from tests.ground.refusals import nothing_written, refuses
from yichuang.organisation.models import Staff

ELSEWHERE = "991002"
"""An officer of a station, who administers it in these tests and nothing of the county."""
HTMX = {"HX-Request": "true"}
OF_AREAS = {
    "set_day": "~2026-12-01", "clear_day": "~2026-12-01", "confirm_year": "~2028", "withdraw_year": "~2027",
    "set_setting": "~deferral_days", "clear_setting": "~deferral_days",
}  # fmt: skip
"""Deeds on a whole area, which is no record, with the second half of their keys."""
OF_RECORDS = sorted(set(OTHERS) - set(OF_AREAS))
CITY = "990700"


@pytest.fixture
def elsewhere(keepers):
    Staff.objects.filter(badge=ELSEWHERE).update(roles=["admin", "manager", "auditor"])
    return keepers.client(ELSEWHERE)


def absent(name: str, key: object) -> object:
    """A key of the same form that nothing has."""
    return "999999~household" if name == "grant" else 987654321 if isinstance(key, int) else "999999"


@pytest.mark.parametrize("name", OF_RECORDS)
def test_a_deed_elsewhere_is_not_there(keepers, elsewhere, name):
    key = key_of(name, keepers)
    fields = FIELDS.get(name, {"reason": "原因"})

    def answers(of: object) -> list[tuple[int, str]]:
        address = f"/console/do/{name}/{of}/"
        both = elsewhere.get(address, headers=HTMX), elsewhere.post(address, fields, headers=HTMX)
        return [(each.status_code, re.sub(r"\w{64}", "token", each.content.decode())) for each in both]

    elsewhere.get("/console/", headers=HTMX)
    with nothing_written():
        found = answers(key)
        assert found == answers(absent(name, key))
    assert {status for status, _ in found} <= {404, 403, 422}, found


@pytest.mark.parametrize("name", OF_AREAS)
def test_a_deed_on_a_wider_area_is_refused(keepers, elsewhere, name):
    address, fields = f"/console/do/{name}/{CITY}{OF_AREAS[name]}/", FIELDS.get(name, {"reason": "原因"})
    elsewhere.get("/console/", headers=HTMX)
    status = elsewhere.post(address, fields, headers=HTMX).status_code
    code = "setting.not_your_area" if name.endswith("setting") else "organisation.not_your_region"
    refuses(elsewhere, lambda: elsewhere.post(address, fields, headers=HTMX), code, status)
    assert status in {403, 409, 422}


def test_there_are_deeds_to_be_asked():
    assert len(OF_RECORDS) > 15
    assert set(OF_AREAS) < set(OTHERS)
