# Adds tables and a column with a default: the old code can go on serving while it runs.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('attachments', '0001_initial'),
        ('meetings', '0003_from_agenda_to_minutes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='meetingbody',
            name='is_illustration',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'calendar address',
                'verbose_name_plural': 'calendar addresses',
            },
        ),
        migrations.CreateModel(
            name='Photograph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caption', models.CharField(max_length=200, verbose_name='caption')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='attachments.attachment', verbose_name='picture')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photographs', to='meetings.meeting', verbose_name='meeting')),
            ],
            options={
                'verbose_name': 'photograph of a meeting',
                'verbose_name_plural': 'photographs of meetings',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('agreement', 'Record of an agreement'), ('report', 'Report to the head of the regency')], max_length=9, verbose_name='document')),
                ('number', models.CharField(blank=True, max_length=100, verbose_name='number')),
                ('day', models.DateField(blank=True, null=True, verbose_name='date')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                ('recipient', models.CharField(blank=True, max_length=200, verbose_name='to')),
                ('opening', models.TextField(blank=True, verbose_name='opening')),
                ('points', models.TextField(blank=True, verbose_name='points')),
                ('closing', models.TextField(blank=True, verbose_name='closing')),
                ('signatory', models.CharField(blank=True, max_length=50, verbose_name='signed by')),
                ('version', models.PositiveIntegerField(default=1)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='meetings.meeting', verbose_name='meeting')),
                ('parties', models.ManyToManyField(blank=True, related_name='+', to='agencies.organization', verbose_name='parties')),
            ],
            options={
                'verbose_name': 'document of a meeting',
                'verbose_name_plural': 'documents of meetings',
                'ordering': ['kind'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'kind'), name='paper_once_a_meeting')],
            },
        ),
    ]
