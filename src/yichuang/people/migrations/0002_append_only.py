"""Identity checks and reveals refuse change in the database itself."""

from django.db import migrations

TABLES = ("people_identitycheck", "people_reveallog")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("organisation", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION organisation_refuse_change()",
            f"DROP TRIGGER append_only ON {table}",
        )
        for table in TABLES
    ]
