"""The addresses of meetings, decisions and actions."""

from __future__ import annotations

from django.urls import path

from serambi.apps.meetings.views import actions, bodies, decisions, live, meetings, minutes, outcomes, session

app_name = "meetings"
urlpatterns = [
    path("", meetings.meeting_list, name="meeting_list"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/change/", meetings.meeting_edit, name="meeting_edit"),
    path("<int:pk>/moves/<slug:name>/", meetings.meeting_move, name="meeting_move"),
    path("<int:pk>/room/", session.room, name="room"),
    path("<int:pk>/notes/", session.notes, name="notes"),
    path("<int:pk>/live/", live.live, name="live"),
    path("<int:pk>/notes/begin/", session.item_begin, name="session_begin"),
    path("<int:pk>/notes/next/", session.item_next, name="session_next"),
    path("<int:pk>/notes/item/", session.item_add, name="session_add"),
    path("<int:pk>/notes/people/", session.people, name="session_people"),
    path("<int:pk>/notes/decision/", outcomes.decision, name="session_decision"),
    path("<int:pk>/notes/action/", outcomes.action, name="session_action"),
    path("<int:pk>/notes/vote/", outcomes.vote_open, name="vote_open"),
    path("<int:pk>/votes/<int:vote_pk>/", outcomes.vote, name="vote"),
    path("<int:pk>/votes/<int:vote_pk>/hands/", outcomes.vote_hands, name="vote_hands"),
    path("<int:pk>/votes/<int:vote_pk>/close/", outcomes.vote_close, name="vote_close"),
    path("<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("<int:pk>/minutes/write/", minutes.minute_write, name="minute_write"),
    path("<int:pk>/minutes/<int:minute_pk>/", minutes.minute, name="minute"),
    path("<int:pk>/minutes/<int:minute_pk>/remove/", minutes.minute_remove, name="minute_remove"),
    path("<int:pk>/minutes/corrections/", minutes.correction_ask, name="correction_ask"),
    path("<int:pk>/minutes/corrections/<int:correction_pk>/", minutes.correction_answer, name="correction_answer"),
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
