from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "serambi.apps.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serambi.apps.agencies.permissions import is_coordinator  # noqa: PLC0415 - the models must be loaded
        from serambi.apps.audit.permissions import let_read  # noqa: PLC0415

        let_read(is_coordinator)
