"""The addresses of the documents of meetings, of their matrix, and of the office that signs them."""

from __future__ import annotations

from django.urls import path

from serambi.exchange.papers import feed_views, matrix_views, office_views, views

app_name = "papers"
urlpatterns = [
    path("matrix/", matrix_views.matrix, name="matrix"),
    path("calendar/subscribe/", feed_views.subscribe, name="subscribe"),
    path("calendar/revoke/", feed_views.revoke, name="revoke"),
    path("calendar/<str:token>.ics", feed_views.feed, name="feed"),
    path("office/", office_views.office, name="office"),
    path("office/templates/<slug:kind>.docx", office_views.template, name="template"),
    path("office/templates/<slug:kind>/change/", office_views.template_change, name="template_change"),
    path("office/templates/<slug:kind>/back/", office_views.template_back, name="template_back"),
    path("<int:pk>/documents/", views.of, name="of"),
    path("<int:pk>/documents/<slug:name>.<slug:form>", views.document, name="document"),
    path("<int:pk>/documents/<slug:name>/write/", views.write, name="write"),
    path("<int:pk>/documents/photographs/<int:picture>/", views.photograph, name="photograph"),
    path("<int:pk>/documents/photographs/<int:photograph>/out/", views.photograph_out, name="photograph_out"),
]
