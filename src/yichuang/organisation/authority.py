"""The one gate (law 1): who acts, what they may do, and the only way from an id in a request to an object.

Views take ``current_actor`` or ``staff_required``; verbs take ``require``; whatever turns an id of a request into an
object goes through a ``Gate``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar

from django.db import DataError
from django.http import HttpRequest, HttpResponseBase
from msgspec import Struct

from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor, GrantFacts, may, oversees
from yichuang.organisation.queries import actor_for
from yichuang.organisation.second_factor import step_missing
from yichuang.organisation.session import leave_for
from yichuang.organisation.terms import Act, Role
from yichuang.organisation.wording import words

__all__ = [
    "Act",
    "Actor",
    "Gate",
    "GrantFacts",
    "Opening",
    "Sluice",
    "current_actor",
    "may",
    "opened_gates",
    "oversees",
    "require",
    "require_role",
    "staff_required",
    "watch_gates",
]


def require(actor: Actor, act: Act, line: Line, level: Level, unit_path: str, on: date) -> None:
    """Pass when ``actor`` may; else raise ``authority.not_granted``, which names the line, the act and the level."""
    if not may(actor, act, line, level, unit_path, on):
        raise Refusal(
            "authority.not_granted", **words(line=("line", line), act=("act", act), level=("unit_level", level))
        )


def require_role(actor: Actor, *roles: Role) -> None:
    """Pass when ``actor`` has one of ``roles``; else raise ``authority.role_needed``, which names them."""
    if actor.roles.isdisjoint(roles):
        raise Refusal(
            "authority.role_needed",
            roles_zh="、".join(label("role", role, "zh") for role in roles),
            roles_en=", ".join(label("role", role, "en") for role in roles),
        )


class Opening(Struct, frozen=True):
    """One use of a gate."""

    gate: str
    need: str


opened_gates: ContextVar[list[Opening] | None] = ContextVar("opened_gates", default=None)
"""The gates used in this context while a test watches; None = nobody does."""


@contextmanager
def watch_gates() -> Iterator[list[Opening]]:
    """Collect every use of a gate inside the block."""
    opened: list[Opening] = []
    token = opened_gates.set(opened)
    try:
        yield opened
    finally:
        opened_gates.reset(token)


Key = TypeVar("Key")
Found = TypeVar("Found")
Need = TypeVar("Need")
Rows = TypeVar("Rows")
Rest = ParamSpec("Rest")


class Gate(Generic[Key, Found, Need]):
    """The only way from an id in a request to an object. Absent and forbidden look the same.

    ``load`` returns the object or None; ``allows`` says whether this actor may have it for this need; a key of a bad
    shape (ValueError or OverflowError from ``load``, DataError from the database) is absent too.
    """

    def __init__(
        self, name: str, load: Callable[[Key], Found | None], allows: Callable[[Actor, Found, Need], bool]
    ) -> None:
        self.name = name
        self._load = load
        self._allows = allows

    def open(self, actor: Actor, key: Key, need: Need) -> Found:
        """Return the object; raise ``authority.not_found`` when it is absent or not for this actor."""
        _record(self.name, need)
        try:
            found = self._load(key)
        except (ValueError, OverflowError, DataError):  # the last one for a NUL, which no text of the database holds
            found = None
        if found is None or not self._allows(actor, found, need):
            raise Refusal("authority.not_found")
        return found


class Sluice(Generic[Rows, Need]):
    """The gate of lists, searches and exports: cuts ``rows`` down to what the actor may see."""

    def __init__(self, name: str, narrow: Callable[[Actor, Rows, Need], Rows]) -> None:
        self.name = name
        self._narrow = narrow

    def open(self, actor: Actor, rows: Rows, need: Need) -> Rows:
        """Return the rows that this actor may see for this need."""
        _record(self.name, need)
        return self._narrow(actor, rows, need)


def _record(gate: str, need: object) -> None:
    opened = opened_gates.get()
    if opened is not None:
        opened.append(Opening(gate, str(need)))


def current_actor(request: HttpRequest) -> Actor:
    """Return who acts in this request, fully signed in (password and code), looked up once per request.

    Raises ``authority.signed_out``, ``authority.second_factor`` or ``authority.no_staff``.
    """
    known: Actor | None = vars(request).get("actor")
    if known is None:
        known = vars(request)["actor"] = _actor_of(request)
    return known


def _actor_of(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        raise Refusal("authority.signed_out")
    if step_missing(request):
        raise Refusal("authority.second_factor")
    actor = actor_for(request.user.pk, today())
    if actor is None:
        raise Refusal("authority.no_staff")
    return actor


View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def staff_required(*roles: Role) -> Callable[[View[Rest]], View[Rest]]:
    """Let only signed-in staff with one of ``roles`` (none named = any staff) into a view.

    Who is not signed in goes to the sign-in page, who has no code device yet goes to set one up, and both come back.
    """

    def guard(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
            step = step_missing(request) if request.user.is_authenticated else "account_login"
            if step:
                return leave_for(request, step)
            actor = current_actor(request)
            if roles:
                require_role(actor, *roles)
            return view(request, *args, **kwargs)

        return guarded

    return guard
