from django.urls import URLPattern, URLResolver, path

from serambi.exchange.workbook import views

app_name = "workbook"

urlpatterns: list[URLPattern | URLResolver] = [
    path("register.xlsx", views.download, name="download"),
]
