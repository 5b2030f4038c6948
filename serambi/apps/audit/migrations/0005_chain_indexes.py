"""Drop the entries of before, which 0004 has copied, and index the new ones."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_chain_earlier_entries'),
    ]

    operations = [
        migrations.DeleteModel(name='EarlierEntry'),
        migrations.AlterField(
            model_name='entry',
            name='at',
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['object_type', 'object_id', '-at'], name='audit_entry_object__f58eff_idx'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['object_type', 'at'], name='audit_entry_type'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['actor_id', 'at'], name='audit_entry_actor'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['verb', 'at'], name='audit_entry_verb'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('seq__isnull', True)), fields=['id'], name='audit_entry_not_sealed'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('is_change', True)), fields=['id'], name='audit_entry_changes'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('seq',), name='audit_entry_one_at_each_place'),
        ),
    ]
