"""The trails, the grant log and the bureau's settings refuse to be emptied, as they refuse each row's change."""

from django.db import migrations

from yichuang.kernel.append_only import refuse_truncate

TABLES = ("organisation_grantlog", "organisation_changelog", "organisation_signinlog", "organisation_localsetting")


class Migration(migrations.Migration):
    dependencies = [("organisation", "0006_local_settings")]
    operations = refuse_truncate(TABLES, "organisation_refuse_change")
