"""The addresses of meetings, decisions and actions."""

from __future__ import annotations

from django.urls import path

from serambi.apps.meetings.views import actions, bodies, calendar, decisions, effect, meetings

app_name = "meetings"
urlpatterns = [
    path("", meetings.meeting_list, name="meeting_list"),
    path("calendar/", calendar.month, name="calendar"),
    path("coordination/", effect.coordination, name="coordination"),
    path("effect/", effect.effect, name="effect"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/change/", meetings.meeting_edit, name="meeting_edit"),
    path("<int:pk>/moves/<slug:name>/", meetings.meeting_move, name="meeting_move"),
    path("bodies/new/", bodies.body_create, name="body_create"),
    path("bodies/<slug:code>/", bodies.body, name="body"),
    path("bodies/<slug:code>/change/", bodies.body_edit, name="body_edit"),
    path("bodies/<slug:code>/members/<int:pk>/remove/", bodies.member_remove, name="member_remove"),
    path("bodies/<slug:code>/new/", meetings.meeting_create, name="meeting_create"),
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
