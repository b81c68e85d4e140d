"""All operations together: the service, its description, its addresses."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from msgspec import json
from ninja import NinjaAPI
from ninja.parser import Parser

from yichuang.surfaces.api import (
    applications,
    cases,
    files,
    hand_overs,
    items,
    licences,
    organisations,
    papers,
    persons,
    plans,
    representatives,
    worklist,
)
from yichuang.surfaces.api.door import door
from yichuang.surfaces.api.problems import MEDIA_TYPE, said

ROOT = "/api/v1/"
PROBLEMS_FROM = 400
ABOUT = """The verbs and reads of the one-window service platform for programs.

A program sends `Authorization: Bearer` with a token that an administrator made (`./run yichuang token create BADGE`); it
acts as the token's owner and reaches what that person's grants reach. A page of the house may call with its session and a
CSRF token instead. What is absent and what is forbidden answer alike, with 404.

Writes carry an `Idempotency-Key`. Everything that goes wrong is a problem (RFC 9457) in Chinese or English, by
`Accept-Language`, with a stable `code` and what to do next."""


class StrictJson(Parser):
    """JSON as its standard has it: no NaN, no lone surrogates, no text in another encoding."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.decode(request.body)


class Service(NinjaAPI):
    """The API with problems told, and described, as what they are."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return said(request, exc)

    def description_document(self) -> dict[str, Any]:
        """The OpenAPI 3.1 document."""
        document: dict[str, Any] = json.decode(json.encode(_plain(self.get_openapi_schema(path_prefix=ROOT))))
        for operation in operations(document):
            for status, response in operation["responses"].items():
                _describe(operation, int(status), response)
        return document


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Every operation of an OpenAPI document."""
    return [operation for path in document["paths"].values() for operation in path.values()]


def _describe(operation: dict[str, Any], status: int, response: dict[str, Any]) -> None:
    """What the library does not say: problems have a media type of their own, a paper is a PDF, a case has an ETag."""
    if status >= PROBLEMS_FROM:
        response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    elif operation["operationId"] == "get_paper":
        response["content"] = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
    elif operation["operationId"] in {"get_case", "act_on_case"}:
        response["headers"] = {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}}}


def _plain(value: Any) -> Any:
    """The document without the library's own kinds of dicts; statuses become text, as JSON has it."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


service = Service(
    title="一窗 Yichuang",
    version="1",
    description=ABOUT,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    parser=StrictJson(),
)
service.add_decorator(door, mode="view")
for prefix, room in (
    ("/items", items),
    ("", plans),
    ("/persons", persons),
    ("/organisations", organisations),
    ("", representatives),
    ("", applications),
    ("", cases),
    ("", licences),
    ("/worklist", worklist),
    ("/hand-overs", hand_overs),
    ("/files", files),
    ("/papers", papers),
):
    service.add_router(prefix, room.router)
