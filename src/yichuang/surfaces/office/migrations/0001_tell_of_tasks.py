"""Open worklists hear of a task as it comes, moves or goes: told inside the very transaction, whoever writes it.

In the database, because tasks are written by one SQL function that every verb, job and sweep goes through. What is told is
only *that* something changed for a unit or a person; the page fetches what it may see. Topics: ``surfaces.office.live``.
"""

from django.db import migrations

TELL = """
CREATE FUNCTION office_tell_of_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yichuang_live', json_build_object('topic', told.topic)::text)
    FROM (SELECT 'work.unit.' || unit_id AS topic FROM changed
          UNION SELECT 'work.staff.' || staff_id FROM changed WHERE staff_id IS NOT NULL) told;
    RETURN NULL;
END;
$$;
CREATE TRIGGER office_tell_of_new AFTER INSERT ON cases_task REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION office_tell_of_tasks();
CREATE TRIGGER office_tell_of_moved AFTER UPDATE ON cases_task REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION office_tell_of_tasks();
"""
STILL = """
DROP TRIGGER office_tell_of_new ON cases_task;
DROP TRIGGER office_tell_of_moved ON cases_task;
DROP FUNCTION office_tell_of_tasks();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_engine")]
    operations = [migrations.RunSQL(TELL, STILL)]
