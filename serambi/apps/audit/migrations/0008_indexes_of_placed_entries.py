"""Index for readers only what has its place in the chain, so that a write pays for one index.

Can run while the old code serves, which then reads the record slowly and writes it as before. Building the six indexes
of a million entries takes some seconds, in which nobody can write.
"""

from typing import Any

import django.utils.timezone
from django.db import migrations, models

PLACED = models.Q(seq__isnull=False)


def drop_index_of_time(apps: Any, schema_editor: Any) -> None:
    """Drop the index that came with the column; SQLite would write the whole table anew to alter the column."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "audit_entry")
    for name, one in found.items():
        if one["index"] and one["columns"] == ["at"] and name != "audit_entry_placed_at":
            schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0007_mentions'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='entry', name='audit_entry_not_sealed'),
        migrations.RemoveIndex(model_name='entry', name='audit_entry_type'),
        migrations.RemoveIndex(model_name='entry', name='audit_entry_actor'),
        migrations.RemoveIndex(model_name='entry', name='audit_entry_verb'),
        migrations.RemoveIndex(model_name='entry', name='audit_entry_object__f58eff_idx'),
        migrations.RemoveIndex(model_name='entry', name='audit_entry_changes'),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_index_of_time, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name='entry',
                    name='at',
                    field=models.DateTimeField(default=django.utils.timezone.now),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=PLACED, fields=['at'], name='audit_entry_placed_at'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=PLACED, fields=['object_type', 'at'], name='audit_entry_placed_type'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=PLACED, fields=['actor_id', 'at'], name='audit_entry_placed_actor'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=PLACED, fields=['verb', 'at'], name='audit_entry_placed_verb'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(
                condition=PLACED, fields=['object_type', 'object_id', '-at'], name='audit_entry_placed_object'
            ),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(
                condition=PLACED & models.Q(is_change=True), fields=['id'], name='audit_entry_placed_changes'
            ),
        ),
    ]
