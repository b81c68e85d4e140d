"""The grant log refuses change in the database itself; the table of the shared cache, which counts sign-in attempts."""

from django.db import migrations

REFUSE_CHANGE = """
CREATE FUNCTION organisation_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON organisation_grantlog
    FOR EACH ROW EXECUTE FUNCTION organisation_refuse_change();
"""
ALLOW_CHANGE = """
DROP TRIGGER append_only ON organisation_grantlog;
DROP FUNCTION organisation_refuse_change();
"""
CACHE = """
CREATE TABLE organisation_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX organisation_cache_expires ON organisation_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [
        migrations.RunSQL(REFUSE_CHANGE, ALLOW_CHANGE),
        migrations.RunSQL(CACHE, "DROP TABLE organisation_cache"),
    ]
