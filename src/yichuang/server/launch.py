"""What ``demo`` and ``serve`` do: prepare an installation, then run its processes until told to stop."""

import errno
import fcntl
import os
import signal
import socket
import sys
import webbrowser
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from yichuang.__main__ import data_folder, refuse, settle
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.server import database, faults, keys, place, postgres
from yichuang.server.supervise import Child, supervise
from yichuang.server.usage import Parser, first_port

PORTS = 3
"""Web, live updates and the demo's sandbox, side by side."""


def main(arguments: Sequence[str] | None = None) -> int:
    """``demo`` or ``serve``; status 2 with one sentence when it cannot be."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell's background job starts with SIGINT ignored
        signal.signal(number, _leave)
    try:
        _run(_parser().parse_args(arguments))
    except Refusal as refusal:
        refuse(refusal, as_json=False)
        return 2
    except KeyboardInterrupt:
        say("stopped")
    return 0


def say(key: str, **facts: object) -> None:
    """One sentence to whoever started us, in both languages; the words are in ``labels.yaml``."""
    sys.stdout.writelines(f"{label('server_says', key, language).format(**facts)}\n" for language in ("zh", "en"))
    sys.stdout.flush()


def children(chosen: Namespace) -> tuple[Child, ...]:
    """The processes of an installation. Two web workers of eight threads: see ADR 9."""
    own, granian = (sys.executable, "-m", "yichuang"), (sys.executable, "-m", "granian", "--log-level", "error")
    at = ("--host", chosen.host, "--port")
    web = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", "8", "--respawn-failed-workers")
    live = ("--interface", "asgi", "--workers", "1")
    found = [
        Child("web", (*granian, *web, *at, str(chosen.port), "yichuang.wsgi:application")),
        Child("live", (*granian, *live, *at, str(chosen.port + 1), "yichuang.server.live:application")),
        Child("worker", (*own, "worker")),
    ]
    if chosen.verb == "demo":
        found.append(Child("sandbox", (*own, "demo", "sandbox", "--port", str(chosen.port + 2))))
    return tuple(found)


def _run(chosen: Namespace) -> None:
    url = os.environ.get("DATABASE_URL") or None
    if chosen.verb == "serve" and url is None:
        raise Refusal("server.no_database_url")
    with _held(chosen.host, _ports(chosen)) as ports:
        _make_folder(chosen.data, embedded=url is None)
        with _only_one(chosen.data), database.available(chosen.data, url):
            _tell_children(chosen)
            settle(chosen.data, url)
            with faults.understood():
                _prepare(demo=chosen.verb == "demo", data=chosen.data, embedded=url is None)
            ports.close()
            supervise(children(chosen), (chosen.host, chosen.port), on_ready=lambda: _welcome(chosen), say=say)


def _make_folder(data: Path, *, embedded: bool) -> None:
    if embedded:
        postgres.cluster(data)  # makes it with the mode that the database's account needs
    else:
        place.make_folder(data, 0o700)


def _tell_children(chosen: Namespace) -> None:
    """Where the processes find each other; what the operator has set stands."""
    if chosen.verb != "demo":
        os.environ.pop("YICHUANG_DEMO", None)  # the demo shows everybody's one-time code, so nothing that serves is one
    else:
        os.environ["YICHUANG_DEMO"] = "1"
        os.environ.setdefault("YICHUANG_PUBLIC_URL", f"http://localhost:{chosen.port}")
        os.environ.setdefault("YICHUANG_LIVE_URL", f"http://localhost:{chosen.port + 1}")
        os.environ.setdefault("YICHUANG_SANDBOX_URL", f"http://127.0.0.1:{chosen.port + 2}")


def _prepare(*, demo: bool, data: Path, embedded: bool) -> None:
    from django.core.management import call_command  # noqa: PLC0415 - Django is set up by now, not at import
    from django.db import connections  # noqa: PLC0415

    if embedded and place.recorded_home(data) != data:
        say("elsewhere", data=data, home=place.recorded_home(data))
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if demo:
        _build_world(data / "world.unfinished")
    _check_numbers()
    connections.close_all()


def _check_numbers() -> None:
    """Refuse a pattern of case numbers that is none, and say which items have no code for one, before anybody files."""
    from django.conf import settings  # noqa: PLC0415

    from yichuang.catalogue.queries import unnumbered  # noqa: PLC0415

    lacking = unnumbered(settings.CASE_NUMBER_PATTERN)
    if lacking:
        say("unnumbered", count=len(lacking), first=lacking[0])


def _build_world(unfinished: Path) -> None:
    """Build the demo world into an empty database; one that was cut short is refused rather than guessed at."""
    from yichuang.organisation.models import Unit  # noqa: PLC0415

    if unfinished.exists():
        raise Refusal("server.world_unfinished", folder=unfinished.parent)
    if Unit.objects.exists():
        _require_invented()
        return
    from yichuang.catalogue.loader import layer_in_force  # noqa: PLC0415
    from yichuang.demo import build  # noqa: PLC0415

    say("building")
    unfinished.touch()
    build.main()
    keys.keep(unfinished.parent, "YICHUANG_LAYER", layer_in_force())
    unfinished.unlink()


def _require_invented() -> None:
    """The demo shows everybody's password and one-time code: never those of people who exist."""
    from yichuang.organisation.demo_codes import invented  # noqa: PLC0415

    if not invented():
        raise Refusal("server.not_the_demo")


def _welcome(chosen: Namespace) -> None:
    url = f"http://localhost:{chosen.port}/"
    say("ready", url=url)
    if chosen.verb == "demo":
        from yichuang.demo.bureau import accounts, bureau  # noqa: PLC0415

        sys.stdout.writelines(f"  {line}\n" for line in accounts())
        say("one_time_code", badge=bureau().introduced[0])
    say("how_to_stop")
    if chosen.verb == "demo" and not chosen.no_browser and _has_desktop():
        webbrowser.open(url)


def _has_desktop() -> bool:
    """Without one, the standard library would start a text browser in this terminal."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _ports(chosen: Namespace) -> range:
    return range(chosen.port, chosen.port + (PORTS if chosen.verb == "demo" else PORTS - 1))


@contextmanager
def _held(host: str, ports: range) -> Iterator[ExitStack]:
    """The ports, ours until the stack is closed: a first start takes long enough for another program to come."""
    with ExitStack() as stack:
        for port in ports:
            taken = stack.enter_context(socket.socket())
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                taken.bind((host, port))
                taken.listen()
            except OSError as error:
                if error.errno == errno.EADDRNOTAVAIL:
                    raise Refusal("server.host_elsewhere", host=host) from None
                raise Refusal("server.port_taken", port=port, other=ports.start + 10) from None
        yield stack


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    """One running installation per data folder; the lock goes away with its holder, also after ``kill -9``."""
    with (data / "run.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("server.already_running", folder=data) from None
        yield


def _port(given: str) -> int:
    return first_port(given, PORTS)


def _leave(*_: object) -> None:
    raise KeyboardInterrupt


def _parser() -> Parser:
    top = Parser(prog="./run", description="Start Yichuang.")
    verbs = top.add_subparsers(dest="verb", required=True)
    for verb, says, beside in (
        ("demo", "a demo county bureau to play with", "live updates and the sandbox take the next two"),
        ("serve", "an installation on DATABASE_URL", "live updates take the next one"),
    ):
        own = verbs.add_parser(verb, help=says, description=says)
        own.add_argument("--port", type=_port, default=8000, help=f"web; {beside}")
        own.add_argument("--host", default="127.0.0.1", help="address to listen on")
        own.add_argument("--data", type=lambda given: Path(given).resolve(), default=data_folder(), help="data folder")
        if verb == "demo":
            own.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    return top


if __name__ == "__main__":
    sys.exit(main())
