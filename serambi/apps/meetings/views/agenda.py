"""The agenda of a meeting: what is talked about, in which order, and what the data proposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.errors import MeetingError
from serambi.apps.meetings.forms import ItemForm, SectionForm
from serambi.apps.meetings.models import AgendaItem, AgendaSection, Meeting
from serambi.apps.meetings.permissions import can_arrange
from serambi.apps.meetings.queries import Figure, Place, Schedule
from serambi.apps.meetings.queries.numbers import commitment_id
from serambi.apps.meetings.queries.suggestions import suggestions_for
from serambi.apps.meetings.views.doors import Crumbs, for_arrangers, for_readers, meeting_crumbs
from serambi.apps.meetings.workflow import AGENDA_CHANGES
from serambi.ui import formats
from serambi.ui.doors import FormPage, answer_form, sent
from serambi.ui.messages import done

_ITEM_FORM = "meetings/agenda_item_form.html"
_STEPS = {"up": services.UP, "down": services.DOWN}


def part(meeting: Meeting, user: Any) -> dict[str, Any]:
    """Return what the page of a meeting shows of it, for this person."""
    found = queries.timetable(meeting, user)
    return {
        "agenda": found,
        "agenda_groups": _groups(found.places),
        "agenda_sentence": sentence(found),
        "may_prepare": can_arrange(user) and meeting.state in AGENDA_CHANGES,
    }


def _groups(
    places: Sequence[Place],
    *,
    sections: Sequence[AgendaSection] = (),
    numbers: Mapping[int, list[Figure]] | None = None,
) -> list[dict[str, Any]]:
    """Return the items by section, those of no section last; sections: all of them, to show the empty ones too."""
    groups: dict[int | None, dict[str, Any]] = {one.pk: {"section": one, "rows": []} for one in sections}
    for place in places:
        item = place.item
        group = groups.setdefault(item.section_id, {"section": item.section, "rows": []})
        group["rows"].append(
            {
                "place": place,
                "item": item,
                "address": _address(item),
                "figures": (numbers or {}).get(item.pk, []),
                "frozen": queries.frozen_numbers(item) if numbers is not None else [],
            }
        )
    alone = groups.pop(None, None)
    return [*groups.values(), *([alone] if alone else [])]


def _address(item: AgendaItem) -> str:
    """Return the page of what an item is about, "" for a topic."""
    commitment = commitment_id(item)
    if commitment is not None:
        return reverse("partnerships:commitment", args=[commitment])
    if item.program is not None:
        return reverse("evaluation:program", args=[item.program.code])
    if item.indicator is not None:
        return reverse("indicators:indicator_detail", args=[item.indicator.code])
    return item.action.get_absolute_url() if item.action is not None else ""


def sentence(found: Schedule) -> str:
    """Return how an agenda stands against the clock."""
    if not found.minutes:
        return _("The agenda is empty")
    facts = {"minutes": formats.number(found.minutes, 0), "length": formats.number(found.length, 0)}
    if found.excess:
        text = ngettext(
            "The agenda is %(count)s minute longer than the meeting",
            "The agenda is %(count)s minutes longer than the meeting",
            found.excess,
        )
        return text % {"count": formats.number(found.excess, 0)}
    if found.free:
        return _("The agenda takes %(minutes)s of %(length)s minutes") % facts
    return _("The agenda fills the %(length)s minutes of the meeting") % facts


def agenda_crumbs(meeting: Meeting, *, inside: bool = False) -> Crumbs:
    """Return the way to the agenda of a meeting; inside: from one of its pages."""
    own: Crumbs = [(_("Agenda"), reverse("meetings:agenda", args=[meeting.pk]))] if inside else []
    return [*meeting_crumbs(), (meeting.title, meeting.get_absolute_url()), *own]


@for_readers
@require_safe
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the agenda with its times and numbers; whoever arranges the meeting keeps it here."""
    today = timezone.localdate()
    found = queries.get_meeting_for(request.user, pk)
    may_change = can_arrange(request.user) and found.state in AGENDA_CHANGES
    timetable = queries.timetable(found, request.user)
    numbers = queries.numbers_of([one.item for one in timetable.places], today=today)
    context = {
        "title": sentence(timetable),
        "crumbs": agenda_crumbs(found),
        "meeting": found,
        "agenda": timetable,
        "groups": _groups(timetable.places, sections=queries.sections_of(found) if may_change else (), numbers=numbers),
        "may_change": may_change,
        "is_empty": not found.agenda_items.exists() and not found.sections.exists(),
        "suggestions": suggestions_for(found, today=today) if may_change else None,
        "dismissals": list(found.dismissals.select_related("by")) if can_arrange(request.user) else [],
        "parked": len(queries.backlog_of(found.body, request.user)),
    }
    return render(request, "meetings/agenda.html", context)


@for_arrangers
@require_POST
def agenda_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the agenda of a meeting that has none: the frame, and what the figures propose."""
    meeting = _open_meeting(request, pk)
    today = timezone.localdate()
    return _act(
        request, meeting, lambda: services.fill_agenda(meeting, by=actor(request), today=today),
        _("The agenda is there. Look at it before you invite."),
    )  # fmt: skip


# Items --------------------------------------------------------------------------------------------------------------


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def item_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an item; ?section= is the section to begin with."""
    meeting = _open_meeting(request, pk)
    sections = queries.sections_of(meeting)
    form = ItemForm(
        sent(request), user=request.user, body=meeting.body, sections=sections, today=timezone.localdate(),
        initial={"section": request.GET.get("section", "")},
    )  # fmt: skip

    def save() -> tuple[str, str]:
        made = services.add_item(meeting, form.facts, by=actor(request))
        return _("“%(title)s” is on the agenda.") % {"title": made.title}, _place(meeting, made.pk)

    page = _page(meeting, _("Add an item"), _("Add the item"), template=_ITEM_FORM)
    return answer_form(request, form, page, save=save)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Change an item."""
    meeting = _open_meeting(request, pk)
    found = queries.get_item_for(request.user, meeting, item)
    form = ItemForm(
        sent(request), user=request.user, body=meeting.body, sections=queries.sections_of(meeting),
        today=timezone.localdate(), instance=found,
    )  # fmt: skip

    def save() -> tuple[str, str]:
        services.change_item(found, form.facts, by=actor(request), seen=form.cleaned_data["seen"])
        return _("The item is changed."), _place(meeting, found.pk)

    page = _page(meeting, _("Change the item"), _("Save the changes"), template=_ITEM_FORM)
    return answer_form(request, form, page, save=save)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def item_remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Ask, and take an item off the agenda."""
    meeting = _open_meeting(request, pk)
    found = queries.get_item_for(request.user, meeting, item)
    if request.method == "POST":
        return _act(
            request, meeting, lambda: services.remove_item(found, by=actor(request)),
            _("“%(title)s” is off the agenda.") % {"title": found.title},
        )  # fmt: skip
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
    meeting = _open_meeting(request, pk)
    found = queries.get_item_for(request.user, meeting, item)
    step = _STEPS.get(request.POST.get("to", ""))
    if step is None:
        raise Http404(request.POST.get("to", ""))
    return _act(request, meeting, lambda: services.move_item(found, step, by=actor(request)), "", item=found.pk)


@for_arrangers
@require_POST
def item_park(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Put an item into the backlog of the body."""
    meeting = _open_meeting(request, pk)
    found = queries.get_item_for(request.user, meeting, item)
    return _act(
        request, meeting, lambda: services.park_item(found, by=actor(request)),
        _("“%(title)s” is parked for %(body)s.") % {"title": found.title, "body": meeting.body.name},
    )  # fmt: skip


# Sections -----------------------------------------------------------------------------------------------------------


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def section_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a section."""
    meeting = _open_meeting(request, pk)
    form = SectionForm(sent(request))

    def save() -> str:
        given = form.cleaned_data
        services.add_section(meeting, given["title"], receives=given["receives"], by=actor(request))
        return _("The section is added at the end.")

    return answer_form(request, form, _page(meeting, _("Add a section"), _("Add the section")), save=save)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: HttpRequest, pk: int, section: int) -> HttpResponse:
    """Change what a section is called and what it takes in."""
    meeting = _open_meeting(request, pk)
    found = queries.get_section(meeting, section)
    initial = {"title": found.title, "receives": found.receives}
    form = SectionForm(sent(request), initial=initial)

    def save() -> str:
        given = form.cleaned_data
        services.change_section(found, given["title"], receives=given["receives"], by=actor(request))
        return _("The section is changed.")

    return answer_form(request, form, _page(meeting, _("Change the section"), _("Save the changes")), save=save)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def section_remove(request: HttpRequest, pk: int, section: int) -> HttpResponse:
    """Ask, and take a section away; its items stay."""
    meeting = _open_meeting(request, pk)
    found = queries.get_section(meeting, section)
    if request.method == "POST":
        return _act(
            request, meeting, lambda: services.remove_section(found, by=actor(request)), _("The section is gone.")
        )
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
    meeting = _open_meeting(request, pk)
    found = queries.get_section(meeting, section)
    step = _STEPS.get(request.POST.get("to", ""))
    if step is None:
        raise Http404(request.POST.get("to", ""))
    return _act(request, meeting, lambda: services.move_section(found, step, by=actor(request)), "")


# What they share ----------------------------------------------------------------------------------------------------


def _open_meeting(request: HttpRequest, pk: int) -> Meeting:
    """Return a meeting whose agenda can still be changed; Http404 for every other."""
    found = queries.get_meeting_for(request.user, pk)
    if found.state not in AGENDA_CHANGES:
        raise Http404(pk)
    return found


def _act(request: HttpRequest, meeting: Meeting, act: Any, text: str, *, item: int | None = None) -> HttpResponse:
    """Do something and go back to the agenda, telling what was done or why it could not be."""
    try:
        act()
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        if text:
            done(request, text)
    return _back(meeting, item)


def _back(meeting: Meeting, item: int | None = None) -> HttpResponse:
    return redirect(_place(meeting, item))


def _place(meeting: Meeting, item: int | None = None) -> str:
    """Return the address of the agenda, at an item."""
    place = f"#item-{item}" if item is not None else ""
    return f"{reverse('meetings:agenda', args=[meeting.pk])}{place}"


def _page(meeting: Meeting, title: str, action: str, *, template: str = "meetings/form.html") -> FormPage:
    """Return what a page with a form about the agenda says."""
    crumbs = agenda_crumbs(meeting, inside=True)
    return FormPage(title, action, back=_place(meeting), crumbs=crumbs, template=template)
