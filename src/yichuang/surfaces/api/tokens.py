"""Verbs: give a program a token, take it back; and the read of who calls with one."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import Q
from msgspec import Struct

from yichuang.kernel.crypto import sm3
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor
from yichuang.organisation.models import Staff
from yichuang.organisation.queries import actor_for
from yichuang.surfaces.api.models import ApiToken
from yichuang.surfaces.api.terms import Scope

MARK = "yck_"
"""By which a leaked token is known for what it is."""
SHOWN = 12
SECRET_BYTES = 32
LONGEST_DAYS = 366
"""A token that nobody renews ends within a year."""
USE_NOTED_EVERY = timedelta(minutes=1)


FRESH_SECONDS = 2.0
MOST_KNOWN = 10_000
_known: dict[str, tuple[float, "Caller"]] = {}
"""Callers by their token's digest, with the monotonic moment of the look-up. Refusals are never remembered."""


class NewToken(Struct, frozen=True):
    """A token and its text, which is shown this once."""

    token: ApiToken
    text: str


class Caller(Struct, frozen=True):
    """Who calls with a token, and what for it was given."""

    token_id: int
    actor: Actor
    scopes: frozenset[Scope]


def create_token(owner: Staff, *, name: str, days: int, scopes: Iterable[Scope], now: datetime) -> NewToken:
    """Give ``owner`` a token for the program ``name`` that holds for ``days``.

    Refusal("api.token_days") outside 1 to :data:`LONGEST_DAYS`, ("api.token_owner") for staff who no longer serve,
    ("api.token_scopes") without a scope.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise Refusal("api.token_days", longest=LONGEST_DAYS)
    if not owner.active:
        raise Refusal("api.token_owner", badge=owner.badge)
    wanted = sorted(set(scopes))
    if not wanted:
        raise Refusal("api.token_scopes")
    text = MARK + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken.objects.create(
        name=name.strip() or owner.badge,
        prefix=text[:SHOWN],
        digest=_digest(text),
        owner=owner,
        scopes=[scope.value for scope in wanted],
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return NewToken(token, text)


def revoke_token(prefix: str, *, now: datetime) -> int:
    """Take back the tokens that begin like this. How many; Refusal("api.token_unknown") when there is none in force."""
    forget_callers()
    revoked = ApiToken.objects.filter(prefix=prefix[:SHOWN], revoked_at=None).update(revoked_at=now)
    if not revoked:
        raise Refusal("api.token_unknown", prefix=prefix[:SHOWN])
    return revoked


def tokens_of(unit_path: str = "/", limit: int = 200) -> list[ApiToken]:
    """The tokens of a subtree's staff, newest first. One query."""
    found = ApiToken.objects.filter(owner__unit__path__startswith=unit_path).select_related("owner")
    return list(found.order_by("-id")[:limit])


def caller(text: str, *, now: datetime) -> Caller:
    """Who calls with the token ``text``. Two queries, and one more a minute to note the use; nothing while the answer is
    :data:`FRESH_SECONDS` old at most: as late does a revocation or a changed grant bite in another process.

    Refusal("api.token_refused") for one that is unknown, expired or revoked, or whose owner no longer serves.
    """
    digest = _digest(text)
    at, known = _known.get(digest, (0.0, None))
    if known is None or monotonic() - at >= FRESH_SECONDS:
        known = _looked_up(digest, now)
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[digest] = (monotonic(), known)
    return known


def forget_callers() -> None:
    """Look every token up afresh: after a revocation here, or where the database is another."""
    _known.clear()


def _looked_up(digest: str, now: datetime) -> Caller:
    token = _in_force(digest, now)
    actor = actor_for(token.owner.account_id, local_date(now)) if token else None
    if token is None or actor is None:
        raise Refusal("api.token_refused")
    _note_use(token, now)
    return Caller(token.pk, actor, frozenset(Scope(scope) for scope in token.scopes))


def _in_force(digest: str, now: datetime) -> ApiToken | None:
    standing = ApiToken.objects.filter(digest=digest, revoked_at=None, expires_at__gt=now)
    return standing.select_related("owner").first()


def _note_use(token: ApiToken, now: datetime) -> None:
    if token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def _digest(text: str) -> str:
    """A token is 256 random bits, so a plain digest cannot be guessed back."""
    return sm3(text.encode()).hex()
