"""What somebody did about a notice stays on record: the database itself refuses a change."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION messaging_care_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'messaging_noticecare is append-only' USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON messaging_noticecare
    FOR EACH ROW EXECUTE FUNCTION messaging_care_is_append_only();
"""
UNDO = """
DROP TRIGGER append_only ON messaging_noticecare;
DROP FUNCTION messaging_care_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_care")]
    operations = [migrations.RunSQL(FUNCTION, UNDO)]
