from django.urls import URLPattern, URLResolver, path

from serambi.exchange.observations_csv import views

app_name = "observation_tables"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/notation/", views.notation, name="notation"),
    path("<int:pk>/rejects.csv", views.rejects, name="rejects"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/load/", views.load, name="load"),
    path("<int:pk>/discard/", views.discard, name="discard"),
]
