"""What people are told about an invitation, each in their own language."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from serambi.apps.accounts.models import User
from serambi.apps.meetings import answer_links
from serambi.apps.meetings.models import Invitation
from serambi.apps.meetings.queries import Receiver
from serambi.apps.notifications.services import Attached, Letter, site_address
from serambi.ui import formats

INVITATION = "invitation"
CANCELLATION = "invitation-cancelled"
REMINDER = "invitation-reminder"


def invitation(
    asked: Invitation, to: Receiver, *, sequence: int, is_change: bool, attached: tuple[Attached, ...]
) -> Letter:
    """Return the message that a letter comes with. is_change: an earlier letter said another time or place."""
    with translation.override(_language(to)):
        name = _("Changed: %(title)s, %(day)s") if is_change else _("Invitation: %(title)s, %(day)s")
        ask = _("The letter is attached, and a file that puts the meeting into your calendar. Say whether you come.")
        if is_change:
            ask = _(
                "Time or place are other than in the letter before. The new one is attached, and a file that changes "
                "your calendar. Say whether you come."
            )
        return Letter(
            user=to,
            kind=INVITATION,
            key=f"{INVITATION}:{asked.pk}:{sequence}:{_who(to)}",
            subject=name % _named(asked),
            body=f"{_when_and_where(asked)}\n\n{ask}",
            link=_page(asked, to),
            secret=_link(answer_links.path_for(asked, sequence)),
            attached=attached,
        )


def cancellation(
    asked: Invitation, to: Receiver, *, sequence: int, reason: str, attached: tuple[Attached, ...]
) -> Letter:
    """Return the message that a meeting is not held."""
    with translation.override(_language(to)):
        told = _("This meeting is not held. The attached file takes it out of your calendar.")
        why = _("Reason: %(reason)s") % {"reason": reason}
        return Letter(
            user=to,
            kind=CANCELLATION,
            key=f"{CANCELLATION}:{asked.pk}:{sequence}:{_who(to)}",
            subject=_("Cancelled: %(title)s, %(day)s") % _named(asked),
            body="\n\n".join([told, why, _when_and_where(asked)]),
            link=asked.meeting.get_absolute_url() if isinstance(to, User) else "",
            attached=attached,
        )


def reminder(asked: Invitation, to: Receiver, *, today: dt.date) -> Letter:
    """Return the message that reminds whoever has not answered."""
    with translation.override(_language(to)):
        path = answer_links.path_of(asked)
        return Letter(
            user=to,
            kind=REMINDER,
            key=f"{REMINDER}:{asked.pk}:{today.isoformat()}:{_who(to)}",
            subject=_("Please answer: %(title)s, %(day)s") % _named(asked),
            body=f"{_when_and_where(asked)}\n\n" + _("Nobody has said yet whether you come. It takes a minute."),
            link=_page(asked, to),
            secret=_link(path) if path else "",
        )


def _named(asked: Invitation) -> dict[str, str]:
    return {"title": asked.meeting.title, "day": formats.day_short(asked.meeting.starts_at)}


def _when_and_where(asked: Invitation) -> str:
    meeting = asked.meeting
    lines = [asked.receiver, meeting.title, formats.moment(meeting.starts_at), meeting.place, meeting.link]
    return "\n".join(line for line in lines if line)


def _page(asked: Invitation, to: Receiver) -> str:
    """Return the page on which somebody with an account answers; "" for whoever has none."""
    if not isinstance(to, User):
        return ""
    return reverse("meetings:answer", kwargs={"pk": asked.meeting_id, "invitation": asked.pk})


def _link(path: str) -> str:
    told = _("Answer without signing in, until the meeting begins (do not pass this link on): %(link)s")
    return told % {"link": f"{site_address()}{path}"}


def _language(to: Receiver) -> str:
    return to.language if isinstance(to, User) else settings.LANGUAGE_CODE


def _who(to: Receiver) -> str:
    return str(to.pk) if isinstance(to, User) else hashlib.sha256(to.address.casefold().encode()).hexdigest()[:24]
