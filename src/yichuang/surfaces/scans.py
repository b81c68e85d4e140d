"""A scan as it was stored, for whoever the gate has let see it: shown in the browser, never run there."""

from django.http import HttpResponse

from yichuang.evidence.files import read_file
from yichuang.evidence.models import StoredFile


def scan(stored: StoredFile) -> HttpResponse:
    """The file, kept by nobody on its way. Nothing is stored but pictures and PDFs."""
    response = HttpResponse(read_file(stored.sm3), content_type=stored.media_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
