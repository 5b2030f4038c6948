from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "serambi.apps.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_protect, sender=self, dispatch_uid="audit.protect")


def _protect(*, using: str, **_rest: Any) -> None:
    """Set the triggers of the record again: a migration may have made its tables anew without them."""
    from serambi.apps.audit.models import Entry, Mention  # noqa: PLC0415 - the models must be loaded
    from serambi.apps.audit.origins import forget_origins  # noqa: PLC0415
    from serambi.apps.audit.triggers import set_triggers  # noqa: PLC0415

    forget_origins()

    connection = connections[using]
    columns = set()
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if Entry._meta.db_table in tables and Mention._meta.db_table in tables:
            described = connection.introspection.get_table_description(cursor, Entry._meta.db_table)
            columns = {column.name for column in described}
    # After a migration backwards the tables are older than this program.
    if "origin_id" in columns and "actor_name" not in columns:
        set_triggers(using)
