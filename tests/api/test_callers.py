"""Who may call: a token's owner, a signed-in member of staff, nobody else."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.api.calling import Caller
from tests.ground.refusals import nothing_written
from tests.ground.refusals import refused as refused_by
from tests.ground.world import TODAY, World
from tests.signing_in import sign_in
from yichuang.kernel import moment
from yichuang.surfaces.api.models import ApiToken
from yichuang.surfaces.api.pace import BURST, PER_SECOND, Bucket, drawn, full, wait
from yichuang.surfaces.api.terms import Scope
from yichuang.surfaces.api.tokens import create_token, revoke_token


def refused(answer, status: int, code: str) -> bool:
    return (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (
        status, "application/problem+json", code,
    )  # fmt: skip


def test_a_token_is_kept_as_its_digest_only(world: World):
    caller = Caller(world, "990801")
    token = ApiToken.objects.get()
    assert caller.token.startswith(token.prefix)
    assert caller.token not in {str(value) for value in vars(token).values()}


def test_a_token_acts_as_its_owner(world: World):
    assert Caller(world, "990801").get("/worklist").status_code == 200
    token = ApiToken.objects.get()
    assert token.last_used_at == TODAY


def test_without_a_token_or_session_nobody_gets_in(world: World):
    answer = Client().get("/api/v1/worklist")
    assert refused(answer, 401, "authority.signed_out")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("text", ["", "yck_nothing", "\u00e9\u00e9", "x" * 4000])
def test_an_unknown_token_is_refused(world: World, text):
    assert refused(
        Client().get("/api/v1/worklist", headers={"Authorization": f"Bearer {text}"}), 401, "api.token_refused"
    )


def test_an_expired_token_is_refused(world: World):
    caller = Caller(world, "990801")
    with moment.at(TODAY + timedelta(days=30)):
        assert refused(caller.get("/worklist"), 401, "api.token_refused")


def test_a_revoked_token_is_refused(world: World):
    caller = Caller(world, "990801")
    assert revoke_token(caller.token[:12], now=TODAY) == 1
    assert refused(caller.get("/worklist"), 401, "api.token_refused")
    with refused_by("api.token_unknown"):
        revoke_token(caller.token[:12], now=TODAY)


def test_a_token_whose_owner_left_is_refused(world: World):
    caller = Caller(world, "990801")
    member = world.staff["990801"]
    type(member).objects.filter(pk=member.pk).update(active=False)
    assert refused(caller.get("/worklist"), 401, "api.token_refused")


def test_a_token_reaches_only_as_far_as_its_scopes(world: World):
    reader = Caller(world, "990801", "read")
    assert reader.get("/worklist").status_code == 200
    assert refused(reader.post("/applications", {}), 403, "api.scope_missing")
    assert refused(reader.act("X", "resume"), 403, "api.scope_missing")


@pytest.mark.parametrize(
    ("days", "scopes", "code"),
    [(0, [Scope.READ], "api.token_days"), (367, [Scope.READ], "api.token_days"), (10, [], "api.token_scopes")],
)
def test_a_token_without_end_or_purpose_is_not_made(world: World, days, scopes, code):
    with nothing_written(), refused_by(code):
        create_token(world.staff["990801"], name="x", days=days, scopes=scopes, now=TODAY)


def test_a_signed_in_member_of_staff_reads_with_the_session(world: World):
    client = Client()
    sign_in(client, world.staff["990801"].account)
    assert client.get("/api/v1/worklist").status_code == 200


def test_a_session_without_the_one_time_code_does_not_count(world: World):
    client = Client()
    client.force_login(world.staff["990801"].account)
    assert refused(client.get("/api/v1/worklist"), 401, "authority.second_factor")


def test_a_session_writes_only_with_the_csrf_token(world: World):
    client = Client(enforce_csrf_checks=True)
    sign_in(client, world.staff["990801"].account)
    body = {"person": world.person().pk, "choices": [{"item": "hz-move-spouse"}]}
    assert refused(client.post("/api/v1/plans", body, "application/json"), 403, "api.csrf")
    client.cookies["csrftoken"] = "a" * 32
    answer = client.post("/api/v1/plans", body, "application/json", headers={"X-CSRFToken": "a" * 32})
    assert answer.status_code == 200, answer.content


def test_whoever_calls_too_fast_is_told_when_to_go_on(world: World, monkeypatch):
    from yichuang.surfaces.api import pace

    caller = Caller(world, "990801")
    monkeypatch.setattr(pace, "BURST", 2)
    monkeypatch.setattr(pace, "PER_SECOND", 0.01)
    answers = [caller.get("/items", limit=1) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert refused(answers[2], 429, "api.too_fast")
    assert int(answers[2]["Retry-After"]) >= 1


def test_a_bucket_empties_and_fills_again():
    bucket = full(0.0)
    for _ in range(BURST):
        bucket = drawn(bucket, 0.0)
        assert bucket is not None
    assert drawn(bucket, 0.0) is None
    assert wait(bucket, 0.0) == 1
    assert drawn(bucket, 1.0).left == PER_SECOND - 1
    assert drawn(Bucket(0.0, 0.0), 10_000.0).left == BURST - 1
