"""The command line: what rooms offer, for people and for programs."""

import json

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
