from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "serambi.config"
    label = "config"
