"""The trail, corrections, standings, published versions and entries refuse to be emptied, as they refuse a row's change."""

from django.db import migrations

from yichuang.kernel.append_only import refuse_truncate

TABLES = (
    "catalogue_cataloguetrail",
    "catalogue_correction",
    "catalogue_itemstanding",
    "catalogue_itemversion",
    "catalogue_dictionaryentry",
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_own_entries")]
    operations = refuse_truncate(TABLES, "catalogue_append_only")
