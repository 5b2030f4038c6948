from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns of the letter, all of them empty at first: the old code may serve meanwhile."""

    dependencies = [
        ('meetings', '0003_from_agenda_to_minutes'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitationletter',
            name='lampiran',
            field=models.CharField(blank=True, max_length=100, verbose_name='lampiran'),
        ),
        migrations.AddField(
            model_name='invitationletter',
            name='told',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='invitationletter',
            name='reminded_on',
            field=models.DateField(blank=True, null=True, verbose_name='reminded on'),
        ),
    ]
