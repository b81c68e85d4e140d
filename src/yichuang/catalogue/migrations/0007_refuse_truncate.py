"""The trail, corrections, standings, published versions and entries refuse to be emptied, as they refuse a row's change."""

from django.db import migrations

TABLES = (
    "catalogue_cataloguetrail",
    "catalogue_correction",
    "catalogue_itemstanding",
    "catalogue_itemversion",
    "catalogue_dictionaryentry",
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_own_entries")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION catalogue_append_only()",
            f"DROP TRIGGER refuse_truncate ON {table}",
        )
        for table in TABLES
    ]
