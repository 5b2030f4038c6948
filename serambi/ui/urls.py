"""Addresses of the interface itself; the gallery exists only where people try or test the program."""

from django.conf import settings
from django.urls import path

from serambi.ui import views

app_name = "ui"

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("worker.js", views.worker, name="worker"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("offline/", views.offline, name="offline"),
]

if settings.MODE in {"trial", "test"}:
    urlpatterns += [
        path("", views.gallery, name="gallery"),
        path("chart/<slug:name>.svg", views.gallery_svg, name="gallery_svg"),
        path("chart/<slug:name>.csv", views.gallery_csv, name="gallery_csv"),
        path("formula/check/", views.gallery_check, name="gallery_check"),
        path("formula/complete/", views.gallery_complete, name="gallery_complete"),
    ]
