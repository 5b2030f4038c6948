from django.urls import path

from serambi.exchange.budgets import check_views, views

app_name = "budgets"

urlpatterns = [
    path("", views.budget_forms, name="budget_forms"),
    path("check/", check_views.budget_check, name="budget_check"),
    path("e81.xlsx", views.evaluation_xlsx, name="evaluation_xlsx"),
    path("e81.csv", views.evaluation_text, name="evaluation_csv"),
    path("e-monev.xlsx", views.monthly_xlsx, name="monthly_xlsx"),
    path("e-monev.csv", views.monthly_text, name="monthly_csv"),
]
