"""The interface by itself, so that its tests need no other app."""

from django.urls import include, path

urlpatterns = [path("ui/", include("serambi.ui.urls"))]
