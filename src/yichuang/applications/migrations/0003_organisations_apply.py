"""An organisation may apply; the person is then who has come for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_signature_index")]
    operations = [migrations.AddField("application", "organisation_id", models.BigIntegerField(null=True))]
