"""Addresses under /indicators/.

No code has a hyphen, so `check-formula` can never be one; the codes `new` and `standards` are refused.
"""

from django.urls import URLPattern, URLResolver, path

from serambi.apps.indicators import views

app_name = "indicators"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.indicator_list, name="indicator_list"),
    path("new/", views.indicator_create, name="indicator_create"),
    path("check-formula/", views.formula_check, name="formula_check"),
    path("complete-formula/", views.formula_complete, name="formula_complete"),
    path("standards/", views.standard_list, name="standard_list"),
    path("named-constants/", views.constant_list, name="constant_list"),
    path("named-constants/new-constant/", views.constant_create, name="constant_create"),
    path("named-constants/<str:code>/edit/", views.constant_edit, name="constant_edit"),
    path("named-constants/<str:code>/remove/", views.constant_remove, name="constant_remove"),
    path("<str:code>/", views.indicator_detail, name="indicator_detail"),
    path("<str:code>/why/", views.indicator_why, name="indicator_why"),
    path("<str:code>/trend.svg", views.trend_file, {"kind": "svg"}, name="trend_svg"),
    path("<str:code>/trend.csv", views.trend_file, {"kind": "csv"}, name="trend_csv"),
    path("<str:code>/areas.svg", views.areas_file, {"kind": "svg"}, name="areas_svg"),
    path("<str:code>/areas.csv", views.areas_file, {"kind": "csv"}, name="areas_csv"),
    path("<str:code>/edit/", views.indicator_edit, name="indicator_edit"),
    path("<str:code>/describe/", views.indicator_describe, name="indicator_describe"),
    path("<str:code>/archive/", views.indicator_archive, name="indicator_archive"),
    path("<str:code>/restore/", views.indicator_restore, name="indicator_restore"),
    path("<str:code>/targets/", views.target_list, name="target_list"),
    path("<str:code>/targets/add/", views.target_add, name="target_add"),
    path("<str:code>/targets/years/", views.target_years, name="target_years"),
    path("<str:code>/targets/<int:pk>/edit/", views.target_edit, name="target_edit"),
    path("<str:code>/targets/<int:pk>/remove/", views.target_remove, name="target_remove"),
    path("<str:code>/baselines/add/", views.baseline_add, name="baseline_add"),
    path("<str:code>/baselines/<int:pk>/edit/", views.baseline_edit, name="baseline_edit"),
    path("<str:code>/baselines/<int:pk>/remove/", views.baseline_remove, name="baseline_remove"),
]
