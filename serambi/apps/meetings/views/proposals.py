"""What the figures propose for a meeting: taken over, parked, left out; and the rule that ranks it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.errors import MeetingError, SuggestionGone
from serambi.apps.meetings.forms import DismissForm, RulesForm
from serambi.apps.meetings.models import Meeting
from serambi.apps.meetings.permissions import can_arrange
from serambi.apps.meetings.queries.suggestions import rules as current_rules
from serambi.apps.meetings.queries.suggestions import suggestions_for
from serambi.apps.meetings.views.agenda_doors import agenda_crumbs
from serambi.apps.meetings.views.doors import for_arrangers, for_readers, meeting_crumbs
from serambi.apps.meetings.workflow import AGENDA_CHANGES
from serambi.ui import formats
from serambi.ui.doors import refuse_unless, show_error
from serambi.ui.messages import done


@for_arrangers
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one proposal on the agenda."""
    meeting = queries.get_meeting_for(request.user, pk)

    def act() -> str:
        made = services.take_suggestion(meeting, _key(request), by=actor(request), today=timezone.localdate())
        return _("“%(title)s” is on the agenda.") % {"title": made.title}

    return _done(request, meeting, act)


@for_arrangers
@require_POST
def take_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Put everything that is proposed on the agenda."""
    meeting = queries.get_meeting_for(request.user, pk)

    def act() -> str:
        made = services.take_all_suggestions(meeting, by=actor(request), today=timezone.localdate())
        text = ngettext("%(count)s proposal is on the agenda.", "%(count)s proposals are on the agenda.", len(made))
        return text % {"count": formats.number(len(made), 0)}

    return _done(request, meeting, act)


@for_arrangers
@require_POST
def park(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one proposal into the backlog of the body."""
    meeting = queries.get_meeting_for(request.user, pk)

    def act() -> str:
        made = services.park_suggestion(meeting, _key(request), by=actor(request), today=timezone.localdate())
        return _("“%(title)s” is parked for %(body)s.") % {"title": made.title, "body": meeting.body.name}

    return _done(request, meeting, act)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, and leave one proposal out of this meeting; ?key= names it."""
    meeting = queries.get_meeting_for(request.user, pk)
    key = _key(request)
    if meeting.state not in AGENDA_CHANGES:
        raise Http404(key)
    found = suggestions_for(meeting, today=timezone.localdate()).named(key)
    if found is None:
        messages.error(request, str(SuggestionGone()))
        return redirect("meetings:agenda", meeting.pk)
    form = DismissForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.dismiss_suggestion(
                meeting, key, reason=form.cleaned_data["reason"], by=actor(request), today=timezone.localdate()
            )
        except MeetingError as error:
            show_error(form, error)
        else:
            done(
                request,
                _("“%(title)s” is left out of this meeting.") % {"title": made.title},
                undo=reverse("meetings:proposal_take_back", args=[meeting.pk, made.pk]),
            )
            return redirect("meetings:agenda", meeting.pk)
    context = {
        "title": _("Leave out “%(title)s”") % {"title": found.suggestion.title},
        "lede": found.suggestion.reason,
        "crumbs": agenda_crumbs(meeting, inside=True),
        "form": form,
        "action": _("Leave it out"),
        "cancel_url": reverse("meetings:agenda", args=[meeting.pk]),
    }
    return render(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


@for_arrangers
@require_POST
def take_back(request: HttpRequest, pk: int, dismissal: int) -> HttpResponse:
    """Let something that was left out be proposed again."""
    meeting = queries.get_meeting_for(request.user, pk)
    found = queries.get_dismissal(meeting, dismissal)

    def act() -> str:
        services.take_back_dismissal(found, by=actor(request))
        return _("“%(title)s” is proposed again.") % {"title": found.title}

    return _done(request, meeting, act)


@for_readers
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Show by which rule proposals are ranked; the coordinator sets its weights here."""
    may_change = can_arrange(request.user)
    refuse_unless(may_change or request.method != "POST")
    found = current_rules()
    form = RulesForm(request.POST if request.method == "POST" else None, rules=found)
    if request.method == "POST" and form.is_valid():
        changed = services.set_rules(form.values, by=actor(request))
        done(request, _("The rule holds from now on.") if changed else _("Nothing was changed."))
        return redirect("meetings:proposal_rules")
    context = {
        "title": _("How proposals for an agenda are ranked"),
        "crumbs": meeting_crumbs(),
        "rules": found,
        "form": form if may_change else None,
    }
    return render(request, "meetings/proposal_rules.html", context, status=422 if form.is_bound else 200)


def _key(request: HttpRequest) -> str:
    return request.POST.get("key") or request.GET.get("key", "")


def _done(request: HttpRequest, meeting: Meeting, act: Callable[[], str]) -> HttpResponse:
    """Do something and go back to the agenda, telling what was done or why it could not be."""
    try:
        text = act()
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        done(request, text)
    return redirect(f"{reverse('meetings:agenda', args=[meeting.pk])}#proposals")
