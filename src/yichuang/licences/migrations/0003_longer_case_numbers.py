"""Guangdong's case numbers have 43 characters."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("licences", "0002_sequences")]
    operations = [
        migrations.AlterField("issuedpaper", "application_no", models.CharField(max_length=50)),
        migrations.AlterField(
            "issuedpaper",
            "case_nos",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=50), default=list, size=None
            ),
        ),
        migrations.AlterField("licence", "case_no", models.CharField(max_length=50)),
    ]
