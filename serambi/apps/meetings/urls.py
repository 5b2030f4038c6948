"""The addresses of meetings, decisions and actions."""

from __future__ import annotations

from django.urls import path

from serambi.apps.meetings.views import actions, agenda, backlog, bodies, decisions, meetings, proposals

app_name = "meetings"
urlpatterns = [
    path("", meetings.meeting_list, name="meeting_list"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/change/", meetings.meeting_edit, name="meeting_edit"),
    path("<int:pk>/moves/<slug:name>/", meetings.meeting_move, name="meeting_move"),
    path("<int:pk>/agenda/", agenda.agenda, name="agenda"),
    path("<int:pk>/agenda/make/", agenda.agenda_make, name="agenda_make"),
    path("<int:pk>/agenda/items/new/", agenda.item_create, name="agenda_item_create"),
    path("<int:pk>/agenda/items/<int:item>/change/", agenda.item_edit, name="agenda_item_edit"),
    path("<int:pk>/agenda/items/<int:item>/remove/", agenda.item_remove, name="agenda_item_remove"),
    path("<int:pk>/agenda/items/<int:item>/move/", agenda.item_move, name="agenda_item_move"),
    path("<int:pk>/agenda/items/<int:item>/park/", agenda.item_park, name="agenda_item_park"),
    path("<int:pk>/agenda/sections/new/", agenda.section_create, name="agenda_section_create"),
    path("<int:pk>/agenda/sections/<int:section>/change/", agenda.section_edit, name="agenda_section_edit"),
    path("<int:pk>/agenda/sections/<int:section>/remove/", agenda.section_remove, name="agenda_section_remove"),
    path("<int:pk>/agenda/sections/<int:section>/move/", agenda.section_move, name="agenda_section_move"),
    path("<int:pk>/agenda/proposals/take/", proposals.take, name="proposal_take"),
    path("<int:pk>/agenda/proposals/take-all/", proposals.take_all, name="proposal_take_all"),
    path("<int:pk>/agenda/proposals/park/", proposals.park, name="proposal_park"),
    path("<int:pk>/agenda/proposals/leave-out/", proposals.dismiss, name="proposal_dismiss"),
    path("<int:pk>/agenda/proposals/<int:dismissal>/back/", proposals.take_back, name="proposal_take_back"),
    path("proposals/", proposals.rules, name="proposal_rules"),
    path("bodies/new/", bodies.body_create, name="body_create"),
    path("bodies/<slug:code>/", bodies.body, name="body"),
    path("bodies/<slug:code>/change/", bodies.body_edit, name="body_edit"),
    path("bodies/<slug:code>/members/<int:pk>/remove/", bodies.member_remove, name="member_remove"),
    path("bodies/<slug:code>/backlog/", backlog.backlog, name="backlog"),
    path("bodies/<slug:code>/backlog/new/", backlog.item_create, name="backlog_create"),
    path("bodies/<slug:code>/backlog/<int:pk>/change/", backlog.item_edit, name="backlog_edit"),
    path("bodies/<slug:code>/backlog/<int:pk>/remove/", backlog.item_remove, name="backlog_remove"),
    path("bodies/<slug:code>/backlog/<int:pk>/bring/", backlog.item_bring, name="backlog_bring"),
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
