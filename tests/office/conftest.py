"""An office with work in it: story 1's cases on the officers' lists, and a browser's client for each officer."""

import pytest


class Office:
    """The bureau as its back office sees it."""

    def __init__(self, world) -> None:
        self.world = world
        self.filed = 0

    def file(self, count: int = 1, name: str = "周念安") -> list:
        """``count`` visits of as many people, each a passport renewal and a household move."""
        from tests.applications.filings import story_1
        from tests.ground.world import TODAY
        from yichuang.applications.submit import submit

        filed = []
        for _ in range(count):
            self.filed += 1
            person = self.world.person(name, serial=100 + self.filed)
            filing = story_1(person.pk, self.world.file())
            filed.append(submit(self.world.actor("990801"), filing, key=f"office-{self.filed}", now=TODAY))
        return filed

    def number(self, item: str = "hz-move-spouse") -> str:
        """The number of a fresh case of ``item``."""
        return next(case.number for case in self.file()[0].cases if case.item == item)

    def client(self, badge: str):
        """The signed-in browser of an officer."""
        from django.test import Client

        from tests.signing_in import sign_in

        client = Client()
        sign_in(client, self.world.staff[badge].account)
        return client

    def state(self, number: str):
        """The case as it stands."""
        from yichuang.cases.store import load

        return load(number).state

    def order(self, badge: str, number: str, action: str, step: str = "", **fields: object):
        """What the officer's screen sends when a dialog is confirmed."""
        from uuid import uuid4

        version = fields.pop("version", self.state(number).version)
        key = fields.pop("idempotency_key", uuid4().hex)
        sent = {"action": action, "step": step, "version": version, "idempotency_key": key, **fields}
        return self.client(badge).post(
            f"/office/cases/{number}/do/", sent, headers={"HX-Request": "true", "HX-Target": "case"}
        )

    def staff(self, badge: str) -> int:
        """The id of a member of staff."""
        return int(self.world.staff[badge].pk)


@pytest.fixture
def office(world) -> Office:
    return Office(world)
