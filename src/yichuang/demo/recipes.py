"""How a visit of the past is filled in: answers that lead to no refusal, every required place of the form, every proof.

What a plan asks is found once for each kind of person and kept; the values are made for each person.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from yichuang.applications.filing import Choice, Filing, Given
from yichuang.applications.from_registers import wanted_by
from yichuang.applications.plan import Plan, PlanMaterial
from yichuang.applications.submit import prepare
from yichuang.catalogue.definition import Element, Handling, Need
from yichuang.demo.people import Someone
from yichuang.evidence.gather import Reach, gather
from yichuang.evidence.gathering import Wanted
from yichuang.evidence.signature import signed
from yichuang.evidence.trust import MaterialState
from yichuang.gateways.registers import Entry
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import age_on
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor
from yichuang.organisation.offices import office_book

TRIES = 10
"""Sets of answers tried before a kind of visit is given up for a kind of person."""
AGES = (16, 18, 26, 46, 60, 70)
QUESTIONS = 12
"""Rounds of questions; one answer may open another question."""
MAKE_UP_DAYS = 3
NOTHING = "无"
REFERENCE = "demo"


class Hopeless(Exception):
    """No answer to any question would help."""


class Recipe(Struct, frozen=True):
    """What one kind of visit asks of one kind of person."""

    choices: tuple[Choice, ...]
    elements: tuple[Element, ...]
    lines: tuple[PlanMaterial, ...]
    wanted: Wanted
    """What the registers are asked for."""
    deferrable: tuple[str, ...]


class Client(Struct, frozen=True):
    """Who comes, and who comes along."""

    someone: Someone
    person: int
    reach: Reach
    """How the registers are asked about them."""
    kin: Someone
    """Spouse, parent or neighbour: the other name that forms ask for."""
    signature: str
    guardian: int | None = None


LOGGED_WITH_THE_VISIT = frozenset({"applications.not_shared"})
"""The registers' answers are logged when the visit is made (``shared_before``), not while a recipe is sought."""


class Book:
    """Recipes found so far."""

    def __init__(self, said: Mapping[str, list[str]]) -> None:
        self._said = said
        self._found: dict[tuple[object, ...], Recipe | None] = {}

    def filing(
        self, actor: Actor, client: Client, items: tuple[str, ...], channel: str, chance: Random, now: datetime
    ) -> tuple[Filing, Recipe] | None:
        """A filing that may be submitted, with what it was made from; ``None`` when this person cannot have these items."""
        kind = _kind(client, items, channel, local_date(now))
        if kind not in self._found:
            with suppress(Hopeless):
                self._found[kind] = self._search(actor, client, items, channel, chance, now)
        recipe = self._found.setdefault(kind, None)
        if recipe is None:
            return None
        return self._made(actor, recipe, client, channel, chance, now), recipe

    def _search(
        self, actor: Actor, client: Client, items: tuple[str, ...], channel: str, chance: Random, now: datetime
    ) -> Recipe | None:
        for _ in range(TRIES):
            recipe = _answered(actor, client, items, channel, chance, now)
            if recipe is None:
                continue
            filing = self._made(actor, recipe, client, channel, chance, now)
            visit = prepare(actor, filing, office_book(actor.unit_id), now)
            found = visit.problems()
            if {problem.code for problem in found} <= LOGGED_WITH_THE_VISIT:
                return recipe
        return None

    def _made(
        self, actor: Actor, recipe: Recipe, client: Client, channel: str, chance: Random, now: datetime
    ) -> Filing:
        found = gather(actor, client.person, recipe.wanted, REFERENCE, now=now, reach=client.reach)
        form = {
            element.key: self._value(element, client, chance, local_date(now))
            for element in recipe.elements
            if element.prefill not in found.prefill
        }
        materials = {line.evidence.key: _given(line, found.shared) for line in recipe.lines}
        signed(client.signature, by=actor.staff_id, now=now, check=None)
        return Filing(
            client.person, recipe.choices, form, materials, client.signature, channel,
            guardian=client.guardian, told=found.prefill,
        )  # fmt: skip

    def _value(self, element: Element, client: Client, chance: Random, today: date) -> str:
        if element.key in self._said:
            return chance.choice(self._said[element.key])
        if element.options:
            return chance.choice(element.options).value
        return _typed(element, client, chance, today)


class Held(Struct, frozen=True):
    """A register that is asked without a gateway: the world outside is not there yet while the past is built."""

    entries: Mapping[str, Entry]

    def ask(self, number: str, *, case_no: str, purpose: str, asked_by: str = "") -> Entry | None:
        """The person's entry."""
        del case_no, purpose, asked_by
        return self.entries.get(number)


def _kind(client: Client, items: tuple[str, ...], channel: str, today: date) -> tuple[object, ...]:
    age = age_on(client.someone.birth, today)
    band = sum(age >= limit for limit in AGES)
    return (items, channel, band, client.someone.sex, client.someone.id_type)


def _answered(
    actor: Actor, client: Client, items: tuple[str, ...], channel: str, chance: Random, now: datetime
) -> Recipe | None:
    """Questions answered at random until none is open; ``None`` when the answers lead to a refusal.

    Raises :class:`Hopeless` when there is a refusal before anything was answered: other answers would not help.
    """
    answers: dict[str, dict[str, str]] = {code: {} for code in items}
    for answered in range(QUESTIONS):
        choices = tuple(Choice(code, given) for code, given in answers.items())
        plan = _planned(actor, Filing(client.person, choices, channel=channel, guardian=client.guardian), now)
        if plan is None or plan.refusing:
            if answered:
                return None
            raise Hopeless
        if not plan.open_questions:
            return _recipe(plan, choices)
        for question in plan.open_questions:
            for code in question.items:
                answers[code][question.situation.key] = chance.choice(question.situation.options).value
    return None


def _planned(actor: Actor, filing: Filing, now: datetime) -> Plan | None:
    try:
        return prepare(actor, filing, office_book(actor.unit_id), now).plan
    except Refusal:
        return None


def _recipe(plan: Plan, choices: tuple[Choice, ...]) -> Recipe:
    return Recipe(
        choices=choices,
        elements=tuple(field.element for field in plan.fields if field.required or field.element.prefill),
        lines=plan.materials,
        wanted=wanted_by(plan),
        deferrable=tuple(_deferrable(plan)),
    )


def _given(line: PlanMaterial, shared: Collection[str]) -> Given:
    """Shared where a register showed it; else the original was looked at."""
    if line.evidence.key in shared and not line.evidence.biometric:
        return Given(MaterialState.SHARED, register=line.register[:20])
    return Given(MaterialState.SEEN, originals=line.originals, copies=line.copies)


def _deferrable(plan: Plan) -> list[str]:
    """容缺 is for cases that take time: what is done on the spot is decided on what is there."""
    slow = {case.item.code for case in plan.cases if case.item.handling is not Handling.ON_THE_SPOT}
    return [
        line.evidence.key
        for line in plan.materials
        if all(need is Need.DEFERRABLE and code in slow for code, need in line.needs.items())
        and not line.evidence.biometric
    ]


def with_deferred(filing: Filing, recipe: Recipe) -> Filing:
    """The same filing with one deferrable proof still to come."""
    evidence = recipe.deferrable[0]
    materials = {**filing.materials, evidence: Given(MaterialState.TO_FOLLOW)}
    return replace(filing, materials=materials, make_up_days=MAKE_UP_DAYS)


# --- values by the element's type -------------------------------------------------------------------------------------


def _typed(element: Element, client: Client, chance: Random, today: date) -> str:
    maker = _MAKERS.get(element.type)
    return maker(client, chance, today) if maker else _text(element, client)


_MAKERS: Mapping[str, Callable[[Client, Random, date], str]] = {
    "date": lambda _client, chance, today: (today - timedelta(days=chance.randrange(3, 300))).isoformat(),
    "citizen_id": lambda client, _chance, _today: client.kin.number,
    "phone": lambda client, _chance, _today: client.someone.phone or client.kin.phone or "15400000000",
    "document_no": lambda _client, chance, _today: f"N990785{chance.randrange(10**6):06}",
    "address": lambda client, _chance, _today: client.kin.address,
    "number": lambda _client, chance, _today: str(chance.randrange(1, 5)),
    "boolean": lambda _client, _chance, _today: "false",
}


def _text(element: Element, client: Client) -> str:
    """What its key says it is: a name, a station, an ethnic group …"""
    someone, kin = client.someone, client.kin
    meant = {
        "pinyin": someone.pinyin,
        "birthplace": someone.birthplace,
        "station": kin.station or someone.station,
        "nation": someone.nation,
        "name": kin.name,
    }
    return next((value for word, value in meant.items() if word in element.key), "") or NOTHING
