"""Addresses under /jobs/."""

from django.urls import path

from serambi.apps.jobs import views

app_name = "jobs"

urlpatterns = [
    path("", views.job_list, name="job_list"),
    path("duties/", views.duty_list, name="duty_list"),
    path("<uuid:public_id>/", views.job_detail, name="job_detail"),
    path("<uuid:public_id>/progress/", views.job_progress, name="job_progress"),
    path("<uuid:public_id>/stop/", views.job_stop, name="job_stop"),
]
