"""What is let in: the method, the form and the size of a request, looked at before anything of it is read."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase

from yichuang.evidence.media import LARGEST, MEGABYTE
from yichuang.kernel.errors import Refusal
from yichuang.surfaces.api.problems import MEDIA_TYPE, problem

JSON = "application/json"
FORM = "multipart/form-data"
PDF = "application/pdf"
UTF8 = frozenset({"", "utf-8", "utf8", "us-ascii"})
JSON_LARGEST = MEGABYTE
WRAPPING = MEGABYTE
"""What a form puts around a file of the largest size."""
METHOD_NOT_ALLOWED = 405

View = Callable[..., HttpResponseBase]


def door(operation: View) -> View:
    """Let only sound requests into ``operation``; whoever is turned away hears why as a problem."""

    @wraps(operation)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        refusal = _standing_against(request)
        return problem(refusal) if refusal else operation(request, *args, **kwargs)

    return guarded


def told_of_method(view: View) -> View:
    """Let ``view`` answer a method that it does not take with a problem too."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != METHOD_NOT_ALLOWED:
            return response
        told = problem(Refusal("api.method", method=request.method))
        told["Allow"] = response["Allow"]
        return told

    return answered


def _standing_against(request: HttpRequest) -> Refusal | None:
    produced = PDF if request.path.endswith(".pdf") else JSON
    if not (request.accepts(produced) or request.accepts(MEDIA_TYPE)):
        return Refusal("api.not_acceptable", media=produced)
    return _content(request) if request.method == "POST" else None


def _content(request: HttpRequest) -> Refusal | None:
    wanted, largest = (FORM, LARGEST) if request.path.endswith("/files") else (JSON, JSON_LARGEST)
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest + (WRAPPING if wanted == FORM else 0):
        return Refusal("api.too_large", largest=f"{largest // MEGABYTE} MB")
    charset = (request.content_params or {}).get("charset", "").lower()
    if request.content_type != wanted or charset not in UTF8:
        return Refusal("api.media_type", media=wanted)
    return None
