from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "serambi.apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serambi.apps.accounts import checks  # noqa: F401, PLC0415 - registers itself once the models are loaded
