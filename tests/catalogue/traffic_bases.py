"""The imagined people of the traffic tests: an owner and driver of a small car with nothing against them."""

from datetime import date
from typing import Any

from tests.catalogue.asked import differing, item
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item

TODAY = date(2026, 11, 20)
VEHICLES = ["jg-v-unmortgage", "jg-v-plate", "jg-v-license", "jg-v-inspect"]
LICENCES = ["jg-d-renew", "jg-d-reissue", "jg-d-damaged", "jg-d-transfer"]
ITEMS = [*VEHICLES, *LICENCES, "jg-d-health", "jg-user-face", "jg-t-vio"]
OWNER: dict[str, Any] = {
    "age": 40,
    "channel": "window",
    "has": frozenset({"id_card", "photo_driver"}),
    "today": TODAY,
    "answers": {"vehicle_owner_kind": "person"},
    "form": {"licence_class": "c1"},
}

Told = dict[str, Any]


def defined(code: str) -> Item:
    return item("traffic", code)


def told(**change: Any) -> Facts:
    return Facts(**differing(OWNER, **change))


def said(**answers: str) -> Told:
    return {"answers": answers}


def written(**values: str) -> Told:
    return {"form": values}


SMALL = {"inspect_vehicle": "private_small", "inspect_history": "none"}


def car(registered: str, expiry: str, **answers: str) -> Told:
    """A small private car with nothing against it, unless said otherwise."""
    return {
        "answers": SMALL | {"vehicle_violations": "none"} | answers,
        "form": {"vehicle_registered": registered, "inspection_expiry": expiry},
    }


EIGHTH_YEAR = car("2018-12-10", "2026-12-31")
