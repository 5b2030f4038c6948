from django.urls import URLPattern, URLResolver, path

from serambi.exchange.workbook.views import desk, download, undo

app_name = "workbook"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.start, name="start"),
    path("register.xlsx", download.download, name="download"),
    path("<int:pk>/", desk.detail, name="detail"),
    path("<int:pk>/changes/", desk.changes, name="changes"),
    path("<int:pk>/to-correct/", desk.findings, name="findings"),
    path("<int:pk>/marked.xlsx", desk.marked, name="marked"),
    path("<int:pk>/before.xlsx", desk.before, name="before"),
    path("<int:pk>/load/", desk.load, name="load"),
    path("<int:pk>/undo/", undo.undo, name="undo"),
    path("<int:pk>/compare/", desk.compare, name="compare"),
    path("<int:pk>/discard/", desk.discard, name="discard"),
]
