"""The console as its keepers use it: signed-in browsers, and cases to look at."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}


class Keepers:
    """The bureau as those who keep it in order see it."""

    ADMIN, MANAGER, AUDITOR, CLERK = "990872", "990807", "990871", "990801"
    CITY = "990700"
    """Administrator of the city's bureau, the top of the tree."""
    EVERYTHING = "990870"
    """In these tests administrator, manager and auditor at once, to see every page with one; no bureau has such a one."""
    HEAD, OTHER_HEAD = "990811", "990831"
    """Who leads household registration here, and who leads traffic."""

    def __init__(self, world) -> None:
        from yichuang.organisation.models import Staff

        self.world = world
        self.filed = 0
        Staff.objects.filter(badge=self.EVERYTHING).update(roles=["admin", "manager", "auditor"])

    def client(self, badge: str, language: str = "zh-hans"):
        """The signed-in browser of a member of staff."""
        from django.test import Client

        from tests.signing_in import sign_in
        from yichuang.organisation.models import Account

        client = Client()
        client.cookies["django_language"] = language
        sign_in(client, Account.objects.get(username=badge))
        return client

    def see(self, badge: str, path: str, language: str = "zh-hans"):
        """What the page at ``path`` answers."""
        return self.client(badge, language).get(f"/console/{path}")

    def do(self, actor: str, deed: str, key: object, /, **fields: object):
        """What a confirmed dialog answers."""
        return self.client(actor).post(
            f"/console/do/{deed}/{key}/", fields, headers={"HX-Request": "true", "HX-Current-URL": "/console/staff/"}
        )

    def case(self, item: str = "hz-move-spouse", name: str = "周念安") -> str:
        """The number of a fresh case."""
        from tests.applications.filings import story_1
        from tests.ground.world import TODAY
        from yichuang.applications.submit import submit

        self.filed += 1
        person = self.world.person(name, serial=300 + self.filed)
        filing = story_1(person.pk, self.world.file())
        filed = submit(self.world.actor(self.CLERK), filing, key=f"console-{self.filed}", now=TODAY)
        return next(case.number for case in filed.cases if case.item == item)


@pytest.fixture
def drawing(settings, tmp_path) -> Path:
    """Where the signature of the keepers' cases lies."""
    from yichuang.evidence.files import path_of

    settings.FILES_ROOT = tmp_path
    path = path_of("a" * 64)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"drawn")
    return path


@pytest.fixture
def keepers(world) -> Keepers:
    return Keepers(world)


@pytest.fixture
def county_own(monkeypatch) -> None:
    """The items are the county's own: what the list above gives is not the county's to end."""
    from msgspec.structs import replace

    from yichuang.catalogue import above
    from yichuang.catalogue.loader import national
    from yichuang.catalogue.proof import nation_words

    monkeypatch.setattr(above, "list_above", lambda: (nation_words(), replace(national(), items={})))


@pytest.fixture
def house(committed_world) -> Keepers:
    return Keepers(committed_world)


@pytest.fixture
def signed_in(house, open_page, live_server):
    """``signed_in(size, language)``: a window of somebody who keeps everything, or of ``badge``."""

    def opened(size: str = "desk", language: str = "zh-hans", badge: str = Keepers.EVERYTHING):
        connection.close()  # while a browser runs, this thread has a connection of its own, perhaps one of the test before
        cookie = house.client(badge).cookies["sessionid"].value
        page = open_page(viewport=SIZES[size])
        page.context.add_cookies(
            [
                {"name": "sessionid", "value": cookie, "url": live_server.url},
                {"name": "django_language", "value": language, "url": live_server.url},
            ]
        )
        return page

    return opened


@pytest.fixture
def run_only() -> Callable[[str], int]:
    """Run the queued jobs of one name that are due, here and now; how many. What else waits is not this test's matter."""
    from django.db import connection

    from yichuang.kernel import moment
    from yichuang.kernel.jobs import app

    def run(name: str) -> int:
        import json

        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE task_name = %s AND (scheduled_at IS NULL OR scheduled_at <= %s)"
                " RETURNING args::text",
                [name, moment.now()],
            )
            waiting = cursor.fetchall()
        for (arguments,) in waiting:
            app.tasks[name].func(**json.loads(arguments))
        return len(waiting)

    return run
