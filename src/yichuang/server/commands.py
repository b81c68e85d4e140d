"""Commands of the server itself: bring the schema up to date, run the worker, change the keys."""

from argparse import Namespace

from django.core.management import call_command
from msgspec import to_builtins

from yichuang.kernel.command import Answer, Argument, Command


def migrate(_: Namespace) -> Answer:
    """Apply what is missing; says what was applied."""
    from django.db import connection  # noqa: PLC0415 - needs the settings, which the command line sets up first
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    plan = [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    call_command("migrate", verbosity=0, interactive=False)
    return Answer({"applied": plan}, tuple(plan) or ("The schema is up to date.",))


def worker(arguments: Namespace) -> Answer:
    """Run queued jobs until told to stop."""
    from yichuang.kernel.jobs import app  # noqa: PLC0415
    from yichuang.kernel.prepare import prepare_types  # noqa: PLC0415

    app.perform_import_paths()  # type: ignore[no-untyped-call] # the library names no types here
    prepare_types()
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined] # DjangoConnector
        app.run_worker(concurrency=arguments.concurrency, wait=not arguments.once, delete_jobs="successful")
    return Answer({}, ())


def rotate(_: Namespace) -> Answer:
    """Bring everything under the present keys; status 1 where a file could not be opened."""
    from yichuang.server.rotation import on_the_side, rotate  # noqa: PLC0415 - needs the database

    done = rotate(on_the_side)
    lines = (
        *(f"{store}: {count}" for store, count in done.changed.items()),
        *map("not readable: {}".format, done.unreadable),
    )
    return Answer(to_builtins(done), lines, ok=not done.unreadable)


def status(_: Namespace) -> Answer:
    """What lies under which key; status 1 while anything is under an older one."""
    from yichuang.server.rotation import in_use  # noqa: PLC0415 - needs the database

    found = in_use()
    counts = [f"{store}: {key} {count}" for store, keys in found.stores.items() for key, count in keys.items()]
    stale = [f"{index}: {count} under an older index key" for index, count in found.stale.items()]
    sums = [
        f"current: {found.current}",
        f"can be taken away: {', '.join(found.droppable) or '-'}",
        f"left to do: {found.older}",
    ]
    data = {**to_builtins(found), "droppable": found.droppable, "older": found.older}
    return Answer(data, (*counts, *stale, *sums), ok=not found.older)


COMMANDS = (
    Command(
        "keys rotate", "bring columns, indexes, code secrets and files under the present keys; may be repeated", rotate
    ),
    Command("keys status", "what lies under which key, and which keys can be taken away", status),
    Command("migrate", "bring the database's schema up to date", migrate),
    Command(
        "worker",
        "run background jobs",
        worker,
        (
            Argument(("--concurrency",), "jobs at a time", {"type": int, "default": 4}),
            Argument(("--once",), "stop when nothing is waiting", {"action": "store_true"}),
        ),
    ),
)
