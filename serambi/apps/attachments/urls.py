"""Addresses under /files/."""

from django.urls import URLPattern, URLResolver, path

from serambi.apps.attachments.views import files, pages, parts, publishing

app_name = "attachments"
urlpatterns: list[URLPattern | URLResolver] = [
    path("of/<str:owner_type>/<int:pk>/", pages.of, name="of"),
    path("of/<str:owner_type>/<int:pk>/parts/<uuid:key>/", parts.part, name="part"),
    path("<int:pk>/", pages.detail, name="detail"),
    path("<int:pk>/replace/", pages.replace, name="replace"),
    path("<int:pk>/archive/", pages.archive, name="archive"),
    path("<int:pk>/restore/", pages.restore, name="restore"),
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("<int:pk>/unpublish/", publishing.unpublish, name="unpublish"),
    path("<int:pk>/cover/", publishing.cover, name="cover"),
    path("<int:pk>/download/", files.download, name="download"),
    path("<int:pk>/original/", files.original, name="original"),
    path("<int:pk>/view/<slug:view>/", files.picture, name="picture"),
]
