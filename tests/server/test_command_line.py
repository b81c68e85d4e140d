"""The command line: what rooms offer, for people and for programs."""

import json
import os

import pytest

from yichuang import __main__ as command_line
from yichuang.kernel.command import Answer, Argument, Command
from yichuang.kernel.errors import Refusal


def offer(monkeypatch, *commands):
    monkeypatch.setattr(command_line, "commands", lambda: iter(commands))
    monkeypatch.setattr(command_line, "settle", lambda *_: None)


def greet(arguments):
    return Answer({"greeted": arguments.who}, (f"Hello {arguments.who}",))


GREET = Command("people greet", "say hello", greet, (Argument(("who",), "whom"),), needs_database=False)


def test_people_read_lines(monkeypatch, capsys):
    offer(monkeypatch, GREET)
    assert command_line.main(["people", "greet", "Li"]) == 0
    assert capsys.readouterr().out == "Hello Li\n"


def test_programs_read_one_json_value(monkeypatch, capsys):
    offer(monkeypatch, GREET)
    assert command_line.main(["people", "greet", "Li", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"greeted": "Li"}


def test_a_bad_finding_ends_with_status_1(monkeypatch):
    offer(monkeypatch, Command("verify", "look", lambda _: Answer({}, ok=False), needs_database=False))
    assert command_line.main(["verify"]) == 1


@pytest.mark.parametrize("as_json", [False, True])
def test_a_refusal_is_said_in_both_languages_with_status_2(monkeypatch, capsys, as_json):
    def refuse(_):
        raise Refusal("server.no_database_url")

    offer(monkeypatch, Command("verify", "look", refuse, needs_database=False))
    assert command_line.main(["verify", *(["--json"] if as_json else [])]) == 2
    out, err = capsys.readouterr()
    assert "DATABASE_URL" in (out if as_json else err)
    if as_json:
        assert json.loads(out)["refused"] == "server.no_database_url"


MISWRITTEN = {
    "server.usage_missing": ["people", "greet"],
    "server.usage_unknown": ["people", "greet", "Li", "--loud"],
    "server.usage_value": ["people", "greet", "Li", "--times", "often"],
    "server.usage_no_value": ["people", "greet", "Li", "--times"],
    "server.usage_choice": ["people", "wave"],
    "server.usage": ["people", "greet", "Li", "--times=1", "--t=1"],
}
TIMES = Argument(("--times",), "how often", {"type": int})
TUNE = Argument(("--tune",), "which", {"choices": ("low", "high")})


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("code", MISWRITTEN)
def test_a_command_written_wrongly_is_said_in_both_languages_with_how_to_write_it(monkeypatch, capsys, code, as_json):
    arguments = (*GREET.arguments, TIMES, TUNE)
    offer(monkeypatch, Command("people greet", "say hello", greet, arguments, needs_database=False))
    assert command_line.main([*MISWRITTEN[code], *(["--json"] if as_json else [])]) == 2
    out, err = capsys.readouterr()
    said = json.loads(out) if as_json else dict(zip(("zh", "en"), err.splitlines(), strict=True))
    assert said.pop("refused", code) == code
    assert all("./run yichuang" in sentence and "--help" in sentence for sentence in said.values())
    assert not (out and err)


def test_every_command_of_the_house_can_be_asked_for_json():
    offered = list(command_line.commands())
    parser = command_line.parser(offered)
    names = [command.name for command in offered]
    assert {"migrate", "worker", "demo sandbox"} <= set(names)
    assert len(names) == len(set(names))
    assert parser.parse_args(["migrate", "--json"]).json is True


@pytest.mark.django_db
def test_migrate_says_that_nothing_is_missing(capsys):
    from yichuang.server.commands import migrate

    assert migrate(None).data == {"applied": []}


@pytest.fixture
def empty_database(django_db_setup, django_db_blocker):
    """A database that was made and never migrated, on the tests' own server; this process is connected to it."""
    from django.db import connection

    ours, name = connection.settings_dict["NAME"], f"never_migrated_{os.getpid()}"
    with django_db_blocker.unblock():
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        connection.close()
        connection.settings_dict["NAME"] = name
        yield
        connection.close()
        connection.settings_dict["NAME"] = ours
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def without_database_check(monkeypatch):
    from contextlib import nullcontext

    monkeypatch.setattr(command_line, "settle", lambda *_: None)
    monkeypatch.setattr(command_line.database, "available", lambda *_: nullcontext())


NEEDING_TABLES = [
    ["audit", "verify"],
    ["catalogue", "publish"],
    ["keys", "rotate"],
    ["keys", "status"],
    ["worker", "--once"],
    ["bureau", "found", "--name", "局", "--name-en", "B", "--region", "990700", "--uscc", "11990700007314424E",
     "--admin-badge", "990700", "--admin-name", "甲"],
]  # fmt: skip


@pytest.mark.parametrize("words", NEEDING_TABLES, ids=" ".join)
def test_a_database_without_tables_is_one_sentence_and_status_1(words, empty_database, monkeypatch, capsys):
    without_database_check(monkeypatch)
    assert command_line.main(words) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert all("./run yichuang migrate" in line for line in said)
    assert not any("Traceback" in line for line in said)


@pytest.mark.parametrize(
    "url",
    ["postgresql://x@127.0.0.1:1/none", "postgresql://x@/none?host=/nowhere", "nonsense", "postgresql://x@h:abc/none"],
)
def test_a_database_out_of_reach_is_one_sentence_and_status_1(url, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(command_line, "settle", lambda *_: None)
    assert command_line.main(["audit", "verify"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert all("DATABASE_URL" in line for line in said)


@pytest.mark.django_db
def test_a_table_that_no_migration_makes_is_a_fault_to_be_seen_whole(monkeypatch):
    from django.db import ProgrammingError, connection

    def ask(_):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")

    without_database_check(monkeypatch)
    monkeypatch.setattr(command_line.faults, "_is_behind", lambda: False)
    monkeypatch.setattr(command_line, "commands", lambda: iter([Command("ask", "ask", ask)]))
    with pytest.raises(ProgrammingError):
        command_line.main(["ask"])
