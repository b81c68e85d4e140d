"""The one place that talks HTTP to the outside, and says in words what went wrong there.

``gateway.unavailable`` and ``gateway.garbled`` may pass: try again later. ``gateway.rejected`` will not.
"""

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

import httpx
import msgspec

from yichuang.gateways.config import Endpoint
from yichuang.kernel.errors import Refusal

CONNECT_SECONDS = 2.0
LONGEST_REASON = 200
TRANSIENT = frozenset({"gateway.unavailable", "gateway.garbled"})
"""Refusals after which the same call may succeed later."""
_BUSY = 429
_NOTHING = frozenset({204, 404})

T = TypeVar("T")


class Problem(msgspec.Struct, frozen=True):
    """How a service explains a rejection."""

    reason: str = ""


def ask(
    endpoint: Endpoint,
    method: str,
    path: str,
    answer: type[T],
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> T:
    """Call ``path`` with a JSON ``body`` and read its answer as an ``answer``."""
    return _decoded(endpoint, _reply(endpoint, method, path, body, headers), answer)


def ask_for(endpoint: Endpoint, method: str, path: str, answer: type[T], *, body: bytes | None = None) -> T | None:
    """Like :func:`ask`, where the service may have nothing: ``None`` for 204 and 404."""
    reply = _send(endpoint, method, path, body, None)
    if reply.status_code in _NOTHING:
        return None
    return _decoded(endpoint, _accepted(endpoint, reply), answer)


def transient(refusal: Refusal) -> bool:
    """Whether the call that was refused is worth trying again later."""
    return refusal.code in TRANSIENT


@cache
def _client() -> httpx.Client:
    """One pool of connections per process. Proxies of the environment are not used: these are inner networks."""
    return httpx.Client(trust_env=False)


def _reply(
    endpoint: Endpoint, method: str, path: str, body: bytes | None, headers: Mapping[str, str] | None
) -> httpx.Response:
    return _accepted(endpoint, _send(endpoint, method, path, body, headers))


def _send(
    endpoint: Endpoint, method: str, path: str, body: bytes | None, headers: Mapping[str, str] | None
) -> httpx.Response:
    """Send; once more where the other side hung up on a kept connection. Every call here may be repeated safely."""
    try:
        try:
            return _once(endpoint, method, path, body, headers)
        except httpx.RemoteProtocolError:
            return _once(endpoint, method, path, body, headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise endpoint.refusal("gateway.unavailable") from error


def _once(
    endpoint: Endpoint, method: str, path: str, body: bytes | None, headers: Mapping[str, str] | None
) -> httpx.Response:
    return _client().request(
        method,
        endpoint.url + path,
        content=body,
        headers={"Content-Type": "application/json", **(headers or {})},
        timeout=httpx.Timeout(endpoint.timeout, connect=CONNECT_SECONDS),
    )


def _accepted(endpoint: Endpoint, reply: httpx.Response) -> httpx.Response:
    if reply.is_success:
        return reply
    if reply.is_server_error or reply.status_code == _BUSY:
        raise endpoint.refusal("gateway.unavailable")
    if not reply.is_client_error:
        raise endpoint.refusal("gateway.garbled")
    raise endpoint.refusal("gateway.rejected", reason=_reason(reply))


def _reason(reply: httpx.Response) -> str:
    try:
        reason = msgspec.json.decode(reply.content, type=Problem).reason
    except msgspec.DecodeError:
        reason = ""
    return reason[:LONGEST_REASON] or f"HTTP {reply.status_code}"


def _decoded(endpoint: Endpoint, reply: httpx.Response, answer: type[T]) -> T:
    try:
        return msgspec.json.decode(reply.content, type=answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise endpoint.refusal("gateway.garbled") from error
