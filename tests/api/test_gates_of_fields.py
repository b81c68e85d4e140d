"""Ids that a screen sends in a query or a field pass the same gates as those of addresses: forbidden looks absent."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.api.records import ABSENT, records
from tests.api.test_gates import stranger
from tests.ground.refusals import nothing_written
from tests.ground.world import World

__all__ = ["records"]
HTMX = {"HX-Request": "true"}
DRAWN = "data:image/png;base64,iVBORw0KGgo="
ASKED = {
    "the pick-up of a person": ("GET", "/desk/hand-over/?person={person}", {}, "990700"),
    "the pick-up by a number": ("GET", "/desk/hand-over/?q={number}", {}, "991002"),
    "the pick-up by an application": ("GET", "/desk/hand-over/?q={application}", {}, "991002"),
    "a bundle by its code": ("GET", "/desk/bundles/?scan={bundle}", {}, "991002"),
    "a batch to be confirmed": ("GET", "/office/batch/?action=claim&picked={number}|review", {}, "991002"),
    "a batch": (
        "POST", "/office/batch/",
        {"action": "claim", "picked": "{number}|review", "idempotency_key": "gate-1"}, "991002",
    ),
    "the hand-over to a person": (
        "POST", "/desk/hand-over/", {"person": "{person}", "signature": DRAWN, "idempotency_key": "gate-1"}, "990700",
    ),
    "a letter of authority of a person": (
        "POST", "/desk/hand-over/entitle", {"person": "{person}", "document": "委托书"}, "990700",
    ),
    "a bundle of cases": (
        "POST", "/desk/bundles/send",
        {"what": "papers", "to_unit": "1", "case": "{number}", "pieces.{number}": "1", "idempotency_key": "gate-1"}, "991002",
    ),
    "a companion of a draft": (
        "POST", "/desk/identify",
        {
            "role": "agent", "draft": "{draft}", "id_type": "id_card", "id_number": "{id_number}", "name": "周念安",
            "reason": "芯片损坏", "valid_to": "2036-03-07",
        },
        "991002",
    ),
}  # fmt: skip
"""How a screen names an id, and a stranger to what it names."""
LEAVES = {"a companion of a draft": ("people_identitycheck",)}
"""What is on record all the same: that somebody was identified is true, whatever becomes of it."""


def asked(client: Client, name: str, ids: dict[str, Any]) -> tuple[int, str]:
    method, path, fields, _ = ASKED[name]
    address = path.format_map(ids)
    sent = {field.format_map(ids): value.format_map(ids) for field, value in fields.items()}
    answer = client.get(address, headers=HTMX) if method == "GET" else client.post(address, sent, headers=HTMX)
    said = answer.content.decode()
    for value in ids.values():
        said = said.replace(str(value), "…") if len(str(value)) > 8 else said
    return answer.status_code, re.sub(r"[A-Za-z0-9]{64}|[0-9a-f]{32}", "token", said)


@pytest.mark.parametrize("name", ASKED)
def test_a_foreign_id_in_a_field_looks_absent_and_nothing_is_done(world: World, records, name):
    there = {**records, "id_number": world.person().id_number}
    client = stranger(world, ASKED[name][3])
    asked(client, name, there)  # once before: what signing in leaves behind is not what is looked for
    with nothing_written(*LEAVES.get(name, ())):
        found = asked(client, name, there)
        assert found == asked(client, name, {**there, **ABSENT})
    assert found[0] in {403, 404, 409, 422}, found


@pytest.mark.parametrize("name", ["the pick-up of a person", "the pick-up by a number", "a batch to be confirmed"])
def test_whose_it_is_finds_it_there(world: World, records, name):
    there = {**records, "id_number": world.person().id_number}
    assert asked(stranger(world, "990807"), name, there)[0] in {200, 302}
