from django.urls import path

from serambi.exchange.uploads.views import answers, columns, layouts, loading, preview, rows, start, work

app_name = "imports"

urlpatterns = [
    path("", start.start, name="start"),
    path("<int:pk>/", preview.preview, name="preview"),
    path("<int:pk>/columns/", columns.columns, name="columns"),
    path("<int:pk>/agencies/", answers.agencies, name="agencies"),
    path("<int:pk>/places/", answers.places, name="places"),
    path("<int:pk>/rows/", rows.rows, name="rows"),
    path("<int:pk>/rows/search/", rows.row, name="row"),
    path("<int:pk>/to-look-at/", preview.findings, name="findings"),
    path("<int:pk>/to-look-at/accept/", answers.accept, name="accept"),
    path("<int:pk>/answer/", answers.answer, name="answer"),
    path("<int:pk>/changes/", preview.changes, name="changes"),
    path("<int:pk>/sums/", preview.sums, name="sums"),
    path("<int:pk>/not-loaded/", preview.left_out, name="left_out"),
    path("<int:pk>/marked.xlsx", preview.marked, name="marked"),
    path("<int:pk>/load/", loading.load, name="load"),
    path("<int:pk>/discard/", loading.discard, name="discard"),
    path("work/<uuid:public_id>/", work.work, name="work"),
    path("loads/<int:pk>/", loading.load_detail, name="load_detail"),
    path("loads/<int:pk>/undo/", loading.load_undo, name="load_undo"),
    path("layouts/<int:pk>/", layouts.layout_edit, name="layout_edit"),
    path("layouts/<int:pk>/forget/", layouts.layout_remove, name="layout_remove"),
]
