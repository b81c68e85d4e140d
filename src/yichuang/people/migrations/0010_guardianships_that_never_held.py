"""A guardianship that was entered wrongly ends on the day before it began."""

from datetime import timedelta

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0009_checks_over_the_interface")]
    operations = [
        migrations.RemoveConstraint(model_name="guardianship", name="people_guardianship_span"),
        # locks: one reading of the guardianships, of which there are a few for each ward
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since") - timedelta(days=1)),
                name="people_guardianship_span",
            ),
        ),
    ]
