"""A check that a program told of is no card reader's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0008_reveals_of_others")]
    operations = [
        migrations.RemoveConstraint(model_name="identitycheck", name="people_check_method"),
        # locks: one reading of the checks, of which each visit adds one or two
        migrations.AddConstraint(
            model_name="identitycheck",
            constraint=models.CheckConstraint(
                condition=models.Q(method__in=["card_reader", "face_match_result", "manual", "interface"]),
                name="people_check_method",
            ),
        ),
    ]
