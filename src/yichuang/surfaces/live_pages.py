"""Where an open page hears of what changes: the address of the live-update process with a permission to listen."""

from collections.abc import Iterable

from django.conf import settings

from yichuang.kernel.live import token


def live_url(topics: Iterable[str]) -> str:
    """The address for a page that listens to ``topics``; empty without a live-update process (the page asks instead)."""
    base = settings.LIVE_URL.rstrip("/")
    return f"{base}/live/{token(topics)}" if base else ""
