"""``accept``: the full receive-and-accept command against one bare SQL function call that writes the same rows.

Ours: load what the visit stands on, make the plan, judge form and materials, lay the route, decide, compute the clock,
chain the events, write. Floor: the very same statement with the very same content, made before the clock starts.
"""

from collections.abc import Callable, Sequence

from django.db import connection

from bench.crowd import Once, compared, rate
from bench.report import Figure
from bench.visits import actor, file_once, filing, found_bureau, payloads

GOAL = 0.5
TURNS = {1: 2500, 8: 900}


def run(_arguments: list[str]) -> Sequence[Figure]:
    """Rates and ratios at 1 and 8 connections."""
    person = found_bureau()
    figures: list[Figure] = []
    for connections, turns in TURNS.items():
        ours, floor, ratio = compared(
            lambda: rate(_ours(person), connections, turns),  # noqa: B023 - called within the turn
            lambda: rate(_floor(person), connections, turns),  # noqa: B023
        )
        figures += [
            Figure(f"accept, {connections} connections", ours, "per second"),
            Figure(f"bare call, {connections} connections", floor, "per second"),
            Figure(f"accept / bare call, {connections} connections", ratio, "ratio", f">= {GOAL}"),
        ]
    return figures


def _ours(person: int) -> Callable[[int, int], Once]:
    def ready(_place: int, _turns: int) -> Once:
        clerk, wanted = actor("990801"), filing(person)

        def once(_turn: int) -> None:
            file_once(clerk, wanted)

        once(0)
        return once

    return ready


def _floor(person: int) -> Callable[[int, int], Once]:
    def ready(_place: int, turns: int) -> Once:
        made = payloads(person, turns)

        def once(turn: int) -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT applications_append(%s::jsonb)", [made[turn]])

        return once

    return ready
