"""What was handed on, taken over and found to differ stays on record; numbers come from a sequence of their own."""

from django.db import migrations

TABLES = ("delivery_bundle", "delivery_bundleline", "delivery_bundlereceipt", "delivery_difference")


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_custody"), ("organisation", "0002_append_only")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE delivery_bundle_serial", "DROP SEQUENCE delivery_bundle_serial"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION organisation_refuse_change()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in TABLES
        ),
    ]
