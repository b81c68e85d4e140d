"""Programs as tests call the API: a token of one member of staff, JSON in, JSON out."""

import json
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client
from msgspec import to_builtins

from tests.applications.filings import story_1
from tests.ground.world import TODAY, World

_keys = count(1)


class Caller:
    """A program that acts as the member of staff with this badge."""

    def __init__(self, world: World, badge: str, *scopes: str, language: str = "en") -> None:
        from yichuang.surfaces.api.terms import Scope
        from yichuang.surfaces.api.tokens import create_token

        wanted = [Scope(scope) for scope in scopes] or [*Scope]
        made = create_token(world.staff[badge], name="test", days=30, scopes=wanted, now=TODAY)
        self.world = world
        self.badge = badge
        self.token = made.text
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {made.text}", "Accept-Language": language}

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path: str, body: Any, key: str = "", **headers: str) -> HttpResponse:
        sent = {**self.headers, "Idempotency-Key": key or f"test-key-{next(_keys)}", **headers}
        return self.client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=sent)

    def act(self, number: str, action: str, match: str = "*", key: str = "", **fields: Any) -> HttpResponse:
        return self.post(f"/cases/{number}/actions", {"action": action, **fields}, key, **{"If-Match": match})


def filing(world: World, **changes: Any) -> dict[str, Any]:
    """Story 1's visit as a program sends it."""
    person = changes.pop("person", None) or world.person().pk
    signature = changes.pop("signature", None) or world.file()
    body = to_builtins(story_1(person, signature, **changes))
    del body["told"]
    return body


def handed_in(world: World, badge: str = "990801") -> None:
    """Give the test's files to this member of staff, as if they had scanned them."""
    from yichuang.evidence.models import StoredFile

    StoredFile.objects.filter(stored_by=None).update(stored_by=world.staff[badge].pk)


def filed(world: World, **changes: Any) -> dict[str, str]:
    """Case numbers by item of a visit that was just filed."""
    desk = Caller(world, "990801")
    body = filing(world, **changes)
    handed_in(world)
    answer = desk.post("/applications", body)
    assert answer.status_code == 200, answer.content
    return {case["item"]: case["number"] for case in answer.json()["cases"]}
