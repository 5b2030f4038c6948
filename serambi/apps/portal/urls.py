"""Addresses of the public site."""

from django.urls import URLPattern, URLResolver, path

from serambi.apps.portal import views

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
]
