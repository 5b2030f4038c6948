from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "serambi.apps.progress"
    label = "progress"
