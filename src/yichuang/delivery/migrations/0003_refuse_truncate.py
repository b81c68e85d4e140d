"""What was handed on refuses to be emptied, as it refuses each row's change."""

from django.db import migrations

TABLES = ("delivery_bundle", "delivery_bundleline", "delivery_bundlereceipt", "delivery_difference")


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_append_only"), ("organisation", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION organisation_refuse_change()",
            f"DROP TRIGGER refuse_truncate ON {table}",
        )
        for table in TABLES
    ]
