"""The bureau's own entries of the dictionaries. One that is in force never changes; until then only its day may be set."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

REFUSE = """
CREATE FUNCTION catalogue_entry_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.valid_from IS NOT NULL
       OR to_jsonb(NEW) - 'valid_from' IS DISTINCT FROM to_jsonb(OLD) - 'valid_from' THEN
        RAISE EXCEPTION 'an entry of a dictionary is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON catalogue_dictionaryentry
    FOR EACH ROW EXECUTE FUNCTION catalogue_entry_refuse_change();
"""
ALLOW = """
DROP TRIGGER immutable ON catalogue_dictionaryentry;
DROP FUNCTION catalogue_entry_refuse_change();
"""
EVENTS = [
    "begun", "saved", "written", "entered", "renewed", "linted", "submitted", "sent_back", "published", "discarded",
    "corrected", "withdrawn", "removed", "status",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_trail_of_words")]
    operations = [
        migrations.CreateModel(
            name="DictionaryEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dictionary", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=60)),
                ("content", models.JSONField(null=True)),
                ("valid_from", models.DateTimeField(null=True)),
                (
                    "change",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="catalogue.cataloguechange",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["valid_from", "id"],
                        name="catalogue_entry_in_force",
                        condition=Q(valid_from__isnull=False),
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(dictionary__in=["elements", "evidence_types"]), name="catalogue_entry_dictionary"
                    ),
                    models.UniqueConstraint(fields=["change", "dictionary", "key"], name="catalogue_entry_once"),
                    models.CheckConstraint(
                        condition=Q(change__isnull=False, content__isnull=False)
                        | Q(change__isnull=True, content__isnull=True, valid_from__isnull=False),
                        name="catalogue_entry_whole",
                    ),
                ],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RemoveConstraint(model_name="cataloguetrail", name="catalogue_trail_event"),
        # locks: a table of a few thousand lines, written only when somebody edits the catalogue
        migrations.AddConstraint(
            model_name="cataloguetrail",
            constraint=models.CheckConstraint(condition=Q(event__in=EVENTS), name="catalogue_trail_event"),
        ),
    ]
