from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "serambi.config"
    label = "config"

    def ready(self) -> None:
        from serambi.config.wiring import connect  # noqa: PLC0415 - the apps must be ready first

        connect()
