"""The content security policy: everything comes from this house, nothing is written inline.

Add ``yichuang.surfaces.design.policy.ContentSecurityPolicy`` to MIDDLEWARE after SecurityMiddleware. A view that must differ
sets the header itself. Source: W3C Content Security Policy Level 3.
"""

from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"


@cache
def policy(live_url: str) -> str:
    """The header's value; ``live_url`` is where browsers reach the live-update process, "" for none."""
    live = urlsplit(live_url)
    connect = f"'self' {live.scheme}://{live.netloc}" if live.netloc else "'self'"
    rules = {
        "default-src": "'self'",
        "img-src": "'self' data: blob:",
        "connect-src": connect,
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class ContentSecurityPolicy:
    """Middleware that sends the policy with each answer that has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, policy(settings.LIVE_URL))
        return response
