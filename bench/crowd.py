"""Several processes doing one thing for a while, all beginning at the same moment."""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from django.db import connections as connections_of_this_process

SECONDS = 4.0
ROUNDS = 3

Once = Callable[[int], None]
"""Does the thing once; told which turn of this process it is."""


def rate(prepare: Callable[[int, int], Once], connections: int, turns: int, seconds: float = SECONDS) -> float:
    """How often a second ``connections`` processes together do what ``prepare(process, turns)`` returns.

    Each process prepares ``turns`` turns before the clock starts, and stops when the time or its turns are over.
    """
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(connections)
    results: Any = context.Queue()
    workers = [
        context.Process(target=_work, args=(prepare, place, turns, seconds, barrier, results))
        for place in range(connections)
    ]
    connections_of_this_process.close_all()  # before the fork: a connection has one owner
    for worker in workers:
        worker.start()
    found = [results.get(timeout=300) for _ in workers]
    for worker in workers:
        worker.join()
    if failures := sorted((text for _, _, text in found if text), key=lambda text: text.startswith("BrokenBarrier")):
        raise RuntimeError(failures[0])
    return sum(done / spent for done, spent, _ in found)


def _work(
    prepare: Callable[[int, int], Once], place: int, turns: int, seconds: float, barrier: Any, results: Any
) -> None:
    try:
        once = prepare(place, turns)
        barrier.wait(timeout=120)
        done, begun = 0, time.perf_counter()
        while done < turns and time.perf_counter() - begun < seconds:
            once(done)
            done += 1
        results.put((done, time.perf_counter() - begun, ""))
    except Exception as error:  # noqa: BLE001 - told to the parent, which raises it
        barrier.abort()
        results.put((0, 1.0, f"{type(error).__name__}: {error}"))
    finally:
        connections_of_this_process.close_all()


def compared(ours: Callable[[], float], floor: Callable[[], float], rounds: int = ROUNDS) -> tuple[float, float, float]:
    """Medians of (our rate, floor's rate, ratio) over rounds taken alternately, so that noise meets both."""
    pairs: Sequence[tuple[float, float]] = [(floor(), ours()) for _ in range(rounds)]
    return (
        median(ours_rate for _, ours_rate in pairs),
        median(floor_rate for floor_rate, _ in pairs),
        median(ours_rate / floor_rate for floor_rate, ours_rate in pairs),
    )
