"""Answering an invitation by the personal link in its mail, without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serambi.apps.meetings import answer_links, services
from serambi.apps.meetings.errors import AnswersClosed, MeetingError
from serambi.apps.meetings.forms import AnswerForm
from serambi.ui.doors import show_error


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_link(request: HttpRequest, signed: str) -> HttpResponse:
    """Ask whoever holds the link whether they come; nothing else of the meeting is shown and nothing else is opened.

    A link that was changed, ended or is over is answered alike (410). Looking at it answers nothing, so a programme
    that follows links in mails does no harm.
    """
    found = answer_links.read(signed)
    if found is None or not services.takes_answers(found.meeting, now=timezone.now()):
        return render(request, "meetings/answer_link_over.html", status=410)
    form = AnswerForm.for_invitation(request.POST if request.method == "POST" else None, found)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_by_link(found, form.facts, now=timezone.now())
        except AnswersClosed:
            return render(request, "meetings/answer_link_over.html", status=410)
        except MeetingError as error:
            show_error(form, error)
        else:
            return redirect("meetings:answer_by_link", signed=signed)
    context = {"invitation": found, "meeting": found.meeting, "form": form}
    return render(request, "meetings/answer_by_link.html", context, status=422 if form.is_bound else 200)
