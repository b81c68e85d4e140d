"""Tokens from the command line."""

from argparse import Namespace

from django.test import Client

from tests.ground.refusals import nothing_written, refused
from tests.ground.world import World
from yichuang.__main__ import commands, parser
from yichuang.organisation.models import Staff
from yichuang.surfaces.api.commands import create, list_tokens, revoke


def run(*words: str) -> Namespace:
    return parser(commands()).parse_args(words)


def test_a_token_is_made_listed_and_taken_back(world: World):
    made = create(run("token", "create", "990801", "--days", "7", "--scope", "read", "--name", "counter screen"))
    token = made.data["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert made.lines[0] == token
    assert Client().get("/api/v1/worklist", headers=headers).status_code == 200
    (row,) = list_tokens(run("token", "list")).data
    assert (row["badge"], row["name"], row["scopes"]) == ("990801", "counter screen", ["read"])
    assert token not in str(row)
    assert revoke(run("token", "revoke", made.data["prefix"])).data == {"revoked": 1}
    assert Client().get("/api/v1/worklist", headers=headers).status_code == 401


def test_a_token_without_a_named_scope_may_do_everything_its_owner_may(world: World):
    assert create(run("token", "create", "990801")).data["scopes"] == ["read", "file", "work"]


def test_nobody_who_is_not_there_gets_a_token(world: World):
    with nothing_written(), refused("api.token_owner"):
        create(run("token", "create", "999999"))


def test_nobody_who_no_longer_serves_gets_a_token(world: World):
    Staff.objects.filter(badge="990801").update(active=False)
    with nothing_written(), refused("api.token_owner"):
        create(run("token", "create", "990801"))
