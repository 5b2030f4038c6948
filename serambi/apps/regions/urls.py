from django.urls import URLPattern, URLResolver, path

from serambi.apps.regions import views

app_name = "regions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.area_list, name="area_list"),
    path("<str:code>/", views.area_detail, name="area_detail"),
    path("<str:code>/edit/", views.area_edit, name="area_edit"),
]
