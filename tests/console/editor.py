"""One person at the form of one draft, as a browser would send it."""

import re

from tests.console.conftest import Keepers
from tests.console.sheets import filled
from yichuang.catalogue.models import CatalogueChange

ITEM = "hz-id-renew"
HTMX = {"HX-Request": "true"}


class Editor:
    """One person at the form of one draft."""

    def __init__(self, keepers: Keepers, badge: str = Keepers.HEAD) -> None:
        self.keepers = keepers
        self.client = keepers.client(badge)
        self.address = ""

    def begin(self, code: str = ITEM) -> "Editor":
        self.address = self.client.post(f"/console/items/{code}/edit/").url
        return self

    def join(self, other: "Editor") -> "Editor":
        self.address = other.address
        return self

    @property
    def number(self) -> int:
        return int(self.address.split("/")[3])

    def page(self) -> str:
        return self.client.get(self.address).content.decode()

    def revision(self, page: str = "") -> str:
        return re.search(r'id="revision" name="revision" value="(\d+)"', page or self.page())[1]

    def send(self, section: str, *, drawn: str = "", do: str = "", **over: str):
        """Send a section as the page ``drawn`` (now, where empty) had it, with some fields typed over."""
        page = drawn or self.page()
        fields = {**filled(page, section, **over), "revision": self.revision(page), **({"do": do} if do else {})}
        return self.client.post(f"{self.address}{section}/", fields, headers=HTMX)

    def say(self, section: str, **over: str) -> str:
        return self.send(section, **over).content.decode()

    def do(self, deed: str, **fields: str):
        asked = self.client.get(f"/console/do/{deed}/{self.number}/", headers=HTMX).content.decode()
        revision = re.search(r'name="revision" value="(\d+)"', asked)[1]
        return self.client.post(f"/console/do/{deed}/{self.number}/", {"revision": revision, **fields}, headers=HTMX)

    def submit(self) -> "Editor":
        answer = self.do("submit_change", change_reason="县局会议纪要〔2026〕9号")
        assert answer.headers.get("HX-Redirect"), answer.content.decode()
        return self

    def submit_as_it_is(self):
        """What comes of sending the dialog's answer though the dialog did not ask."""
        sent = {"revision": self.change.revision, "change_reason": "县局会议纪要〔2026〕9号", "starts_on": ""}
        return self.client.post(f"/console/do/submit_change/{self.number}/", sent, headers=HTMX)

    @property
    def change(self) -> CatalogueChange:
        return CatalogueChange.objects.get(pk=self.number)
