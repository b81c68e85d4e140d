"""Signatures refuse to be emptied, as they refuse each row's change; the sharing log does so already."""

from django.db import migrations

TABLES = ("evidence_signature",)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0007_purpose_standing"), ("organisation", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION organisation_refuse_change()",
            f"DROP TRIGGER refuse_truncate ON {table}",
        )
        for table in TABLES
    ]
