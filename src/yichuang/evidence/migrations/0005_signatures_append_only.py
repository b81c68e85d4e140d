"""What was signed stays signed: the database itself refuses a change."""

from django.db import migrations

TRIGGER = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON evidence_signature
    FOR EACH ROW EXECUTE FUNCTION organisation_refuse_change();
"""
UNDO = "DROP TRIGGER append_only ON evidence_signature;"


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_signatures"), ("organisation", "0002_append_only")]
    operations = [migrations.RunSQL(TRIGGER, UNDO)]
