from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "serambi.ui"
    label = "ui"
