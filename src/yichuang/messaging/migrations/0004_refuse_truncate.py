"""What somebody did about a notice refuses to be emptied, as it refuses each row's change."""

from django.db import migrations

TABLES = ("messaging_noticecare",)


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_care_append_only")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION messaging_care_is_append_only()",
            f"DROP TRIGGER refuse_truncate ON {table}",
        )
        for table in TABLES
    ]
