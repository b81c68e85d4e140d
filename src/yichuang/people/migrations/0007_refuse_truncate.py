"""Checks, reveals, looks and what was recorded of people refuse to be emptied, as they refuse each row's change."""

from django.db import migrations

TABLES = (
    "people_identitycheck",
    "people_reveallog",
    "people_personlook",
    "people_representationlog",
    "people_standinglog",
)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_legal_representatives"), ("organisation", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION organisation_refuse_change()",
            f"DROP TRIGGER refuse_truncate ON {table}",
        )
        for table in TABLES
    ]
