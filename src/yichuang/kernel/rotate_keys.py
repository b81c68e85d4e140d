"""Verb: bring every encrypted column under the key that encrypts now, so that an old key can be taken off the ring."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction
from msgspec import Struct

from yichuang.kernel.crypto import KeyRing
from yichuang.kernel.fields import EncryptedTextField, ring

BATCH = 500


class Column(Struct, frozen=True):
    """One encrypted column, its names quoted for SQL."""

    table: str
    key: str
    name: str


def rotate_keys(batch: int = BATCH) -> dict[str, int]:
    """Re-encrypt what is under an older key, ``batch`` rows to a transaction; rows re-encrypted by ``table.column``.

    May be stopped and run again at any time. A row that is changed meanwhile keeps its new text: that one is already
    under the current key.
    """
    keys = ring()
    return {
        f"{column.table}.{column.name}".replace('"', ""): _rotate(column, keys, batch) for column in encrypted_columns()
    }


def encrypted_columns() -> Iterator[Column]:
    """All encrypted columns of the house."""
    quote = connection.ops.quote_name
    for model in apps.get_models():
        for field in model._meta.local_fields:  # noqa: SLF001  # Django's documented reflection
            if isinstance(field, EncryptedTextField) and model._meta.managed and not model._meta.proxy:  # noqa: SLF001
                yield Column(quote(model._meta.db_table), quote(_key(model)), quote(str(field.column)))  # noqa: SLF001


def _key(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)  # noqa: SLF001


def _rotate(column: Column, keys: KeyRing, batch: int) -> int:
    done = 0
    while count := _rotate_batch(column, keys, batch):
        done += count
    return done


@transaction.atomic
def _rotate_batch(column: Column, keys: KeyRing, batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column.key}, {column.name} FROM {column.table}"  # noqa: S608  # quoted names of our own models
            f" WHERE {column.name} <> '' AND NOT starts_with({column.name}, %s) LIMIT %s FOR UPDATE",
            [keys.current + ".", batch],
        )
        rows = [(keys.encrypt(keys.decrypt(token)), key) for key, token in cursor.fetchall()]
        cursor.executemany(
            f"UPDATE {column.table} SET {column.name} = %s WHERE {column.key} = %s",  # noqa: S608
            rows,
        )
    return len(rows)
