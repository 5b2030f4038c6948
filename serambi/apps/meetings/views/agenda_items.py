"""The items of an agenda: adding, changing, moving and parking one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.forms import ItemForm
from serambi.apps.meetings.views.agenda_doors import agenda_crumbs, agenda_page, agenda_place, open_meeting, step_asked
from serambi.apps.meetings.views.doors import for_arrangers, press
from serambi.ui.doors import answer_form, sent

ITEM_FORM = "meetings/agenda_item_form.html"


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def item_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an item; ?section= is the section to begin with."""
    meeting = open_meeting(request, pk)
    sections = queries.sections_of(meeting)
    form = ItemForm(
        sent(request), user=request.user, body=meeting.body, sections=sections, today=timezone.localdate(),
        initial={"section": request.GET.get("section", "")},
    )  # fmt: skip

    def save() -> tuple[str, str]:
        made = services.add_item(meeting, form.facts, by=actor(request))
        return _("“%(title)s” is on the agenda.") % {"title": made.title}, agenda_place(meeting, made.pk)

    page = agenda_page(meeting, _("Add an item"), _("Add the item"), template=ITEM_FORM)
    return answer_form(request, form, page, save=save)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Change an item."""
    meeting = open_meeting(request, pk)
    found = queries.get_item_for(request.user, meeting, item)
    form = ItemForm(
        sent(request), user=request.user, body=meeting.body, sections=queries.sections_of(meeting),
        today=timezone.localdate(), instance=found,
    )  # fmt: skip

    def save() -> tuple[str, str]:
        services.change_item(found, form.facts, by=actor(request), seen=form.cleaned_data["seen"])
        return _("The item is changed."), agenda_place(meeting, found.pk)

    page = agenda_page(meeting, _("Change the item"), _("Save the changes"), template=ITEM_FORM)
    return answer_form(request, form, page, save=save)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def item_remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Ask, and take an item off the agenda."""
    meeting = open_meeting(request, pk)
    found = queries.get_item_for(request.user, meeting, item)
    if request.method == "POST":

        def remove() -> str:
            services.remove_item(found, by=actor(request))
            return _("“%(title)s” is off the agenda.") % {"title": found.title}

        return press(request, remove, back=agenda_place(meeting))
    context = {
        "title": _("Take “%(title)s” off the agenda?") % {"title": found.title},
        "crumbs": agenda_crumbs(meeting, inside=True),
        "consequences": [_("It is gone from this agenda. To keep it for another meeting, park it instead.")],
        "action": _("Take it off"),
        "dangerous": True,
        "cancel_url": reverse("meetings:agenda", args=[meeting.pk]),
    }
    return render(request, "ui/confirm.html", context)


@for_arrangers
@require_POST
def item_move(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Move an item one place up or down; from the edge of its section into the next one."""
    meeting = open_meeting(request, pk)
    found = queries.get_item_for(request.user, meeting, item)
    step = step_asked(request)

    def move() -> str:
        services.move_item(found, step, by=actor(request))
        return ""

    return press(request, move, back=agenda_place(meeting, found.pk))


@for_arrangers
@require_POST
def item_park(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Put an item into the backlog of the body."""
    meeting = open_meeting(request, pk)
    found = queries.get_item_for(request.user, meeting, item)

    def park() -> str:
        services.park_item(found, by=actor(request))
        return _("“%(title)s” is parked for %(body)s.") % {"title": found.title, "body": meeting.body.name}

    return press(request, park, back=agenda_place(meeting))
