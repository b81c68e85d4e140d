"""The sequences that number papers and licences: never twice, across processes."""

from django.db import migrations

SEQUENCES = ("licences_paper_serial", "licences_licence_serial")


class Migration(migrations.Migration):
    dependencies = [("licences", "0001_initial")]
    operations = [
        migrations.RunSQL(f"CREATE SEQUENCE {sequence}", f"DROP SEQUENCE {sequence}") for sequence in SEQUENCES
    ]
