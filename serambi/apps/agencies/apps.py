from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "serambi.apps.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serambi.apps.agencies import queries  # noqa: PLC0415 - the models must be loaded
        from serambi.apps.agencies.permissions import is_coordinator  # noqa: PLC0415
        from serambi.apps.audit.permissions import let_erase, let_read  # noqa: PLC0415
        from serambi.apps.audit.queries import agencies_are  # noqa: PLC0415

        let_read(is_coordinator)
        let_erase(is_coordinator)
        agencies_are(queries.agency_choices, queries.people_who_worked_for)
