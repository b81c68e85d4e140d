"""Wrong one-time codes stand in the sign-in log beside wrong passwords."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0004_unit_profile")]
    operations = [
        migrations.RemoveConstraint(model_name="signinlog", name="organisation_signinlog_event"),
        migrations.AddConstraint(
            model_name="signinlog",
            constraint=models.CheckConstraint(
                condition=models.Q(("event__in", ["signed_in", "failed", "failed_code", "signed_out"])),
                name="organisation_signinlog_event",
            ),
        ),
    ]
