"""Law 1 of the house: every id in a request goes through a gate, and absent and forbidden look the same. Whole site."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tests.api.records import ABSENT, NO_IDS, records
from tests.ground.world import World
from tests.signing_in import sign_in
from yichuang.kernel.errors import Refusal
from yichuang.organisation.authority import Gate, Opening, watch_gates

__all__ = ["records"]
OPEN_TO_ALL = {
    "design/screens/<slug:name>/": "invented samples of screens, no record behind them",
    "guides/<str:code>/": "the catalogue is published to everybody",
    "api/v1/items/<code>": "the catalogue is published to everybody",
    "console/items/<str:code>/": "the catalogue is published to everybody",
    "console/items/<str:code>/compare/": "versions of a published item; drafts are cut down by their own gate",
    "console/items/<str:code>/layers/": "the lists of all layers are published to everybody",
    "console/items/<str:code>/uses/": "counts, and changes cut down by their own gate",
    "console/items/<str:code>/correct/": "words of a published item; its line decides who may put them right",
    "console/items/<str:code>/edit/": "begins a change of a published item; its line decides who may",
    "console/calendar/<str:slug>/<int:number>/": "a year of the calendar, which is no record; only roles may edit it",
    "console/audit/<str:name>/": "the name of one of the house's logs, each opened by role",
    "console/do/<str:name>/<str:key>/effect/": "counts what a calendar deed would move; the deed itself is guarded",
    "verify/<str:code>": "anybody may check a paper by its code; the answer holds no personal fact",
    "verify/<str:code>/": "anybody may check a paper by its code; the answer holds no personal fact",
}
"""Addresses that capture something that needs no gate, each with its reason."""
METHODS = ("GET", "POST")
NO_SUCH_METHOD = 405
OFFICER, CITY, OTHER_HEAD, COUNTY, INSPECTOR = STRANGERS = ("991002", "990700", "990831", "990872", "990871")
"""An officer of another station, with grants of her own there; the city's administrator, who serves no line; the head of
another line's section; the county's administrator, to whom nothing of the city's belongs; the inspector, who writes nothing.
"""
ADMITTED = (
    (
        "GET",
        r"(api/v1|console)/cases/.*|(api/v1|desk)/applications/.*|office/cases/<str:number>/((ask|files)/.*)?",
        {INSPECTOR},
    ),
    ("GET", r"api/v1/papers/.*|desk/bundles/.*", {CITY, COUNTY, INSPECTOR}),
    ("GET", r"api/v1/(persons|organisations)/.*", {OFFICER, OTHER_HEAD, INSPECTOR}),
    ("POST", r"api/v1/(persons|guardianships|mandates)/.*", {OFFICER, OTHER_HEAD}),
    ("GET", r"console/changes/<int:change>/(<str:item>/preview/)?", {CITY, COUNTY, OTHER_HEAD}),
    ("GET", r"console/changes/<int:change>/<str:item>/", {CITY, COUNTY}),
    ("POST", r"console/changes/<int:change>/<str:item>/<slug:section>/", {CITY, COUNTY}),
    ("GET", r"console/(authority|organisation|staff)/.*", {CITY}),
    ("GET|POST", r"console/do/.*", {CITY}),
)
"""Who of them may all the same have what is behind an address: who inspects reads; the unit above sees the papers of those
below it; a person is served wherever they come; administrators keep the catalogue, and what belongs to their own tree.
"""


def may(method: str, route: str) -> set[str]:
    """The strangers who may have it; nobody where nothing says otherwise."""
    found = (who for methods, routes, who in ADMITTED if method in methods and re.fullmatch(routes, route))
    return next(found, set())


SEEN = {"id_card": {"state": "seen", "originals": 1}}
BODIES = {
    "api/v1/cases/<number>/actions": {"action": "suspend", "reason": "等申请人来电"},
    "api/v1/applications/<number>/materials": {"materials": SEEN},
    "api/v1/persons/<person>/face-matches": {"result": "passed"},
    "api/v1/guardianships/<guardianship>/end": {"last_day": "2026-11-20", "reason": "登记有误"},
    "api/v1/licences/<identifier>/standing": {"status": "void", "reason": "登记有误"},
    "api/v1/mandates/<mandate>/revoke": {"reason": "委托人来人撤销"},
}
FORMS = {
    "office/cases/<str:number>/do/": {"action": "suspend", "reason": "等申请人来电", "idempotency_key": "gate-1"},
    "office/cases/<str:number>/reveal/": {"field": "id_number", "reason": "核对申请表"},
}
"""What a POST needs so that it is about its id, as JSON or as a form."""
_keys = count(1)


@pytest.fixture
def turned_away(monkeypatch) -> list[str]:
    """The gates that refused somebody."""
    refused: list[str] = []
    open_as_before = Gate.open

    def noted(self, actor, key, need):
        try:
            return open_as_before(self, actor, key, need)
        except Refusal:
            refused.append(self.name)
            raise

    monkeypatch.setattr(Gate, "open", noted)
    return refused


class Address:
    """One address of the site that captures something."""

    def __init__(self, route: str, pattern: URLPattern) -> None:
        self.route = route
        self.names = tuple(pattern.pattern.converters) or tuple(re.findall(r"\(\?P<(\w+)>", route))

    def to(self, values: dict[str, Any]) -> str:
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), self.route)
        return "/" + filled


def addresses(patterns: list[Any], prefix: str = "") -> Iterator[Address]:
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, route)
        elif each.pattern.converters if isinstance(each.pattern, RoutePattern) else each.pattern.regex.groups:
            yield Address(route, each)


CAPTURING = {each.route: each for each in addresses(get_resolver().url_patterns)}
GUARDED = sorted(set(CAPTURING) - set(OPEN_TO_ALL))


def values(address: Address, records: dict[str, Any]) -> dict[str, Any]:
    """What ``address`` captures, of records that exist."""
    unknown = set(address.names) - set(records)
    assert not unknown, f"{address.route}: say in tests/api/records.py what record {sorted(unknown)} stands for"
    found = {name: records[name] for name in address.names}
    if "applications/<" in address.route:
        found["number"] = records["application"]
    return found


def ask(client: Client, address: Address, filled: dict[str, Any], method: str) -> tuple[list[Opening], int, str]:
    """Ask by GET or POST: gates opened, status, what was said."""
    path = address.to(filled)
    with watch_gates() as opened:
        answer = client.get(path) if method == "GET" else _posted(client, address, path)
    said = b"".join(answer) if answer.streaming else answer.content
    text = said.decode("utf-8", "replace").replace(path, address.route)
    return opened, answer.status_code, re.sub(r"[A-Za-z0-9]{64}", "token", text)


def taken(address: Address, filled: dict[str, Any], world: World) -> list[str]:
    """By which methods the address is asked at all."""
    with undone():
        client = stranger(world, INSPECTOR)
        return [method for method in METHODS if ask(client, address, filled, method)[1] != NO_SUCH_METHOD]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is not there afterwards: what one stranger could do hides nothing from the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stranger(world: World, badge: str) -> Client:
    client = Client(raise_request_exception=False)
    sign_in(client, world.staff[badge].account)
    return client


def _posted(client: Client, address: Address, path: str):
    if not path.startswith("/api/"):
        return client.post(path, FORMS.get(address.route, {}))
    return client.post(path, json.dumps(BODIES.get(address.route, {})), "application/json", headers=headers())


def headers() -> dict[str, str]:
    return {"Idempotency-Key": f"gate-test-{next(_keys)}", "If-Match": "*"}


@pytest.mark.parametrize("route", GUARDED)
def test_every_captured_id_passes_a_gate_and_forbidden_looks_absent(world: World, records, route, turned_away):
    address = CAPTURING[route]
    there = values(address, records)
    methods = taken(address, there, world)
    assert methods, "nobody can ask this address anything"
    for method in methods:
        admitted = set()
        for badge in STRANGERS:
            with undone():
                client = stranger(world, badge)
                turned_away.clear()
                opened, status, said = ask(client, address, there, method)
                assert status < 500, said
                if opened and not turned_away:
                    admitted.add(badge)
                    continue
                assert opened or status == 403, f"neither a gate nor a role keeps {badge} from it by {method}"
                for name in set(address.names) - set(NO_IDS):
                    _, *other = ask(client, address, {**there, name: ABSENT[name]}, method)
                    assert [status, said] == other, f"{badge} by {method}: absent and forbidden differ in {name}"
        assert admitted == may(method, route), f"by {method}"


def test_the_list_of_exceptions_names_only_addresses_that_are_there():
    assert set(OPEN_TO_ALL) <= set(CAPTURING)


# --- ids inside bodies ------------------------------------------------------------------------------------------------


def operations() -> dict[str, dict[str, Any]]:
    from yichuang.surfaces.api.service import service

    document = service.description_document()
    return {
        operation["operationId"]: {**operation, "path": path}
        for path, methods in document["paths"].items()
        for operation in methods.values()
    }


USCC = "91350100M000100Y43"
BODY_IDS = {
    "make_plan": ("organisation", "person"),
    "register_organisation": ("person",),
    "submit_application": ("file", "organisation", "person"),
    "meet_materials": ("application", "file"),
    "act_on_case": ("case", "colleague"),
    "act_on_cases": ("case", "colleague"),
    "hand_over": ("case", "file", "identity_check"),
    "identify_person": ("person",),
    "record_face_match": (),
    "end_guardianship": (),
    "change_standing": (),
    "revoke_mandate": (),
    "store_file": (),  # a signature's check comes in the query: tests/api/test_files_and_papers.py
}
"""The gates that each write passes for what its body names."""


def test_every_write_of_the_description_says_which_gates_guard_its_body():
    assert {name for name, operation in operations().items() if "requestBody" in operation} == set(BODY_IDS)


def bodies(records: dict[str, Any], ids: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """For each write its path and a body that names ``ids``."""
    visit = {"person": ids["person"], "choices": [{"item": "hz-move-spouse"}], "organisation": ids["organisation"]}
    licence = {"uscc": USCC, "name": "邻市机械厂", "document": "营业执照", "reason": "核对证照登记"}
    transfer = {"action": "transfer", "step": "examine", "to": ids["staff"], "reason": "换岗"}
    return {
        "make_plan": ("/plans", visit),
        "register_organisation": ("/organisations", {**licence, "legal_representative": ids["person"]}),
        "submit_application": ("/applications", {**visit, "signature": ids["file"]}),
        "meet_materials": (
            f"/applications/{ids['application']}/materials",
            {"materials": {"id_card": {"state": "scanned", "file": ids["file"]}}},
        ),
        "act_on_case": (f"/cases/{ids['number']}/actions", transfer),
        "act_on_cases": ("/case-batches", {"numbers": [ids["number"]], "action": transfer}),
        "hand_over": (
            "/hand-overs",
            {
                "cases": [ids["number"]], "receiver": "周念安", "signature": ids["file"],
                "identity_check": ids["check"],
            },
        ),
    }  # fmt: skip


def post(world: World, badge: str, operation: str, path: str, body: dict[str, Any]) -> tuple[set[str], int, str]:
    client = Client(raise_request_exception=False)
    sign_in(client, world.staff[badge].account)
    with watch_gates() as opened:
        answer = client.post(f"/api/v1{path}", json.dumps(body), "application/json", headers=headers())
    return {each.gate for each in opened}, answer.status_code, answer.content.decode()


@pytest.fixture
def body_ids(world: World, records) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ids that exist, and the same with ids that nothing has."""
    from yichuang.people.models import IdentityCheck, Organisation

    there = {
        "organisation": Organisation.objects.create(uscc=USCC, name="邻市机械厂").pk,
        "number": records["number"],
        "application": records["application"], "person": records["person"], "file": records["digest"],
        "staff": world.staff["990811"].pk, "check": IdentityCheck.objects.latest("pk").pk,
    }  # fmt: skip
    return there, {
        "number": ABSENT["number"],
        "application": ABSENT["application"],
        "person": 987654321,
        "organisation": 987654321,
        "file": "0" * 64,
        "staff": 987654321,
        "check": 987654321,
    }


@pytest.mark.parametrize(
    "operation", sorted(name for name, gates in BODY_IDS.items() if gates and name != "identify_person")
)
def test_ids_in_a_body_pass_their_gates(world: World, records, body_ids, operation):
    there, _ = body_ids
    path, body = bodies(records, there)[operation]
    opened, status, said = post(world, "990801", operation, path, body)
    assert status < 500, said
    assert set(BODY_IDS[operation]) <= opened


@pytest.mark.parametrize(
    ("operation", "name", "stranger"),
    [
        ("make_plan", "person", "990700"),
        ("make_plan", "organisation", "990700"),
        ("register_organisation", "person", "990700"),
        ("submit_application", "person", "990700"),
        ("submit_application", "file", "991002"),
        ("meet_materials", "application", "991002"),
        ("act_on_case", "number", "991002"),
        ("act_on_cases", "number", "991002"),
        ("hand_over", "number", "991002"),
        ("hand_over", "file", "991002"),
        ("hand_over", "check", "991002"),
    ],
)
def test_a_foreign_id_in_a_body_looks_absent(world: World, records, body_ids, operation, name, stranger):
    there, absent = body_ids
    answers = []
    for value in (there[name], absent[name]):
        path, body = bodies(records, {**there, name: value})[operation]
        _, status, said = post(world, stranger, operation, path, body)
        answers.append((status, said.replace(path, operation).replace(f'"{value}"', '"…"')))
    assert answers[0] == answers[1]


def test_who_may_not_see_persons_enters_none(world: World):
    from yichuang.people.models import Person

    before = Person.objects.count()
    card = {
        "id_type": "passport",
        "id_number": "E7654321",
        "name": "A B",
        "sex": "male",
        "birth": "1980-01-02",
        "valid_to": "2030-01-01",
    }
    opened, status, _ = post(world, "990700", "identify_person", "/persons/identify", card)
    assert (opened, status) == (set(), 403)
    assert Person.objects.count() == before
