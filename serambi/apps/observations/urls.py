"""Addresses under /data/. No code of a series has a hyphen, so `new-series` can never be one."""

from django.urls import URLPattern, URLResolver, path

from serambi.apps.observations import views

app_name = "observations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.series_list, name="series_list"),
    path("new-series/", views.series_create, name="series_create"),
    path("to-verify/", views.finalize, name="finalize"),
    path("grid/", views.period_grid, name="period_grid"),
    path("series/<str:code>/", views.series_detail, name="series_detail"),
    path("series/<str:code>/edit/", views.series_edit, name="series_edit"),
    path("series/<str:code>/archive/", views.series_archive, name="series_archive"),
    path("series/<str:code>/restore/", views.series_restore, name="series_restore"),
    path("series/<str:code>/record/", views.record, name="record"),
    path("series/<str:code>/grid/", views.series_grid, name="series_grid"),
    path("figures/<int:pk>/", views.observation_detail, name="observation_detail"),
    path("figures/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
