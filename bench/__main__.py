"""``./run bench NAME [--json] [arguments of the bench]``: run ``bench/NAME.py`` on a database of its own.

A bench has ``run(arguments: list[str]) -> Sequence[Figure]``. Its database is a durable embedded PostgreSQL in a temporary
folder (or the server of DATABASE_URL, which must then be empty), migrated, with Django set up.
"""

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from bench.machine import machine
from bench.report import Report
from yichuang.__main__ import settle
from yichuang.server import database

HERE = Path(__file__).parent
NOT_BENCHES = {"__init__", "__main__", "machine", "report", "crowd", "visits", "urls", "wsgi", "over_http", "asked"}


def main(arguments: Sequence[str]) -> int:
    """0: every goal holds; 1: one is missed; 2: no such bench."""
    names = sorted(path.stem for path in HERE.glob("*.py") if "\ndef run(" in path.read_text("utf-8"))
    in_json, wanted = "--json" in arguments, [given for given in arguments if given != "--json"]
    if not wanted or wanted[0] not in names:
        said = f"There is no bench called {wanted[0]}. There are:" if wanted else "The benches:"
        print(json.dumps({"error": said, "benches": names}) if in_json else "\n  ".join([said, *names]))
        return 2 if wanted else 0
    report = measure(wanted[0], wanted[1:])
    print(report.as_json() if in_json else report.as_text())
    return 0 if report.holds else 1


def measure(name: str, arguments: list[str]) -> Report:
    """Run one bench on a fresh database."""
    url = os.environ.get("DATABASE_URL") or None
    with tempfile.TemporaryDirectory(prefix="yichuang-bench-") as folder:
        home = Path(folder)
        home.chmod(0o711)  # as root the database runs under another account, which must pass through
        with database.available(home, url):
            settle(home, url)
            from django.core.management import call_command  # noqa: PLC0415 - Django is set up by now
            from django.db import connections  # noqa: PLC0415

            call_command("migrate", verbosity=0, interactive=False)
            figures = import_module(f"bench.{name}").run(arguments)
            found = Report(name, machine(), tuple(figures))
            connections.close_all()
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
