"""Papers are read by the cases that they name; nobody asks for those of an application."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("licences", "0003_longer_case_numbers")]
    operations = [migrations.RemoveIndex(model_name="issuedpaper", name="licences_paper_application")]
