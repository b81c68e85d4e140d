"""The numbers of others in somebody's form are a thing that can be revealed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0007_refuse_truncate")]
    operations = [
        migrations.RemoveConstraint(model_name="reveallog", name="people_reveal_field"),
        # locks: a log that grows by a line whenever somebody asks for a whole number
        migrations.AddConstraint(
            model_name="reveallog",
            constraint=models.CheckConstraint(
                condition=models.Q(field__in=["id_number", "phone", "others"]), name="people_reveal_field"
            ),
        ),
    ]
