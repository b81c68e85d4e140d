"""The trail, corrections and standings refuse change; a version's end may be set, or taken back while its successor is.

That a version is reopened at all is for a successor which is withdrawn before any case rests on it; the constraint of one
open version an item holds throughout.
"""

from django.db import migrations

TABLES = ("catalogue_cataloguetrail", "catalogue_correction", "catalogue_itemstanding")
REFUSE = """
CREATE FUNCTION catalogue_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END;
$$;
""" + "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION catalogue_append_only();"
    for table in TABLES
)
ALLOW = "".join(f"DROP TRIGGER append_only ON {table};" for table in TABLES) + "DROP FUNCTION catalogue_append_only();"
CHANGED = """
CREATE OR REPLACE FUNCTION catalogue_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.valid_to IS NOT NULL AND NEW.valid_to IS NOT NULL)
       OR to_jsonb(NEW) - 'valid_to' IS DISTINCT FROM to_jsonb(OLD) - 'valid_to' THEN
        RAISE EXCEPTION 'a published item version is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_changes")]
    operations = [migrations.RunSQL(REFUSE, ALLOW), migrations.RunSQL(CHANGED, migrations.RunSQL.noop)]
