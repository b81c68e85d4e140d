"""Whoever has no session, or not the whole of one, gets past no door of the house, whatever is asked and however."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.api import test_gates as gates
from tests.api.records import records
from tests.api.test_gates import NO_SUCH_METHOD, Address
from tests.ground.refusals import nothing_written
from tests.ground.world import World

__all__ = ["records"]
PUBLIC = {
    "": "the entrance",
    "guides/": "the catalogue is published to everybody",
    "guides/<str:code>/": "the catalogue is published to everybody",
    "search/": "the catalogue is published to everybody",
    "verify/": "anybody may check a paper by its code",
    "verify/<str:code>": "anybody may check a paper by its code",
    "verify/<str:code>/": "anybody may check a paper by its code",
    "api/": "says of an unknown address that there is none",
    "api/v1/": "the description of the programs' face",
    "api/v1/docs": "the description of the programs' face",
    "api/v1/openapi.json": "the description of the programs' face",
}
"""Addresses that answer everybody, each with its reason."""
OWN_DOORS = ("accounts/", "i18n/", "design/")
"""Signing in itself, the choice of a language, and the samples of the design."""
A_YEAR = {"slug": "990785", "number": 2026}
FILES = "/api/v1/files"


def everywhere(patterns: list[Any], prefix: str = "") -> Iterator[Address]:
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from everywhere(each.url_patterns, route)
        else:
            yield Address(route, each)


BEHIND = {
    each.route: each
    for each in everywhere(get_resolver().url_patterns)
    if each.route not in PUBLIC and not each.route.startswith(OWN_DOORS)
}


def posted(client: Client) -> Callable[[str], HttpResponse]:
    """How the client sends something: a form to a screen, JSON or a file to the programs' face."""

    def post(path: str) -> HttpResponse:
        if not path.startswith("/api/"):
            return client.post(path)
        if path == FILES:
            return client.post(path, {"file": BytesIO(b"")}, headers=gates.headers())
        return client.post(path, "{}", "application/json", headers=gates.headers())

    return post


def turned_back(client: Client, path: str) -> set[str]:
    """Where the methods that an address takes send this client: to a page of signing in, or out of the programs' face."""
    sent = set()
    for ask in (client.get, posted(client)):
        answer = ask(path)
        if answer.status_code == NO_SUCH_METHOD:
            continue
        outside = answer.status_code == 401 and path.startswith("/api/")
        sent.add("signed out" if outside else answer.headers.get("Location", f"in: {answer.status_code}"))
    return {each.partition("?")[0] for each in sent}


def answers(client: Client, records: dict[str, Any]) -> dict[str, set[str]]:
    """Where each address of the house sends this client."""
    with nothing_written():
        return {route: turned_back(client, each.to(filled(each, records))) for route, each in BEHIND.items()}


def filled(address: Address, records: dict[str, Any]) -> dict[str, Any]:
    return gates.values(address, {**records, **(A_YEAR if "slug" in address.names else {})})


def test_who_is_not_signed_in_is_led_to_the_sign_in_and_nothing_happens(world: World, records):
    found = answers(Client(), records)
    assert len(found) > len(PUBLIC)
    assert {route: sent for route, sent in found.items() if sent not in ({"/accounts/login/"}, {"signed out"})} == {}


def test_a_password_alone_opens_nothing(world: World, records):
    client = Client()
    client.force_login(world.staff["990801"].account)
    found = answers(client, records)
    right = ({"/accounts/2fa/reauthenticate/"}, {"signed out"})
    assert {route: sent for route, sent in found.items() if sent not in right} == {}


def test_the_lists_of_what_is_open_name_only_addresses_that_are_there():
    there = {each.route for each in everywhere(get_resolver().url_patterns)}
    assert set(PUBLIC) <= there
    assert all(any(route.startswith(door) for route in there) for door in OWN_DOORS)
