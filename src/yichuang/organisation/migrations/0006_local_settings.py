"""What a bureau sets by itself: a table that only grows, and its line in the change log."""

import django.db.models.deletion
from django.db import migrations, models

EVENTS = [
    "unit_added", "unit_changed", "hall_added", "hall_changed", "window_added", "window_changed", "window_opened",
    "window_closed", "hired", "staff_changed", "left", "returned", "qualified", "enrolled", "standing_ended",
    "password_set", "code_unbound", "day_set", "day_cleared", "year_confirmed", "year_withdrawn", "setting_changed",
]
REFUSE_CHANGE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON organisation_localsetting
    FOR EACH ROW EXECUTE FUNCTION organisation_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0005_failed_codes")]
    operations = [
        migrations.CreateModel(
            name="LocalSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.CharField(blank=True, max_length=6)),
                ("key", models.CharField(max_length=40)),
                ("value", models.CharField(max_length=10, null=True)),
                ("before", models.CharField(max_length=10)),
                ("since", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.staff"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key", "-id"], name="organisation_setting_history")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("area__regex", "^([0-9]{2}){0,3}$")), name="organisation_setting_area"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="organisation_setting_reasoned"
                    ),
                ],
            },
        ),
        migrations.RunSQL(REFUSE_CHANGE, "DROP TRIGGER append_only ON organisation_localsetting"),
        migrations.RemoveConstraint(model_name="changelog", name="organisation_changelog_event"),
        migrations.AddConstraint(
            model_name="changelog",
            constraint=models.CheckConstraint(
                condition=models.Q(("event__in", EVENTS)), name="organisation_changelog_event"
            ),
        ),
    ]
