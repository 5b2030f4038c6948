"""Addresses under /audit/."""

from django.urls import path

from serambi.apps.audit import views

app_name = "audit"

urlpatterns = [
    path("", views.entry_list, name="entry_list"),
    path("chain/", views.chain_state, name="chain_state"),
    path("chain/verify/", views.chain_verify, name="chain_verify"),
    path("people/<int:pk>/erase/", views.person_erase, name="person_erase"),
    path("<int:pk>/", views.entry_detail, name="entry_detail"),
]
