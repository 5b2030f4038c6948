"""Addresses under /residents/."""

from django.urls import URLPattern, URLResolver, path

from serambi.apps.citizen_reports.views import categories, clusters, following, handling, public

app_name = "citizen_reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.home, name="home"),
    path("report/", public.send, name="send"),
    path("report/near/", public.near, name="near"),
    path("follow/<str:signed>/", following.follow, name="follow"),
    path("follow/<str:signed>/reopen/", following.reopen, name="reopen"),
    path("follow/<str:signed>/judge/", following.judge, name="judge"),
    path("follow/<str:signed>/photographs/", following.photographs, name="photographs"),
    path("follow/<str:signed>/photographs/<int:number>/", following.photograph, name="photograph"),
    path("follow/<str:signed>/erase/", following.erase, name="erase_mine"),
    path("list/", handling.report_list, name="list"),
    path("list/assign/", handling.assign, name="assign"),
    path("list/<int:pk>/", handling.report, name="report"),
    path("list/<int:pk>/note/", handling.note, name="note"),
    path("list/<int:pk>/erase/", handling.erase, name="erase"),
    path("list/<int:pk>/moves/<slug:name>/", handling.move, name="move"),
    path("piles/", clusters.cluster_list, name="clusters"),
    path("piles/<slug:category>/<str:village>/", clusters.cluster, name="cluster"),
    path("categories/", categories.category_list, name="categories"),
    path("categories/new/", categories.category_create, name="category_create"),
    path("categories/<slug:code>/", categories.category_edit, name="category_edit"),
]
