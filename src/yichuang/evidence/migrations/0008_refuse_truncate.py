"""Signatures refuse to be emptied, as they refuse each row's change; the sharing log does so already."""

from django.db import migrations

from yichuang.kernel.append_only import refuse_truncate

TABLES = ("evidence_signature",)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0007_purpose_standing"), ("organisation", "0002_append_only")]
    operations = refuse_truncate(TABLES, "organisation_refuse_change")
