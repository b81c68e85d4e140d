"""Columns for sensitive text: encrypted at rest, found again by a keyed index (law 7 of the house).

``number = EncryptedTextField()`` beside ``number_index = BlindIndexField(source="number")``; then
``filter(number_index="４４０…")`` finds it, whatever the spacing or width that was typed. Write both in one ``save`` or
``bulk_create``: ``update()`` and ``update_fields`` must name the index as well. While the index key is being changed
(``YICHUANG_INDEX_KEY=new;old``) rows are found under either key; ``rotate_keys`` brings them all under the first.
"""

from __future__ import annotations  # the stubs' generics do not exist at run time

from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup, Transform
from django.db.models.sql.compiler import SQLCompiler

from yichuang.kernel.crypto import KeyRing, hex_keys, hmac_sm3, key_ring
from yichuang.kernel.identifiers import normalise


def ring() -> KeyRing:
    """The key ring of this deployment."""
    return _ring(settings.FIELD_KEYS)


def encrypt(text: str) -> str:
    """``text`` as an encrypted column stores it; the empty text stays empty."""
    return ring().encrypt(text) if text else ""


def decrypt(token: str) -> str:
    """The text that an encrypted column stores as ``token``."""
    return ring().decrypt(token) if token else ""


def blind_index(text: str) -> bytes:
    """The look-up value of ``text``: HMAC-SM3 over its normalised form; equal numbers meet, others tell nothing."""
    return hmac_sm3(_index_keys(settings.INDEX_KEY)[0], normalise(text).encode())


def blind_indexes(text: str) -> list[bytes]:
    """The same under every index key of this deployment, the present one first."""
    return [hmac_sm3(key, normalise(text).encode()) for key in _index_keys(settings.INDEX_KEY)]


@cache
def _ring(spec: str) -> KeyRing:
    return key_ring(spec)


_index_keys = cache(hex_keys)


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # the stubs' parameters are not there at run time
    """Text that is readable in Python and sealed in the database. It can be asked for absence only."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return text if text is None else encrypt(text)

    def from_db_value(self, value: str | None, _expression: object, _connection: BaseDatabaseWrapper) -> str | None:
        return value if value is None else decrypt(value)

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        """No comparison but ``isnull``: each encryption differs, so an equality would silently find nothing."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, _lookup_name: str) -> type[Transform] | None:
        return None


class BlindIndexField(models.BinaryField):  # type: ignore[type-arg]
    """The look-up value of the field named ``source``, kept in step on save. Compare it with plain text."""

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:  # noqa: FBT001  # Django's signature
        del add
        text = getattr(model_instance, self.source)
        value = blind_index(text) if text else None
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        return blind_index(value) if isinstance(value, str) else super().get_prep_value(value)

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        if lookup_name in {"exact", "in"} and len(_index_keys(settings.INDEX_KEY)) > 1:
            return UnderAnyKey
        return super().get_lookup(lookup_name) if lookup_name in {"exact", "in", "isnull"} else None


class UnderAnyKey(Lookup):
    """Equality with one text or any of several while two index keys are in use: a row may still lie under the old one."""

    lookup_name = "exact"

    def get_prep_lookup(self) -> list[bytes]:
        asked = [self.rhs] if isinstance(self.rhs, str | bytes) else self.rhs
        return [index for each in asked for index in (blind_indexes(each) if isinstance(each, str) else [each])]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:  # a list for one placeholder
        column, given = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*given, self.rhs]
