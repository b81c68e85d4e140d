"""What somebody did about a notice refuses to be emptied, as it refuses each row's change."""

from django.db import migrations

from yichuang.kernel.append_only import refuse_truncate

TABLES = ("messaging_noticecare",)


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_care_append_only")]
    operations = refuse_truncate(TABLES, "messaging_care_is_append_only")
