"""Which drawing results were received with: it signs nothing else."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_organisations_apply"), ("kernel", "0004_seals")]
    operations = [
        # locks: one reading of the events; an installation makes it before it serves
        migrations.RunSQL(
            "CREATE INDEX applications_received_with ON kernel_event ((data ->> 'signature_sm3')) WHERE kind = 'handed_over'",
            "DROP INDEX applications_received_with",
        )
    ]
