from django.db import migrations


class Migration(migrations.Migration):
    """A number's serial is made from its stream: one sequence is enough."""

    dependencies = [("kernel", "0002_record")]
    operations = [migrations.RunSQL("DROP SEQUENCE kernel_number_seq", "CREATE SEQUENCE kernel_number_seq")]
