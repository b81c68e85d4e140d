"""Cursors: where a page ended, opaque to the caller and signed, good only for the list and the person it was made for."""

from typing import Annotated, TypeVar

from django.core.signing import BadSignature, Signer
from msgspec import MsgspecError, Struct, json
from ninja import Query

from yichuang.kernel.errors import Refusal

MOST = 200
"""No page is longer."""
USUAL = 50
Place = TypeVar("Place", bound=Struct)

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[
    str,
    Query(max_length=400, pattern=r"^[A-Za-z0-9_:.-]*$", description="`next` of the page before; empty for the first."),
]


def sealed(place: Struct | None, of: str) -> str | None:
    """``place`` as a cursor of the list ``of``; None where nothing follows."""
    return _signer(of).sign_object(list(json.decode(json.encode(place)).values())) if place is not None else None


def opened(cursor: str, kind: type[Place], of: str) -> Place | None:
    """The place inside ``cursor``; None for the first page. Refusal("api.bad_cursor") for one that we did not make."""
    if not cursor:
        return None
    try:
        found = _signer(of).unsign_object(cursor)
        return json.decode(json.encode(dict(zip(kind.__struct_fields__, found, strict=True))), type=kind)
    except (BadSignature, MsgspecError, ValueError):
        raise Refusal("api.bad_cursor") from None


def _signer(of: str) -> Signer:
    return Signer(salt=f"api cursor {of}")
