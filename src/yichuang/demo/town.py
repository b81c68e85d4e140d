"""The county's people as the past needs them: on record, with their registers and signatures."""

from datetime import date, datetime
from functools import cached_property
from random import Random

from yichuang.demo.people import Someone, by_key
from yichuang.demo.recipes import Client, Held
from yichuang.demo.records import registers
from yichuang.demo.settle import settle
from yichuang.demo.signatures import drawn
from yichuang.evidence.signature import store_signature


class Town:
    """Everybody, put on record at its making."""

    def __init__(self, people: tuple[Someone, ...], known_since: datetime, today: date) -> None:
        self._people = people
        self._by_key = by_key(people)
        self._known_since = known_since
        self._today = today
        self._ids = settle(people, known_since)
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
        return Client(someone, self._ids[someone.key], self._register, self._by_key[kin], signature.sm3, guardian)

    def _register(self, name: str) -> Held:
        return Held(self._registers.get(name, {}))

    @cached_property
    def _registers(self) -> dict[str, dict[str, dict[str, str]]]:
        return registers(self._people, self._today)
