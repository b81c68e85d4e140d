"""Checks, reveals, looks and what was recorded of people refuse to be emptied, as they refuse each row's change."""

from django.db import migrations

from yichuang.kernel.append_only import refuse_truncate

TABLES = (
    "people_identitycheck",
    "people_reveallog",
    "people_personlook",
    "people_representationlog",
    "people_standinglog",
)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_legal_representatives"), ("organisation", "0002_append_only")]
    operations = refuse_truncate(TABLES, "organisation_refuse_change")
