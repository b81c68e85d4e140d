"""A name belongs to the deposit: kept once for all, it told the second bringer what the first had called the file."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_signatures_append_only")]
    operations = [migrations.RemoveField(model_name="storedfile", name="name")]
