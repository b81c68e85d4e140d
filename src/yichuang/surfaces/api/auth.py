"""Who calls: a program with a token, or a signed-in member of staff's own browser."""

from time import monotonic

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.api.pace import Bucket, drawn, full, wait
from yichuang.surfaces.api.terms import Scope
from yichuang.surfaces.api.tokens import caller

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_buckets: dict[int, Bucket] = {}
"""By token id; there are as many as tokens in use."""


class Token(HttpBearer):
    """``Authorization: Bearer yck_…``. Whoever sends one is judged by it alone, whatever cookies come along."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        found = caller(token.strip(), now=now())
        _keep_pace(found.token_id)
        if self.scope not in found.scopes:
            raise Refusal("api.scope_missing", scope_zh=label("api_scope", self.scope, "zh"),
                          scope_en=label("api_scope", self.scope, "en"))  # fmt: skip
        vars(request)["actor"] = found.actor  # where current_actor looks first
        return found.actor


class Session(AuthBase):
    """The staff session of the screens: password and one-time code, idle end, CSRF for whatever writes."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Actor:
        actor = current_actor(request)
        if request.method not in SAFE and check_csrf(request):
            raise Refusal("api.csrf")
        return actor


def _keep_pace(token: int) -> None:
    moment = monotonic()
    bucket = _buckets.get(token) or full(moment)
    after = drawn(bucket, moment)
    if after is None:
        raise Refusal("api.too_fast", seconds=wait(bucket, moment))
    _buckets[token] = after


READING = [Token(Scope.READ), Session()]
FILING = [Token(Scope.FILE), Session()]
WORKING = [Token(Scope.WORK), Session()]
