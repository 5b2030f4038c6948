from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "serambi.exchange"
    label = "exchange"
