"""Addresses of the evaluation; they stand at the root, since people type and send them."""

from django.urls import URLPattern, URLResolver, path

from serambi.apps.evaluation.views import charts, dashboard, organizations, pillars, programs, realization, rules, why

app_name = "evaluation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/<slug:code>/", pillars.inside, name="inside"),
    path("pillars/<slug:code>/", pillars.pillar, name="pillar"),
    path("pillars/<slug:pillar>/<slug:code>/", pillars.sub_dimension, name="sub_dimension"),
    path("programs/<str:code>/", programs.program, name="program"),
    path("organizations/<str:abbreviation>/", organizations.organization, name="organization"),
    path("realization/", realization.realization, name="realization"),
    path("why/<slug:node>/<int:pk>/", why.why, name="why"),
    path("why/<slug:node>/<int:pk>/trend.svg", charts.trend_file, {"kind": "svg"}, name="trend_svg"),
    path("why/<slug:node>/<int:pk>/trend.csv", charts.trend_file, {"kind": "csv"}, name="trend_csv"),
    path("rules/", rules.rules, name="rules"),
    path("rules/bands/", rules.bands_edit, name="bands_edit"),
    path("rules/limits/", rules.limits_edit, name="limits_edit"),
]
