"""How the API says no: problem details after RFC 9457, in the caller's language, always with what to do next."""

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from msgspec import Struct, json
from ninja.errors import AuthenticationError, HttpError, ValidationError

from yichuang.applications.judge import NotYet
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.surfaces.api.border import schema_of

MEDIA_TYPE = "application/problem+json"
HIDDEN = 500
"""From this status on a refusal speaks of our own house, and an operator must hear of it."""
log = logging.getLogger(__name__)


class Fault(Struct, frozen=True):
    """One thing that is wrong with a request. `pointer` is a JSON pointer into the body, or `query/…`, `path/…`, `header/…`;
    `field` the form element and `evidence` the line of the material list concerned, if any; `next` what to do about it.
    """

    code: str
    detail: str
    next: str
    pointer: str
    field: str = ""
    evidence: str = ""


class Problem(Struct, frozen=True):
    """Problem details (RFC 9457). `code` is stable; `type` is `urn:yichuang:problem:` and the code; `next` what to do now."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    next: str
    errors: tuple[Fault, ...] = ()


READ = (401, 403, 404, 406, 422, 429, 500, 503)
WRITE = (400, 401, 403, 404, 406, 409, 412, 413, 415, 422, 429, 500, 503)


def answers(model: Any, problems: tuple[int, ...] = READ) -> dict[Any, Any]:
    """The ``response`` of an operation: ``model``, or one of ``problems``."""
    return {200: model, **dict.fromkeys(problems, schema_of(Problem))}


def problem(refusal: Refusal, *, status: int = 0, errors: Iterable[Fault] = ()) -> HttpResponse:
    """The answer that says ``refusal``."""
    code = status or refusal.status
    told = Problem(
        type=f"urn:yichuang:problem:{refusal.code}",
        title=label("http_status", str(code)),
        status=code,
        detail=refusal.message(),
        code=refusal.code,
        next=refusal.next_step(),
        errors=tuple(errors),
    )
    response = HttpResponse(json.encode(told), status=code, content_type=MEDIA_TYPE)
    for name, value in _headers(refusal).items():
        response[name] = value
    return response


def _headers(refusal: Refusal) -> dict[str, str]:
    if refusal.code == "api.too_fast":
        return {"Retry-After": str(refusal.params["seconds"])}
    return {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else {}  # noqa: PLR2004


# --- what went wrong, as a refusal ------------------------------------------------------------------------------------


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if refusal.status >= HIDDEN:
        log.error("%s %s: %s", request.method, request.path, refusal.code)
    if isinstance(refusal, NotYet):
        return problem(refusal, errors=_standing_against(refusal))
    if refusal.code == "events.conflict" and "If-Match" in request.headers:
        return problem(refusal, status=412)
    return problem(refusal)


def _standing_against(refusal: NotYet) -> list[Fault]:
    said = [(each, Refusal(each.code, **each.params)) for each in refusal.problems]
    return [
        Fault(
            code=each.code,
            detail=words.message(),
            next=words.next_step(),
            pointer=_place(each.field, each.evidence),
            field=each.field,
            evidence=each.evidence,
        )
        for each, words in said
    ]


def _place(element: str, evidence: str) -> str:
    return f"/form/{element}" if element else f"/materials/{evidence}" if evidence else ""


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [_fault(each) for each in error.errors]
    return problem(Refusal("api.invalid", count=len(faults)), errors=faults)


_FORMS = {
    "missing": "api.field_missing",
    "extra_forbidden": "api.field_unknown",
    "string_too_short": "api.field_length",
    "string_too_long": "api.field_length",
    "too_short": "api.field_length",
    "too_long": "api.field_length",
    "greater_than_equal": "api.field_range",
    "less_than_equal": "api.field_range",
    "string_pattern_mismatch": "api.field_form",
    "value_error": "api.field_form",
    "enum": "api.field_choice",
    "literal_error": "api.field_choice",
    "union_tag_invalid": "api.field_choice",
    "union_tag_not_found": "api.field_missing",
}
"""Our words for pydantic's kinds of errors; whatever is not here is of the wrong type."""


def _fault(error: Mapping[str, Any]) -> Fault:
    context = error.get("ctx", {})
    expected = str(context.get("expected") or context.get("expected_tags") or "")
    words = Refusal(_FORMS.get(error["type"], "api.field_kind"), expected=expected)
    return Fault(code=words.code, detail=words.message(), next=words.next_step(), pointer=_pointer(error["loc"]))


def _pointer(place: tuple[str | int, ...]) -> str:
    """``("body", "wanted", "choices", 0)`` is ``/choices/0``: the body's own name is not part of it."""
    source, *steps = place
    inner = steps[1:] if source == "body" else steps
    escaped = [str(step).replace("~", "~0").replace("/", "~1") for step in inner]
    return "/" + "/".join(escaped) if source == "body" else "/".join([str(source), *escaped])


def _not_json(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """The only one that the library raises itself: a body that cannot be parsed."""
    return problem(Refusal("api.not_json" if error.status_code == 400 else "api.bad_request"))  # noqa: PLR2004


def _signed_out(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problem(Refusal("authority.signed_out"))


def _nowhere(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(Refusal("api.no_such_address"))


def _unreadable(_request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, RequestDataTooBig):
        return problem(Refusal("api.too_large", largest="30 MB"))
    return problem(Refusal("api.bad_request"))


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Nobody outside learns what broke; whoever reads the log finds it by the reference."""
    reference = secrets.token_hex(4)
    log.error("%s %s broke, reference %s", request.method, request.path, reference, exc_info=error)
    return problem(Refusal("api.fault", reference=reference))


_ANSWERS: tuple[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]], ...] = (
    (Refusal, _refused),
    (ValidationError, _invalid),
    (AuthenticationError, _signed_out),
    (HttpError, _not_json),
    (Http404, _nowhere),
    (BadRequest, _unreadable),
    (SuspiciousOperation, _unreadable),
    (MultiPartParserError, _unreadable),
    (Exception, _broken),
)


def said(request: HttpRequest, error: Exception) -> HttpResponse:
    """Whatever went wrong, as a problem."""
    answer = next(answer for kind, answer in _ANSWERS if isinstance(error, kind))
    return answer(request, error)
