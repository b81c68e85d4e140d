"""Who suspended, restored or ended a licence."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("licences", "0004_papers_are_read_by_case"), ("organisation", "0001_initial")]
    operations = [
        # locks: the licences, for as long as it takes to name a column that is empty
        migrations.AddField(
            "licence",
            "status_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.staff"
            ),
        ),
    ]
