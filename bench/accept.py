"""``accept``: the full receive-and-accept command against one bare SQL function call that writes the same rows.

Ours: load what the visit stands on, make the plan, judge form and materials, lay the route, decide, compute the clock,
chain the events, write. Floor: the very same statement with the very same content, made before the clock starts.
"""

from collections.abc import Callable, Sequence

from django.utils import timezone
from msgspec import json, to_builtins

from bench import over_http
from bench.crowd import Once, compared, rate
from bench.over_http import serving
from bench.report import Figure
from bench.visits import NOW, actor, drawings, filing, found_bureau, fresh_key, payloads, signed_filing
from yichuang.applications.submit import submit
from yichuang.kernel.asking import write
from yichuang.organisation.models import Staff
from yichuang.surfaces.api.terms import Scope
from yichuang.surfaces.api.tokens import create_token

GOAL = 0.5
ROUNDS, SECONDS = 9, 1.5
"""Many short rounds rather than few long ones: what else the machine does then meets the two of one pair alike."""
TURNS = {1: 2200, 8: 350}
HTTP_GOAL, HTTP_CONNECTIONS, HTTP_SECONDS, HTTP_TURNS = 0.4, 32, 5.0, 150
NOT_SENT = frozenset({"told"})
"""What only the platform itself fills in."""


def run(_arguments: list[str]) -> Sequence[Figure]:
    """Rates and ratios at 1 and 8 connections."""
    person = found_bureau()
    figures: list[Figure] = []
    for connections, turns in TURNS.items():
        signed = iter([drawings(connections * (turns + 1)) for _ in range(ROUNDS)])
        ours, floor, ratio = compared(
            lambda: rate(_ours(person, next(signed)), connections, turns, SECONDS),  # noqa: B023 - called within the turn
            lambda: rate(_floor(person), connections, turns, SECONDS),  # noqa: B023
            ROUNDS,
        )
        figures += [
            Figure(f"accept, {connections} connections", ours, "per second"),
            Figure(f"bare call, {connections} connections", floor, "per second"),
            Figure(f"accept / bare call, {connections} connections", ratio, "ratio", f">= {GOAL}"),
        ]
    return [*figures, *_through_http(person)]


def _through_http(person: int) -> list[Figure]:
    tokens = [_token(place) for place in range(HTTP_CONNECTIONS)]
    with serving() as port:
        ours, floor, ratio = compared(
            lambda: over_http.rate(port, _request(tokens, person), HTTP_CONNECTIONS, HTTP_SECONDS, HTTP_TURNS),
            lambda: over_http.rate(port, _bare(person), HTTP_CONNECTIONS, HTTP_SECONDS, HTTP_TURNS),
        )
    return [
        Figure(f"POST applications, {HTTP_CONNECTIONS} connections", ours, "per second"),
        Figure(f"bare view, {HTTP_CONNECTIONS} connections", floor, "per second"),
        Figure(f"POST applications / bare view, {HTTP_CONNECTIONS}", ratio, "ratio", f">= {HTTP_GOAL}"),
    ]


def _token(place: int) -> str:
    owner = Staff.objects.get(badge="990801")
    return create_token(owner, name=f"bench {place}", days=30, scopes=tuple(Scope), now=timezone.now()).text


def _request(tokens: Sequence[str], person: int) -> over_http.Ask:
    told = {key: value for key, value in to_builtins(filing(person)).items() if key not in NOT_SENT}
    signed = drawings(HTTP_CONNECTIONS * HTTP_TURNS, timezone.now())
    bodies = iter([json.encode({**told, "signature": drawing}) for drawing in signed])

    def ask(place: int, _turn: int) -> tuple[str, dict[str, str], bytes]:
        headers = {
            "Authorization": f"Bearer {tokens[place]}", "Content-Type": "application/json", "Idempotency-Key": fresh_key(),
        }  # fmt: skip
        return "/api/v1/applications", headers, next(bodies)

    return ask


def _bare(person: int) -> over_http.Ask:
    made = iter(payloads(person, HTTP_CONNECTIONS * HTTP_TURNS))

    def ask(_place: int, _turn: int) -> tuple[str, dict[str, str], bytes]:
        return "/bare/", {"Content-Type": "application/json"}, next(made)

    return ask


def _ours(person: int, signed: Sequence[str]) -> Callable[[int, int], Once]:
    """``signed``: a drawing for each filing of each process, and one more to begin with."""

    def ready(place: int, turns: int) -> Once:
        clerk, wanted, first = actor("990801"), filing(person), place * (turns + 1)
        own = iter([signed_filing(wanted, drawing) for drawing in signed[first : first + turns + 1]])

        def once(_turn: int) -> None:
            given, key = next(own)
            submit(clerk, given, key=key, now=NOW)

        once(0)
        return once

    return ready


def _floor(person: int) -> Callable[[int, int], Once]:
    def ready(_place: int, turns: int) -> Once:
        made = payloads(person, turns)

        def once(turn: int) -> None:
            write("applications_append", made[turn])

        return once

    return ready
