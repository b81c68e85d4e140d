"""The kinds of values that come in: each says in the schema exactly what it takes, so that nothing odd gets further."""

from datetime import date
from typing import Annotated, Any

from ninja import Header
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

PRINTABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""No control characters but tab and line ends: PostgreSQL stores no NUL, and no paper prints the others."""
BIGGEST_ID = 2**53 - 1
"""What every JSON reader reads exactly; far below PostgreSQL's bigint."""


class Sent(BaseModel):
    """Base of everything that comes in as JSON: what is not described is refused."""

    model_config = ConfigDict(extra="forbid")


def _written_day(value: Any) -> Any:
    """A day is written as one; a number of seconds is no day."""
    if not isinstance(value, str):
        raise ValueError("not a day")  # noqa: TRY004 - pydantic speaks of values
    return date.fromisoformat(value) if len(value) == len("2026-11-21") else value


Term = Annotated[str, StringConstraints(max_length=200, pattern=PRINTABLE)]
Prose = Annotated[str, StringConstraints(max_length=2000, pattern=PRINTABLE)]
Key = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9][a-z0-9_-]*$")]
"""A code of the catalogue: an item, an element, an evidence type, a step."""
Number = Annotated[str, StringConstraints(max_length=50, pattern=r"^[0-9A-Za-z-]+$")]
"""Number of an application or a case."""
Sm3 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""Digest under which a file is stored."""
MaybeSm3 = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
Id = Annotated[int, Field(strict=True, ge=1, le=BIGGEST_ID)]
PathId = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
Few = Annotated[int, Field(strict=True, ge=0, le=999)]
"""A count of days, originals, copies."""
Version = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
Day = Annotated[date, BeforeValidator(_written_day)]

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=100,
        pattern=r"^[A-Za-z0-9._~-]+$",
        description="Chosen by the caller, new for each new request. The same key and content again give the same answer.",
    ),
]
IfMatch = Annotated[
    str,
    Header(
        alias="If-Match",
        max_length=20,
        pattern=r'^("[0-9]{1,9}"|\*)$',
        description="The ETag under which the case was read, or `*` for whatever version.",
    ),
]


def version_in(if_match: str) -> int | None:
    """The version inside an entity tag; None for any."""
    return None if if_match == "*" else int(if_match.strip('"'))


def tag(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'
