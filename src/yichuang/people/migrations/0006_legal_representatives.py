"""The trail knows one more event: who was put on record as an organisation's legal representative."""

from django.db import migrations, models

EVENTS = ["guardian_set", "guardian_ended", "represents", "mandated", "mandate_revoked"]


class Migration(migrations.Migration):
    dependencies = [("people", "0005_standing")]
    operations = [
        migrations.RemoveConstraint("representationlog", "people_representation_event"),
        # locks: a log of some lines a day, written when a mandate or guardianship is recorded
        migrations.AddConstraint(
            "representationlog",
            models.CheckConstraint(condition=models.Q(("event__in", EVENTS)), name="people_representation_event"),
        ),
    ]
