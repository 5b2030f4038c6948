"""The sections of an agenda: adding, changing and moving one, with its items."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.forms import SectionForm
from serambi.apps.meetings.views.agenda_doors import agenda_crumbs, agenda_page, agenda_place, open_meeting, step_asked
from serambi.apps.meetings.views.doors import for_arrangers, press
from serambi.ui.doors import answer_form, sent


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def section_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a section."""
    meeting = open_meeting(request, pk)
    form = SectionForm(sent(request))

    def save() -> str:
        given = form.cleaned_data
        services.add_section(meeting, given["title"], receives=given["receives"], by=actor(request))
        return _("The section is added at the end.")

    return answer_form(request, form, agenda_page(meeting, _("Add a section"), _("Add the section")), save=save)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: HttpRequest, pk: int, section: int) -> HttpResponse:
    """Change what a section is called and what it takes in."""
    meeting = open_meeting(request, pk)
    found = queries.get_section(meeting, section)
    initial = {"title": found.title, "receives": found.receives}
    form = SectionForm(sent(request), initial=initial)

    def save() -> str:
        given = form.cleaned_data
        services.change_section(found, given["title"], receives=given["receives"], by=actor(request))
        return _("The section is changed.")

    return answer_form(request, form, agenda_page(meeting, _("Change the section"), _("Save the changes")), save=save)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def section_remove(request: HttpRequest, pk: int, section: int) -> HttpResponse:
    """Ask, and take a section away; its items stay."""
    meeting = open_meeting(request, pk)
    found = queries.get_section(meeting, section)
    if request.method == "POST":

        def remove() -> str:
            services.remove_section(found, by=actor(request))
            return _("The section is gone.")

        return press(request, remove, back=agenda_place(meeting))
    context = {
        "title": _("Remove the section “%(title)s”?") % {"title": found.title},
        "crumbs": agenda_crumbs(meeting, inside=True),
        "consequences": [_("Its items stay on the agenda, at the end.")],
        "action": _("Remove the section"),
        "cancel_url": reverse("meetings:agenda", args=[meeting.pk]),
    }
    return render(request, "ui/confirm.html", context)


@for_arrangers
@require_POST
def section_move(request: HttpRequest, pk: int, section: int) -> HttpResponse:
    """Move a section with its items one place up or down."""
    meeting = open_meeting(request, pk)
    found = queries.get_section(meeting, section)
    step = step_asked(request)

    def move() -> str:
        services.move_section(found, step, by=actor(request))
        return ""

    return press(request, move, back=agenda_place(meeting))
