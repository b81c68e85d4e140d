"""Commands of the server itself: bring the schema up to date, run the worker."""

from argparse import Namespace

from django.core.management import call_command

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

    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined] # DjangoConnector
        app.run_worker(concurrency=arguments.concurrency, wait=not arguments.once, delete_jobs="successful")
    return Answer({}, ())


COMMANDS = (
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
