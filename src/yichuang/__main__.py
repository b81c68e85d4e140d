"""The command line: ``python -m yichuang <command>``, with what each room offers (``kernel.command``)."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import msgspec

import yichuang
from yichuang.kernel.command import Answer, Command
from yichuang.kernel.errors import Refusal
from yichuang.server import database, faults, keys, postgres
from yichuang.server.usage import Parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its status: 0 done, 1 a bad finding or a database that is not ready, 2 refused or misused."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        answer = _run(given)
    except Refusal as refusal:
        refuse(refusal, as_json="--json" in given)
        return 1 if refusal.code in faults.NOT_READY else 2
    _say(answer, as_json="--json" in given)
    return 0 if answer.ok else 1


def _run(arguments: Sequence[str]) -> Answer:
    url = os.environ.get("DATABASE_URL") or None
    if url:
        database.check_form(url)
    settle(data_folder(), url)
    chosen = parser(commands()).parse_args(arguments)
    command: Command = chosen.chosen
    with database.available(data_folder(), url) if command.needs_database else nullcontext(), faults.understood():
        return command.run(chosen)


def data_folder() -> Path:
    """``YICHUANG_DATA``, else ``var`` below the present folder."""
    return Path(os.environ.get("YICHUANG_DATA", "var")).resolve()


def commands() -> Iterator[Command]:
    """Every room's ``COMMANDS``, in its ``command_line`` module or in its ``commands``, where that name is free."""
    rooms = (info.name for info in iter_modules(yichuang.__path__) if info.ispkg)
    for name in (f"yichuang.{room}.{module}" for room in rooms for module in ("command_line", "commands")):
        if find_spec(name):
            offered = getattr(import_module(name), "COMMANDS", ())
            yield from (each for each in offered if isinstance(each, Command))


def parser(offered: Iterable[Command]) -> Parser:
    """One parser for all commands; a name of two words is a group and a verb."""
    top = Parser(prog="./run yichuang", description="Yichuang on the command line.")
    groups: dict[str, Any] = {"": top.add_subparsers(metavar="command", required=True)}
    for command in sorted(offered, key=lambda each: each.name):
        group, _, verb = command.name.rpartition(" ")
        if group not in groups:
            title = groups[""].add_parser(group, help=f"commands about {group}")
            groups[group] = title.add_subparsers(metavar="verb", required=True)
        _add(groups[group].add_parser(verb, help=command.help, description=command.help), command)
    return top


def _add(own: Parser, command: Command) -> None:
    for argument in command.arguments:
        own.add_argument(*argument.flags, help=argument.help, **argument.options)
    own.add_argument("--json", action="store_true", help="answer as one JSON value")
    own.set_defaults(chosen=command)


def settle(data: Path, url: str | None) -> None:
    """Set Django up. Its settings read the keys and the database's address from the environment, so these come first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    os.environ["YICHUANG_DATA"] = str(data)
    os.environ["DATABASE_URL"] = url or postgres.cluster(data).url()
    keys.load(data, os.environ)
    import django  # noqa: PLC0415

    django.setup()


def _say(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(answer.data)).decode() + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in answer.lines)


def refuse(refusal: Refusal, *, as_json: bool) -> None:
    """Say no in both languages, with the next step."""
    said = {language: f"{refusal.message(language)} {refusal.next_step(language)}" for language in ("zh", "en")}
    if as_json:
        sys.stdout.write(msgspec.json.encode({"refused": refusal.code, **said}).decode() + "\n")
    else:
        sys.stderr.writelines(f"{line}\n" for line in said.values())


if __name__ == "__main__":
    sys.exit(main())
