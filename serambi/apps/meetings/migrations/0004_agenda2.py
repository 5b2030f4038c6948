import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("meetings", "0003_from_agenda_to_minutes"),
    ]

    operations = [
        migrations.AddField(
            model_name="agendasection",
            name="receives",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "none of the proposals"),
                    ("actions", "open actions"),
                    ("figures", "what the figures propose"),
                ],
                default="",
                max_length=7,
                verbose_name="takes in",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="is_standing",
            field=models.BooleanField(default=False, verbose_name="on every agenda of the body"),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="unreached_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="meetings.meeting",
                verbose_name="not reached in",
            ),
        ),
    ]
