from django.urls import path

from serambi.exchange.budgets import check_views, form_findings, form_loads, form_rows, form_views, views

app_name = "budgets"

urlpatterns = [
    path("", views.budget_forms, name="budget_forms"),
    path("check/", check_views.budget_check, name="budget_check"),
    path("e81.xlsx", views.evaluation_xlsx, name="evaluation_xlsx"),
    path("e81.csv", views.evaluation_text, name="evaluation_csv"),
    path("e-monev.xlsx", views.monthly_xlsx, name="monthly_xlsx"),
    path("e-monev.csv", views.monthly_text, name="monthly_csv"),
    path("load/", form_views.form_start, name="form_start"),
    path("load/<int:pk>/", form_views.form_detail, name="form_detail"),
    path("load/<int:pk>/rows/", form_rows.form_rows, name="form_rows"),
    path("load/<int:pk>/rows/search/", form_rows.form_row, name="form_row"),
    path("load/<int:pk>/to-look-at/", form_findings.form_findings, name="form_findings"),
    path("load/<int:pk>/to-look-at/accept/", form_findings.form_accept, name="form_accept"),
    path("load/<int:pk>/answer/", form_findings.form_answer, name="form_answer"),
    path("load/<int:pk>/changes/", form_findings.form_changes, name="form_changes"),
    path("load/<int:pk>/not-loaded/", form_findings.form_left_out, name="form_left_out"),
    path("load/<int:pk>/marked.xlsx", form_views.form_marked, name="form_marked"),
    path("load/<int:pk>/load/", form_views.form_begin, name="form_begin"),
    path("load/<int:pk>/discard/", form_views.form_discard, name="form_discard"),
    path("load/work/<uuid:public_id>/", form_views.form_work, name="form_work"),
    path("load/loads/<int:pk>/", form_loads.form_load, name="form_load"),
    path("load/loads/<int:pk>/undo/", form_loads.form_undo, name="form_undo"),
]
