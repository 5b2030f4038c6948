from django.apps import AppConfig


class CitizenReportsConfig(AppConfig):
    name = "serambi.apps.citizen_reports"
    label = "citizen_reports"
