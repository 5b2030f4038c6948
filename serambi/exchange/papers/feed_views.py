"""A calendar to subscribe to: its private address, and what calendar programs fetch from it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import services
from serambi.apps.meetings.models import CalendarFeed, Meeting, MeetingState
from serambi.apps.meetings.permissions import can_read
from serambi.apps.meetings.queries.feeds import meetings_of, reader_of_feed
from serambi.exchange.documents.calendars import Invitation, feed_of
from serambi.exchange.papers.doors import crumbs
from serambi.ui.messages import done


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Say how a calendar takes the person's meetings; sending it makes a new address, which is shown this once."""
    if not can_read(request.user):
        raise Http404
    address = ""
    if request.method == "POST":
        token = services.make_feed(actor(request))
        address = request.build_absolute_uri(reverse("papers:feed", args=[token]))
    context = {
        "title": _("Meetings in your own calendar"),
        "crumbs": crumbs(),
        "feed": CalendarFeed.objects.filter(user__pk=actor(request).pk).first(),
        "address": address,
    }
    answer = render(request, "papers/subscribe.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Let the person's address lead nowhere."""
    if not can_read(request.user):
        raise Http404
    services.revoke_feed(actor(request))
    done(request, _("The address leads nowhere any more."))
    return redirect("papers:subscribe")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Send the meetings of whose address this is; nobody signs in here."""
    reader = reader_of_feed(token)
    host = urlsplit(request.build_absolute_uri("/")).hostname or "localhost"
    events = [_event(one, host) for one in meetings_of(reader, today=timezone.localdate())]
    content = feed_of(events, name=_("Smart city meetings"), stamped=timezone.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _event(meeting: Meeting, host: str) -> Invitation:
    letter = getattr(meeting, "letter", None)
    return Invitation(
        # As in the files that go with invitations, so that a calendar that has both shows the meeting once.
        uid=f"rakor-{meeting.pk}@{host}",
        sequence=letter.sequence if letter is not None else 0,
        summary=meeting.title,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        place=meeting.place,
        organizer=None,
        description=meeting.body.name,
        link=meeting.link,
        is_cancelled=meeting.state == MeetingState.CANCELLED,
    )
