"""SQL functions are code, not schema: each room keeps them under ``sql/`` and they are (re)created after migrating."""

from pathlib import Path

from django.apps import AppConfig
from django.db import connections


def create_functions(sender: AppConfig, using: str, **_kwargs: object) -> None:
    """Receiver of ``post_migrate``: run every ``sql/*.sql`` of the room that has just migrated."""
    for path in sorted(Path(sender.path).glob("sql/*.sql")):
        with connections[using].cursor() as cursor:
            cursor.execute(path.read_text("utf-8"))
