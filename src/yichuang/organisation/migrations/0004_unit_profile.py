import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_trails"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnitProfile",
            fields=[
                ("unit", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="profile", serialize=False, to="organisation.unit")),
                ("name_zh", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=200)),
                ("mark", models.CharField(max_length=20)),
                ("address_zh", models.CharField(max_length=200)),
                ("address_en", models.CharField(max_length=200)),
                ("phone", models.CharField(max_length=30)),
                ("complaint_phone", models.CharField(max_length=30)),
                ("review_body_zh", models.CharField(max_length=100)),
                ("review_body_en", models.CharField(max_length=200)),
                ("court_zh", models.CharField(max_length=100)),
                ("court_en", models.CharField(max_length=200)),
            ],
        ),
    ]
