"""The trail tells that a change was taken back from its review."""

from django.db import migrations, models
from django.db.models import Q

EVENTS = [
    "begun", "saved", "written", "entered", "renewed", "linted", "submitted", "recalled", "sent_back", "published",
    "discarded", "corrected", "withdrawn", "removed", "status",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_refuse_truncate")]
    operations = [
        migrations.RemoveConstraint(model_name="cataloguetrail", name="catalogue_trail_event"),
        # locks: a table of a few thousand lines, written only when somebody edits the catalogue
        migrations.AddConstraint(
            model_name="cataloguetrail",
            constraint=models.CheckConstraint(condition=Q(event__in=EVENTS), name="catalogue_trail_event"),
        ),
    ]
