"""How often one address may name a code that does not exist: often enough for a slip, too seldom to guess.

A code that is found costs nothing, so that a counter may check papers all day; one whose check sign is wrong is turned away
without asking the database. Codes hold 55 secret bits: at this pace a thousand addresses would guess for ages of the world.
"""

from time import time

from django.core.cache import cache

ATTEMPTS = 30
WINDOW = 60
"""Seconds."""


def too_fast(address: str) -> bool:
    """Whether ``address`` has named too many unknown codes within the minute."""
    return int(cache.get(_key(address), 0)) >= ATTEMPTS


def count_miss(address: str) -> None:
    """Count an unknown code that ``address`` has named."""
    key = _key(address)
    if not cache.add(key, 1, WINDOW * 2):
        cache.incr(key)


def _key(address: str) -> str:
    return f"verify:{address}:{int(time()) // WINDOW}"
