"""Letters of invitation and attendance lists as files, under the address of their meeting."""

from __future__ import annotations

from django.urls import path

from serambi.exchange.papers import letter_views

app_name = "letters"

urlpatterns = [
    path("<int:pk>/invitations/letter/", letter_views.edit, name="edit"),
    path("<int:pk>/undangan.pdf", letter_views.letter, name="letter"),
    path("<int:pk>/undangan.docx", letter_views.letter, {"form": "docx"}, name="letter_word"),
    path("<int:pk>/invitations/<int:invitation>/undangan.pdf", letter_views.letter_to, name="letter_to"),
    path("<int:pk>/invitations/send/", letter_views.send, name="send"),
    path("<int:pk>/daftar-hadir.pdf", letter_views.attendance, name="attendance"),
    path("<int:pk>/daftar-hadir.docx", letter_views.attendance, {"form": "docx"}, name="attendance_word"),
]
