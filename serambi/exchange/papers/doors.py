"""Who is let through to the documents of meetings, and how a document is sent."""

from __future__ import annotations

from typing import Any, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from serambi.apps.meetings.models import Meeting
from serambi.apps.meetings.permissions import can_read, can_record
from serambi.exchange.documents.errors import DocumentRefused
from serambi.exchange.documents.kinds import Document, kind_of
from serambi.exchange.documents.office import Office
from serambi.exchange.documents.printing import pdf_of
from serambi.ui.doors import Inner, View, open_to

P = ParamSpec("P")
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = {"pdf": "application/pdf", "docx": WORD_TYPE}


def for_readers(view: Inner[P]) -> View:
    """Let everybody with a role through; for others there is nothing here."""
    return open_to(can_read)(view)


def for_recorders(view: Inner[P]) -> View:
    """Let whoever records what meetings decide through; for everybody else there is nothing here."""
    return open_to(can_record)(view)


def crumbs(meeting: Meeting | None = None) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = [(_("Meetings"), reverse("meetings:meeting_list"))]
    return found if meeting is None else [*found, (meeting.title, meeting.get_absolute_url())]


def sent(document: Document, office: Office, *, form: str, name: str) -> HttpResponse:
    """Return a document as a file; that it was downloaded is recorded like every download.

    form: `pdf` or `docx`, from the office's template where it has one. name: words for the file's name.
    """
    if form == "docx":
        from serambi.exchange.documents.word import docx_of  # noqa: PLC0415 - its libraries are for whoever makes a document

        content = docx_of(document, template=office.templates.get(kind_of(document)))
    else:
        content = pdf_of(document, made=timezone.now(), fonts=office.fonts)
    return file_of(content, form=form, name=name)


def file_of(content: bytes, *, form: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_TYPES[form])
    response["Content-Disposition"] = content_disposition_header(True, f"{slugify(name)[:100] or 'dokumen'}.{form}")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def told(request: HttpRequest, refusal: DocumentRefused, *, back: str) -> HttpResponse:
    """Lead back with the sentence of a document that could not be made."""
    messages.error(request, str(refusal))
    return redirect(back)
