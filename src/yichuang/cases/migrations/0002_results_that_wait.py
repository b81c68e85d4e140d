"""What is ready is found without reading what is not."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0001_engine")]
    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(condition=models.Q(("status", "ready")), fields=["ready_at", "id"], name="cases_ready"),
        )
    ]
