from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "serambi.apps.meetings"
    label = "meetings"
