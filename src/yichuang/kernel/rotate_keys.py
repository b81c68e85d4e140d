"""Verb: bring every encrypted column and every index under the key that is used now, so that an old key can be taken away.

Everything may be stopped and run again at any time: what is done stays done, and a second run only does what is left. A row
that is changed meanwhile keeps its new text: that one is already under the current keys.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from msgspec import Struct

from yichuang.kernel.crypto import KeyRing
from yichuang.kernel.fields import BlindIndexField, EncryptedTextField, blind_index, decrypt, ring

BATCH = 500
Tell = Callable[[str, int, int], None]
"""Told after each batch: which store, how many are done, how many there are."""


class Column(Struct, frozen=True):
    """One encrypted column or index, its names quoted for SQL."""

    table: str
    key: str
    name: str
    source: str = ""
    """Of an index: the encrypted column that it is made of."""

    @property
    def said(self) -> str:
        return f"{self.table}.{self.name}".replace('"', "")


def quietly(_store: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def rotate_keys(batch: int = BATCH, tell: Tell = quietly) -> dict[str, int]:
    """Re-encrypt what is under an older key, ``batch`` rows to a transaction; rows re-encrypted by ``table.column``."""
    keys = ring()
    return {column.said: _rotate(column, keys, batch, tell) for column in encrypted_columns()}


def rotate_index(batch: int = BATCH, tell: Tell = quietly) -> dict[str, int]:
    """Make every index anew that is under an older index key; rows changed by ``table.column``.

    An index does not say which key it was made with, so each row is opened and compared.
    """
    return {column.said: _reindex(column, batch, tell) for column in indexes()}


def keys_in_use() -> dict[str, dict[str, int]]:
    """How many rows of each encrypted column are under which key id."""
    return {column.said: _by_key(column) for column in encrypted_columns()}


def stale_indexes(batch: int = BATCH) -> dict[str, int]:
    """How many rows of each index are not under the present index key."""
    return {column.said: sum(len(stale) for stale, _ in _pages(column, batch)) for column in indexes()}


def encrypted_columns() -> Iterator[Column]:
    """All encrypted columns of the house."""
    for model, field in _fields(EncryptedTextField):
        yield _column(model, field)


def indexes() -> Iterator[Column]:
    """All indexes over encrypted columns."""
    for model, field in _fields(BlindIndexField):
        source: Any = model._meta.get_field(field.source)  # noqa: SLF001
        yield _column(model, field, str(source.column))


def _fields(kind: type[Any]) -> Iterator[tuple[type[models.Model], Any]]:
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:  # noqa: SLF001  # Django's documented reflection
            yield from ((model, field) for field in model._meta.local_fields if isinstance(field, kind))  # noqa: SLF001


def _column(model: type[models.Model], field: Any, source: str = "") -> Column:
    quote, meta = connection.ops.quote_name, model._meta  # noqa: SLF001
    key, sealed = str(meta.pk.column), quote(source) if source else ""
    return Column(quote(meta.db_table), quote(key), quote(str(field.column)), sealed)


def _by_key(column: Column) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT split_part({column.name}, '.', 1), count(*) FROM {column.table}"  # noqa: S608  # quoted names of ours
            f" WHERE {column.name} <> '' GROUP BY 1 ORDER BY 1"
        )
        return dict(cursor.fetchall())


def _rotate(column: Column, keys: KeyRing, batch: int, tell: Tell) -> int:
    done, left = 0, sum(rows for key, rows in _by_key(column).items() if key != keys.current)
    while count := _rotate_batch(column, keys, batch):
        done += count
        tell(column.said, done, left)
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


Stale = list[tuple[bytes, Any, bytes]]
"""The index as it should be, the row's key, the index as it is."""


def _reindex(column: Column, batch: int, tell: Tell) -> int:
    changed, seen, total = 0, 0, _count(column)
    for stale, read in _pages(column, batch):
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {column.table} SET {column.name} = %s"  # noqa: S608  # quoted names of our own models
                f" WHERE {column.key} = %s AND {column.name} = %s",
                stale,
            )
        seen += read
        changed += len(stale)
        tell(column.said, seen, total)
    return changed


def _pages(column: Column, batch: int) -> Iterator[tuple[Stale, int]]:
    """What is stale on each page of the table, and how many rows the page has."""
    after: Any = None
    while rows := _page(column, after, batch):
        fresh = ((blind_index(decrypt(token)), key, bytes(held)) for key, token, held in rows)
        yield [each for each in fresh if each[0] != each[2]], len(rows)
        after = rows[-1][0]


def _page(column: Column, after: Any, batch: int) -> list[tuple[Any, str, bytes]]:
    beyond = "" if after is None else f" AND {column.key} > %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column.key}, {column.source}, {column.name} FROM {column.table}"  # noqa: S608  # quoted names of ours
            f" WHERE {column.name} IS NOT NULL{beyond} ORDER BY {column.key} LIMIT %s",
            [batch] if after is None else [after, batch],
        )
        return list(cursor.fetchall())


def _count(column: Column) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count({column.name}) FROM {column.table}")  # noqa: S608  # quoted names of our own models
        return int(cursor.fetchone()[0])
