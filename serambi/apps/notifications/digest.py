"""The one message in which somebody reads everything that is open for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.accounts.models import User
from serambi.apps.notifications.channels import site_address
from serambi.apps.notifications.due import DueItem, due_page
from serambi.apps.notifications.models import Capacity, Reminder
from serambi.apps.notifications.outbox import Letter
from serambi.ui import formats

KIND = "digest"
_AT_MOST = 20


def of(user: User, rows: Sequence[tuple[Reminder, DueItem]], today: dt.date) -> Letter:
    """Return the digest of these items, those most overdue first; in the person's language."""
    with translation.override(user.language):
        late = sum(row.due_on < today for row, _item in rows)
        parts = [_("Hello %(name)s,") % {"name": user.name}, _heading(late=late, soon=len(rows) - late)]
        for capacity, title in (
            (Capacity.OWNER, ""),
            (Capacity.HEAD, _("Late in your agency")),
            (Capacity.COORDINATOR, _("Late for a month or more")),
        ):
            lines = [_line(item, row, today, user.language) for row, item in rows if row.capacity == capacity]
            if lines:
                parts += [*([f"{title}:"] if title else []), *_shortened(lines)]
        if any(user.pk in item.links for _row, item in rows):
            parts.append(_("A link to a form opens it without a password, in your name. Do not pass it on."))
        parts.append(
            _("You choose here how you are told: %(page)s") % {"page": site_address() + reverse("notifications:choose")}
        )
        return Letter(
            user=user,
            kind=KIND,
            key=f"{KIND}:{user.pk}:{today.isoformat()}",
            subject=_subject(late=late, soon=len(rows) - late),
            body="\n\n".join(parts),
            link=rows[0][1].link_for(user.pk) if len(rows) == 1 else reverse(due_page()),
        )


def _subject(*, late: int, soon: int) -> str:
    told = []
    if late:
        told.append(ngettext("%(count)s thing is late", "%(count)s things are late", late) % {"count": late})
    if soon:
        told.append(ngettext("%(count)s thing is due soon", "%(count)s things are due soon", soon) % {"count": soon})
    return ", ".join(told)


def _heading(*, late: int, soon: int) -> str:
    facts = {"late": formats.number(late, 0), "soon": formats.number(soon, 0)}
    if late and soon:
        return _("late: %(late)s, due soon: %(soon)s. The most overdue comes first.") % facts
    return (_("late: %(late)s.") if late else _("due soon: %(soon)s.")) % facts


def _line(item: DueItem, row: Reminder, today: dt.date, language: str) -> str:
    due_on = row.due_on
    subject = item.subject.get(language) or next(iter(item.subject.values()))
    days = (today - due_on).days
    if days > 0:
        when = ngettext("%(count)s day late", "%(count)s days late", days) % {"count": formats.number(days, 0)}
    elif days == 0:
        when = _("due today")
    else:
        when = _("due on %(day)s") % {"day": formats.day_short(due_on)}
    return f"- {subject}: {when}\n  {site_address()}{item.link_for(row.user_id)}"


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= _AT_MOST:
        return lines
    more = len(lines) - _AT_MOST
    return [*lines[:_AT_MOST], "- " + ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}]
