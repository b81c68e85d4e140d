"""What is only ever added to: the one statement that empties a table at a blow is refused as each row's change is."""

from collections.abc import Iterable

from django.db.migrations import RunSQL


def refuse_truncate(tables: Iterable[str], function: str) -> list[RunSQL]:
    """The operations of a migration: ``function``, the trigger that refuses a row's change, refuses TRUNCATE as well."""
    return [
        RunSQL(
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
            f"DROP TRIGGER refuse_truncate ON {table}",
        )
        for table in tables
    ]
