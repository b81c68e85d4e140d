"""Looks at people's records, and what was recorded of who may act for whom; the database itself refuses to change either."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("people_personlook", "people_representationlog")


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0005_failed_codes'),
        ('people', '0003_name_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('screen', models.CharField(max_length=20)),
                ('reference', models.CharField(blank=True, max_length=60)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', db_index=False, to='people.person')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-at'], name='people_looks_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('screen__in', ['see', 'serve', 'intake', 'receipt', 'hand over', 'case', 'history', 'search'])), name='people_look_screen')],
            },
        ),
        migrations.CreateModel(
            name='RepresentationLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('document', models.CharField(max_length=100)),
                ('reason', models.CharField(max_length=200)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='people.organisation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='people.person')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-at'], name='people_representations_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('event__in', ['guardian_set', 'guardian_ended', 'mandated', 'mandate_revoked'])), name='people_representation_event'), models.CheckConstraint(condition=models.Q(('person__isnull', True), ('organisation__isnull', True), _connector='XOR'), name='people_represented_one')],
            },
        ),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION organisation_refuse_change()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in TABLES
        ),
    ]
