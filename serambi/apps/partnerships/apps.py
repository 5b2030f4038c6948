from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "serambi.apps.partnerships"
    label = "partnerships"
