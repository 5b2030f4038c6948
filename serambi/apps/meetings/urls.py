"""The addresses of meetings, decisions and actions."""

from __future__ import annotations

from django.urls import path

from serambi.apps.meetings.views import (
    actions,
    answers,
    attendance,
    bodies,
    check_in,
    decisions,
    invitations,
    meetings,
)

app_name = "meetings"
urlpatterns = [
    path("", meetings.meeting_list, name="meeting_list"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/change/", meetings.meeting_edit, name="meeting_edit"),
    path("<int:pk>/moves/<slug:name>/", meetings.meeting_move, name="meeting_move"),
    path("<int:pk>/invitations/", invitations.invitations, name="invitations"),
    path("<int:pk>/invitations/members/", invitations.members_invite, name="members_invite"),
    path("<int:pk>/invitations/remind/", invitations.remind, name="remind"),
    path("<int:pk>/invitations/<int:invitation>/", invitations.invitation_edit, name="invitation_edit"),
    path("<int:pk>/invitations/<int:invitation>/remove/", invitations.invitation_remove, name="invitation_remove"),
    path("<int:pk>/invitations/<int:invitation>/end-link/", invitations.link_end, name="link_end"),
    path("<int:pk>/invitations/<int:invitation>/answer/", invitations.answer, name="answer"),
    path("answer/<str:signed>/", answers.answer_by_link, name="answer_by_link"),
    path("<int:pk>/attendance/", attendance.attendance, name="attendance"),
    path("<int:pk>/attendance/invited/<int:invitation>/", attendance.attendance_note, name="attendance_note"),
    path("<int:pk>/attendance/<int:attendance>/remove/", attendance.attendance_remove, name="attendance_remove"),
    path("<int:pk>/check-in/screen/", attendance.check_in_screen, name="check_in_screen"),
    path("<int:pk>/check-in/screen/code/", attendance.check_in_code, name="check_in_code"),
    path("<int:pk>/check-in/", check_in.check_in_send, name="check_in_send"),
    path("<int:pk>/check-in/<slug:code>/", check_in.check_in, name="check_in"),
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
