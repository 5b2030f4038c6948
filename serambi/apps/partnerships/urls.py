"""Addresses under /partners/."""

from __future__ import annotations

from django.urls import path

from serambi.apps.partnerships.views import commitments, deliveries, ledger

app_name = "partnerships"
urlpatterns = [
    path("", ledger.commitment_list, name="commitment_list"),
    path("new/", commitments.commitment_create, name="commitment_create"),
    path("of/<str:abbreviation>/", ledger.organization, name="organization"),
    path("<int:pk>/", commitments.commitment, name="commitment"),
    path("<int:pk>/change/", commitments.commitment_edit, name="commitment_edit"),
    path("<int:pk>/parts/", commitments.parts, name="parts"),
    path("<int:pk>/agreement/", deliveries.sign, name="sign"),
    path("<int:pk>/moves/<slug:name>/", commitments.commitment_move, name="commitment_move"),
    path("<int:pk>/deliveries/new/", deliveries.delivery_create, name="delivery_create"),
    path("<int:pk>/deliveries/<int:delivery>/withdraw/", deliveries.delivery_withdraw, name="delivery_withdraw"),
]
