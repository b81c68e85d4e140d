"""The description of the API, for programs and for people, and the answer to whoever asks for what is not there."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from msgspec import Struct, json

from yichuang.kernel.errors import Refusal
from yichuang.surfaces.api.problems import problem
from yichuang.surfaces.api.service import ROOT, service


class Entry(Struct, frozen=True):
    """One operation as the page lists it."""

    id: str
    method: str
    path: str
    summary: str
    parameters: tuple[dict[str, Any], ...]
    body: str
    answer: str
    problems: tuple[str, ...]


@cache
def document() -> bytes:
    """The OpenAPI document as it is sent."""
    return json.format(json.encode(service.description_document()), indent=1)


@require_safe
def description(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return HttpResponse(document(), content_type="application/json")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every operation on one page, without a script."""
    return render(request, "api/docs.html", {"sections": sections(), "about": service.description, "root": ROOT})


@csrf_exempt
def nowhere(_request: HttpRequest) -> HttpResponse:
    """Whatever the API does not know."""
    return problem(Refusal("api.no_such_address"))


@cache
def sections() -> tuple[tuple[str, list[Entry]], ...]:
    """The operations by their tag."""
    found: dict[str, list[Entry]] = {}
    for path, methods in json.decode(document())["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_entry(path, method, operation))
    return tuple(found.items())


def _entry(path: str, method: str, operation: dict[str, Any]) -> Entry:
    responses = operation["responses"]
    return Entry(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("description", ""),
        parameters=tuple(operation["parameters"]),
        body=_named(operation.get("requestBody", {})),
        answer=_named(responses["200"]),
        problems=tuple(status for status in responses if status >= "400"),
    )


def _named(content: dict[str, Any]) -> str:
    """The media type and the name of the schema inside."""
    for media, described in content.get("content", {}).items():
        name = described["schema"].get("$ref", "").rpartition("/")[2]
        return f"{media} {name}".strip()
    return ""
