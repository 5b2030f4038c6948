"""The tables of the chain, and the entries of before under another name until 0004 has copied them.

Not while the old program serves: it would write into a table that is being copied.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_computed_anew'),
    ]

    operations = [
        migrations.RenameModel(old_name='Entry', new_name='EarlierEntry'),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor_id', models.BigIntegerField(blank=True, null=True)),
                ('actor_name', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(blank=True, max_length=45, null=True)),
                ('user_agent', models.CharField(blank=True, max_length=300)),
                ('look_up', models.BinaryField(max_length=16, null=True)),
                ('salt', models.BinaryField(max_length=16, null=True)),
                ('commitment', models.BinaryField(max_length=32)),
                ('erased_by', models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'origin of audit entries',
                'verbose_name_plural': 'origins of audit entries',
                'indexes': [models.Index(fields=['look_up'], name='audit_origin_look_up'), models.Index(fields=['actor_id'], name='audit_origin_actor')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor_id', models.BigIntegerField(blank=True, null=True)),
                ('origin', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='audit.origin')),
                ('verb', models.CharField(choices=[('created', 'created'), ('changed', 'changed'), ('revised', 'revised'), ('finalized', 'made final'), ('withdrawn', 'withdrawn'), ('archived', 'archived'), ('restored', 'restored'), ('deleted', 'deleted'), ('loaded', 'loaded'), ('removed', 'removed'), ('computed', 'computed anew'), ('signed_in', 'signed in'), ('signed_out', 'signed out'), ('sign_in_failed', 'failed to sign in'), ('password_changed', 'changed the password'), ('password_link_sent', 'sent a link for a password'), ('deactivated', 'deactivated'), ('reactivated', 'reactivated'), ('exported', 'downloaded'), ('erased', 'erased from the record')], max_length=20)),
                ('is_change', models.BooleanField(default=True)),
                ('object_type', models.CharField(blank=True, max_length=60)),
                ('object_id', models.CharField(blank=True, max_length=60)),
                ('object_name', models.CharField(blank=True, max_length=300)),
                ('before', models.JSONField(blank=True, default=dict)),
                ('after', models.JSONField(blank=True, default=dict)),
                ('commitments', models.JSONField(blank=True, default=dict)),
                ('reason', models.TextField(blank=True)),
                ('request_id', models.CharField(blank=True, max_length=64)),
                ('seq', models.BigIntegerField(blank=True, null=True)),
                ('digest', models.BinaryField(max_length=32, null=True)),
                ('hash', models.BinaryField(max_length=32, null=True)),
                ('mark', models.BinaryField(max_length=16, null=True)),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit entries',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PersonalValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='personal_values', to='audit.entry')),
                ('path', models.CharField(max_length=120)),
                ('subject_id', models.BigIntegerField(blank=True, db_index=True, null=True)),
                ('value', models.JSONField(null=True)),
                ('salt', models.BinaryField(max_length=16, null=True)),
                ('erased_by', models.BigIntegerField(blank=True, db_index=True, null=True)),
            ],
            options={
                'verbose_name': 'personal value of an audit entry',
                'verbose_name_plural': 'personal values of audit entries',
            },
        ),
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField()),
                ('hash', models.BinaryField(max_length=32)),
                ('mark', models.BinaryField(max_length=16)),
                ('sealed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'head of the audit chain',
                'verbose_name_plural': 'heads of the audit chain',
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('first_seq', models.BigIntegerField()),
                ('last_seq', models.BigIntegerField()),
                ('count', models.BigIntegerField()),
                ('seconds', models.FloatField()),
                ('findings', models.JSONField(blank=True, default=list)),
            ],
            options={
                'verbose_name': 'verification of the audit chain',
                'verbose_name_plural': 'verifications of the audit chain',
                'ordering': ['-at', '-id'],
            },
        ),
    ]
