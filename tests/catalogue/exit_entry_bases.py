"""The imagined people of the exit-entry tests: an adult whom the registers know, and a child with both parents."""

from datetime import date
from typing import Any

from tests.catalogue.asked import differing, item
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item

TODAY = date(2026, 11, 20)
PASSPORTS = ["crj-passport-first", "crj-passport-renew", "crj-passport-reissue"]
HK_PERMITS = ["crj-hkmo-first", "crj-hkmo-renew", "crj-hkmo-reissue"]
TW_PERMITS = ["crj-tw-first", "crj-tw-renew"]
DOCUMENTS = [*PASSPORTS, *HK_PERMITS, *TW_PERMITS]
ENDORSEMENTS = ["crj-hk-group", "crj-hk-individual", "crj-hk-family"]
ITEMS = [*DOCUMENTS, *ENDORSEMENTS, "crj-records"]
AGAIN = ["crj-passport-renew", "crj-passport-reissue", "crj-hkmo-renew", "crj-hkmo-reissue", "crj-tw-renew"]

ADULT: dict[str, Any] = {
    "age": 30,
    "nationality": "CHN",
    "channel": "window",
    "has": frozenset({"id_card", "photo_exit_entry"}),
    "today": TODAY,
    "answers": {"travel_status": "none", "urgent_travel": "no"},
}
CHILD = differing(ADULT, age=10, guardian=True, has=frozenset(), answers={"minor_escort": "both_parents"})

Told = dict[str, Any]


def defined(code: str) -> Item:
    return item("exit_entry", code)


def told(**change: Any) -> Facts:
    return Facts(**differing(ADULT, **change))


def said(**answers: str) -> Told:
    return {"answers": answers}


def barred(why: str) -> Told:
    return said(travel_status="barred", exit_bar=why)
