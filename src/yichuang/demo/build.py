"""Build the demo world into an empty database: the bureau, the catalogue, the people, ninety days of work."""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from random import Random

from django.db import connection, transaction

from yichuang.catalogue.publish import publish_catalogue
from yichuang.demo.bureau import REGION, acting, build_bureau, bureau
from yichuang.demo.drafts import leave_drafts
from yichuang.demo.past import History
from yichuang.demo.people import Someone, by_key
from yichuang.demo.recipes import Client, Held
from yichuang.demo.records import registers
from yichuang.demo.roster import Roster
from yichuang.demo.seed_sandbox import demo_people
from yichuang.demo.settle import settle
from yichuang.demo.signatures import drawn
from yichuang.evidence.signature import store_signature
from yichuang.kernel import moment
from yichuang.kernel.localtime import local_date
from yichuang.kernel.queries import calendar
from yichuang.organisation.models import Staff, Unit

DAYS = 90
BEFORE = timedelta(days=30)
"""How long before its first case the bureau has stood."""
Say = Callable[[int], None]


def main(days: int = DAYS, now: datetime | None = None, say: Say | None = None) -> None:
    """Build the world as it stands ``now`` with ``days`` of past; does nothing where there is a bureau already."""
    if Unit.objects.exists():
        return
    present = now or moment.now()
    with transaction.atomic():
        staff = _stand(present - timedelta(days=days) - BEFORE)
        town = Town(demo_people(local_date(present)), present, days)
    history = History(Roster(acting(each, present) for each in staff.values()), town, calendar(REGION), present)
    first = local_date(present) - timedelta(days=days)
    tell = say or _percent
    for day in history.live(first):
        tell(min(99, (day - first).days * 100 // days))
    leave_drafts(town, staff, present)
    _forget_jobs()
    tell(100)


def accounts() -> tuple[str, ...]:
    """What to sign in with, for whoever started the demo."""
    password = bureau().password
    return (
        f"综窗 / one-window clerk        990801  {password}",
        f"户政审核 / household examiner   990812  {password}",
        f"出入境审核 / exit-entry examiner 990822  {password}",
        f"出入境审批（市局）/ city approver 990701  {password}",
        f"大厅负责人 / hall manager        990807  {password}",
        f"系统管理 / administrator        990870  {password}",
        f"监督审计 / inspector            990871  {password}",
        "一次性口令 / one-time code: ./run yichuang demo totp 990801",
    )


def _stand(begun: datetime) -> dict[str, Staff]:
    staff = build_bureau(bureau(), begun)
    publish_catalogue(begun)
    return staff


class Town:
    """The county's people as the past needs them: on record, with their registers and signatures."""

    def __init__(self, people: tuple[Someone, ...], now: datetime, days: int) -> None:
        self.people = people
        self._by_key = by_key(people)
        self._known_since = now - timedelta(days=days) - BEFORE
        self._today = local_date(now)
        self._ids = settle(people, self._known_since)
        self._keys = {number: key for key, number in self._ids.items()}
        self._clients: dict[str, Client] = {}
        self._passers_by = [each for each in people if each.key == each.number]

    def passer_by(self, chance: Random) -> Client:
        """Somebody who is in no story."""
        return self.client(chance.choice(self._passers_by).key)

    def client(self, key: str) -> Client:
        """The person as a client of the window."""
        if key not in self._clients:
            self._clients[key] = self._client(self._by_key[key])
        return self._clients[key]

    def of(self, person: int) -> Client:
        """The client with this person id."""
        return self.client(self._keys[person])

    def _client(self, someone: Someone) -> Client:
        kin = someone.spouse or next(iter(someone.parents), "") or someone.guardian or self._passers_by[0].key
        signature = store_signature(drawn(someone.name), by=None, now=self._known_since)
        guardian = self._ids[someone.guardian] if someone.guardian else None
        return Client(
            someone, self._ids[someone.key], self._register, self._by_key[kin], signature.sm3, guardian,
        )  # fmt: skip

    def _register(self, name: str) -> Held:
        return Held(self._registers.get(name, {}))

    @cached_property
    def _registers(self) -> dict[str, dict[str, dict[str, str]]]:
        return registers(self.people, self._today)


def _percent(done: int) -> None:
    """One line that counts up on a terminal; a line for each tenth elsewhere."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r  {done:3} %" + ("\n" if done == 100 else ""))  # noqa: PLR2004 - per cent
    elif done % 10 == 0:
        sys.stdout.write(f"  {done} %\n")
    sys.stdout.flush()


def _forget_jobs() -> None:
    """The past's notices were sent in the past: no job of it may run today."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
