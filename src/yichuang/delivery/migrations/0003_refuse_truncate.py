"""What was handed on refuses to be emptied, as it refuses each row's change."""

from django.db import migrations

from yichuang.kernel.append_only import refuse_truncate

TABLES = ("delivery_bundle", "delivery_bundleline", "delivery_bundlereceipt", "delivery_difference")


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_append_only"), ("organisation", "0002_append_only")]
    operations = refuse_truncate(TABLES, "organisation_refuse_change")
