"""A scan as it was stored, for whoever the gate has let see it: shown in the browser where that is safe, never run there."""

from django.http import HttpResponse

from yichuang.evidence.files import read_file
from yichuang.evidence.models import StoredFile

SHOWN = frozenset({"image/png", "image/jpeg", "image/webp", "application/pdf"})


def scan(stored: StoredFile) -> HttpResponse:
    """The file, kept by nobody on its way."""
    response = HttpResponse(read_file(stored.sm3), content_type=stored.media_type)
    response["Content-Disposition"] = "inline" if stored.media_type in SHOWN else "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
