"""Addresses of the interface itself."""

from django.urls import path

from serambi.ui import views

app_name = "ui"

urlpatterns = [path("preferences/", views.preferences, name="preferences")]
