"""No request body larger than the house has a use for: refused by its announced length, before a byte of it is read.

Django bounds what it keeps in memory, not what it spools to disk, and it parses forms before anybody has signed in.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yichuang.evidence.media import LARGEST as SCAN
from yichuang.evidence.media import MEGABYTE
from yichuang.kernel.errors import Refusal

LARGEST = 64 * MEGABYTE
"""Bytes. A scan beyond ``evidence.media.LARGEST`` still gets its own words from the evidence room up to here; the proxy in
front must let as much through (``docs/deploy.md``).
"""
Answer = Callable[[HttpRequest], HttpResponse]


class BodyBound:
    """Middleware: the first one, so that nothing reads the body before."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 to a body beyond the bound; one without a length is not read as a form by the server."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > LARGEST:
            refusal = Refusal("surfaces.body_too_large", largest=LARGEST // MEGABYTE, scan=SCAN // MEGABYTE)
            return HttpResponse(f"{refusal}\n", status=refusal.status, content_type="text/plain; charset=utf-8")
        return self._get_response(request)
