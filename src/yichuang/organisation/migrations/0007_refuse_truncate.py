"""The trails, the grant log and the bureau's settings refuse to be emptied, as they refuse each row's change."""

from django.db import migrations

TABLES = ("organisation_grantlog", "organisation_changelog", "organisation_signinlog", "organisation_localsetting")


class Migration(migrations.Migration):
    dependencies = [("organisation", "0006_local_settings")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION organisation_refuse_change()",
            f"DROP TRIGGER refuse_truncate ON {table}",
        )
        for table in TABLES
    ]
