"""The sharing log refuses change in the database itself (政务数据共享条例 art. 29: kept for at least three years)."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION evidence_sharinglog_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'evidence_sharinglog is append-only';
END;
$$;
CREATE TRIGGER evidence_sharinglog_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_sharinglog
    FOR EACH STATEMENT EXECUTE FUNCTION evidence_sharinglog_is_append_only();
"""
UNDO = """
DROP TRIGGER evidence_sharinglog_append_only ON evidence_sharinglog;
DROP FUNCTION evidence_sharinglog_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_files_and_sharing")]
    operations = [migrations.RunSQL(FUNCTION, UNDO)]
