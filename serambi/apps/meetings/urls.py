"""The addresses of decisions and actions."""

from __future__ import annotations

from django.urls import path

from serambi.apps.meetings.views import actions, decisions

app_name = "meetings"
urlpatterns = [
    path("actions/", actions.action_list, name="action_list"),
    path("actions/new/", actions.action_create, name="action_create"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/change/", actions.action_edit, name="action_edit"),
    path("actions/<int:pk>/moves/<slug:name>/", actions.action_move, name="action_move"),
    path("decisions/", decisions.decision_list, name="decision_list"),
    path("decisions/new/", decisions.decision_create, name="decision_create"),
    path("decisions/<int:year>/<int:number>/", decisions.decision, name="decision"),
    path("decisions/<int:year>/<int:number>/correct/", decisions.decision_correct, name="decision_correct"),
]
