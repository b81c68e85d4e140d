"""What must not be changed row by row must not be emptied at one blow either."""

import pytest
from django.db import DatabaseError, connection, transaction

DELETE, TRUNCATE = 8, 32
"""Bits of ``pg_trigger.tgtype``."""
APPEND_ONLY = frozenset(
    {
        "catalogue_correction", "catalogue_dictionaryentry", "catalogue_itemstanding",
        "catalogue_cataloguetrail", "catalogue_itemversion",
        "delivery_bundle", "delivery_bundleline", "delivery_bundlereceipt", "delivery_difference", "evidence_sharinglog",
        "evidence_signature", "kernel_event", "kernel_seal", "kernel_sealedhead", "messaging_noticecare",
        "organisation_changelog", "organisation_grantlog", "organisation_localsetting", "organisation_signinlog",
        "people_identitycheck", "people_personlook", "people_representationlog", "people_reveallog", "people_standinglog",
    }
)  # fmt: skip


def guarded(bit: int) -> set[str]:
    """The tables of ours that have a trigger before this."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 2 > 0"
            " AND tgtype & %s > 0 AND NOT starts_with(tgrelid::regclass::text, 'procrastinate')",
            [bit],
        )
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.django_db
def test_every_table_that_refuses_deletion_refuses_to_be_emptied():
    assert guarded(DELETE) >= APPEND_ONLY
    assert guarded(DELETE) - guarded(TRUNCATE) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
def test_emptying_an_append_only_table_is_refused(table: str):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
