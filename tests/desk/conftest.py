"""A window with a card reader, registers that answer, and a clerk's browser that speaks as the page's script does."""

import re

import pytest

from tests.demo.places import outside
from tests.ground.world import TODAY

__all__ = ["desk", "outside"]

HTMX = {"HX-Request": "true"}
STORY_1 = ("crj-passport-renew", "hz-move-spouse")
ANSWERS = {
    "a.passport_reason": "expiring", "a.travel_status": "none", "a.exit_entry_photo": "receipt", "a.urgent_travel": "no",
    "a.move_origin": "same_province", "a.marriage_place": "mainland", "a.sponsor_household": "family",
    "a.move_dwelling": "owned",
}  # fmt: skip
"""What 周念安 answers."""


class Visit:
    """One visit on the screen."""

    def __init__(self, client, url: str) -> None:
        self.client, self.url, self.version = client, url, 1
        self.page = self.seen(client.get(url))

    def seen(self, response):
        found = re.search(r'name="version" value="(\d+)"', response.content.decode())
        if found:
            self.version = int(found[1])
        return response

    @property
    def id(self) -> str:
        return self.url.split("/")[-2]

    def post(self, path: str = "", **fields: object):
        return self.seen(self.client.post(self.url + path, {"version": self.version, **fields}, headers=HTMX))

    def add(self, *items: str):
        for item in items:
            response = self.post(op=f"add:{item}")
        return response

    def fill(self, *items: str):
        """Items, answers, every original seen; whatever no register knows, as somebody would say it."""
        self.add(*(items or STORY_1))
        response = self.post(**ANSWERS)
        for name in empty_fields(response):
            response = self.post(**{name: SAID.get(name, "无")})
        return self.post(op="seen")

    def filing(self):
        from uuid import UUID

        from yichuang.applications.draft import kept
        from yichuang.applications.models import Draft

        return kept(Draft.objects.get(id=UUID(self.id))).filing

    def sign(self, drawing: str):
        """The pad at the desk: ask, sign, submit."""
        content = re.search(r'name="content" value="(\w+)"', words(self.post("ask")))[1]
        return self.post("submit", content=content, signature=drawing)


SAID = {"f.applicant_phone": "15400010001", "f.delivery_way": "window"}


def words(response) -> str:
    return response.content.decode()


def empty_fields(response) -> list[str]:
    """Names of required places of the form that are still empty."""
    controls = re.findall(r'<input class="input[^>]*>', words(response))
    return [
        re.search(r'name="([^"]+)"', control)[1]
        for control in controls
        if "data-required" in control and 'value=""' in control
    ]


class Desk:
    """The hall's first window as its clerk knows it."""

    def __init__(self, world, outside) -> None:
        self.world, self.outside = world, outside

    def client(self, badge: str = "990801"):
        from django.test import Client

        from tests.signing_in import sign_in

        client = Client()
        sign_in(client, self.world.staff[badge].account)
        return client

    def card(self, key: str):
        from yichuang.demo.people import by_key
        from yichuang.demo.records import cards
        from yichuang.demo.seed_sandbox import demo_people

        return cards([by_key(demo_people(TODAY.date()))[key]])[0]

    def lay(self, card, reader: str = "window-1") -> None:
        self.outside.readers[reader].append(card)

    def read(self, client, key: str = "nianan", role: str = "applicant", **more: object):
        self.lay(self.card(key))
        return client.post("/desk/read", {"role": role, **more}, headers=HTMX)

    def visit(self, key: str = "nianan", badge: str = "990801") -> Visit:
        client = self.client(badge)
        return Visit(client, self.read(client, key).headers["HX-Redirect"])

    def drawing(self, name: str = "周念安", occasion: str = "") -> str:
        from yichuang.demo.signatures import drawn

        return drawn(name, occasion)

    def filed(self, *items: str) -> tuple[Visit, str]:
        """A visit that was submitted, and the number of its application."""
        visit = self.visit()
        visit.fill(*items)
        return visit, visit.sign(self.drawing()).headers["HX-Redirect"].split("/")[-2]


@pytest.fixture
def desk(world, outside) -> Desk:
    return Desk(world, outside)
