"""How often one address may try a verification code: often enough for a counter, too seldom to guess."""

from time import time

from django.core.cache import cache

ATTEMPTS = 30
WINDOW = 60
"""Seconds. Codes hold 55 secret bits: at this pace a thousand addresses would guess for ten thousand years."""


def too_fast(address: str) -> bool:
    """Count one attempt from ``address``; whether there were too many within the minute."""
    key = f"verify:{address}:{int(time()) // WINDOW}"
    if cache.add(key, 1, WINDOW * 2):
        return False
    return cache.incr(key) > ATTEMPTS
