from django.urls import path

from serambi.apps.progress.views import (
    checking,
    delegations,
    due,
    filling,
    groups,
    links,
    offline,
    participation,
    periods,
    reports,
    settings,
)

app_name = "progress"
_REPORT = "<slug:cycle>/<slug:period>/<str:agency>/"

urlpatterns = [
    path("", due.due, name="due"),
    path("line/", offline.line, name="line"),
    path("start/", due.start, name="start"),
    path("queue/", checking.queue, name="queue"),
    path("periods/", periods.period_list, name="period_list"),
    path("cycles/new/", settings.cycle_create, name="cycle_create"),
    path("cycles/<slug:code>/", settings.cycle_edit, name="cycle_edit"),
    path("cycles/<slug:code>/periods/", settings.periods_add, name="periods_add"),
    path("holidays/", settings.holidays, name="holidays"),
    path("holidays/<int:pk>/remove/", settings.holiday_remove, name="holiday_remove"),
    path("delegations/", delegations.delegation_list, name="delegation_list"),
    path("delegations/<int:pk>/revoke/", delegations.delegation_revoke, name="delegation_revoke"),
    path("participation/", participation.agencies, name="participation"),
    path("participation/members/", participation.people, name="participation_people"),
    path("participation/rule/", participation.change_rule, name="participation_rule"),
    path("participation/agencies/<str:agency>/", participation.agency, name="participation_agency"),
    path("groups/", groups.group_list, name="group_list"),
    path("groups/add/", groups.member_add, name="group_member_add"),
    path("groups/<int:pk>/end/", groups.member_end, name="group_member_end"),
    path("link/<str:signed>/", links.link, name="link"),
    path("links/<int:pk>/revoke/", links.link_revoke, name="link_revoke"),
    path("periods/<slug:cycle>/<slug:period>/", periods.period, name="period"),
    path("periods/<slug:cycle>/<slug:period>/days/", periods.period_edit, name="period_edit"),
    path("periods/<slug:cycle>/<slug:period>/reopen/", periods.reopen, name="period_reopen"),
    path(f"reports/{_REPORT}", reports.report, name="report"),
    path(f"reports/{_REPORT}form/", filling.form, name="form"),
    path(f"reports/{_REPORT}items/<str:key>/evidence/", filling.evidence, name="evidence"),
    path(f"reports/{_REPORT}check/", checking.check, name="check"),
    path(f"reports/{_REPORT}correct/", reports.correct, name="correct"),
    path(f"reports/{_REPORT}moves/<slug:name>/", reports.move, name="move"),
]
