# ruff: noqa
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A new table; the old code may serve meanwhile."""

    dependencies = [
        ("meetings", "0004_agenda2"),
        ("meetings", "0004_invites"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealedMinutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.TextField(verbose_name="content")),
                ("at", models.DateTimeField(verbose_name="signed off at")),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed",
                        to="meetings.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={"verbose_name": "sealed minutes", "verbose_name_plural": "sealed minutes"},
        ),
    ]
