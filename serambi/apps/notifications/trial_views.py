"""The mailbox of a trial: what would have been sent, for whoever tries the program on this machine."""

from __future__ import annotations

import ipaddress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from serambi.apps.audit.services import current_address
from serambi.apps.notifications.reminders import remind_at_any_hour
from serambi.apps.notifications.sending import send_waiting
from serambi.apps.notifications.trial import LISTED, KeptMail, kept_mail, kept_mails, mail_folder
from serambi.ui import formats
from serambi.ui.messages import done


@never_cache
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """List the mails that a trial kept, the last one first; without signing in, as a mailbox is beside the program."""
    _only_from_here()
    mails = kept_mails()
    count = formats.number(len(mails), 0)
    title = ngettext("%(count)s mail of the trial", "%(count)s mails of the trial", len(mails)) % {"count": count}
    context = {
        "title": title if mails else _("Mails of the trial"),
        "mails": mails,
        "folder": mail_folder(),
        "listed": LISTED if len(mails) == LISTED else 0,
    }
    return render(request, "notifications/trial_mail_list.html", context)


@never_cache
@require_safe
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail as it would have arrived."""
    return render(request, "notifications/trial_mail.html", {"mail": _mail(name)})


@never_cache
@require_safe
def mail_file(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Hand out a file that goes with a mail. number: from 1."""
    files = _mail(name).files
    if not 1 <= number <= len(files):
        raise Http404
    found = files[number - 1]
    headers = {"Content-Disposition": content_disposition_header(True, found.name) or "attachment"}
    return HttpResponse(found.content, content_type=found.media_type, headers=headers)


@require_POST
def remind_now(request: HttpRequest) -> HttpResponse:
    """Remind everybody who is to be reminded today, whatever the hour, and send what waits."""
    _only_from_here()
    told = remind_at_any_hour().told
    send_waiting()
    text = ngettext("%(count)s person was reminded.", "%(count)s people were reminded.", told)
    nobody = _("Nobody is to be reminded now: everybody was told already, and the next reminder is days away.")
    done(request, text % {"count": formats.number(told, 0)} if told else nobody)
    return redirect("notifications:trial_mail_list")


def _mail(name: str) -> KeptMail:
    _only_from_here()
    found = kept_mail(name)
    if found is None:
        raise Http404
    return found


def _only_from_here() -> None:
    """Hide the mailbox from other machines, as the links in it open what only their readers may."""
    address = current_address()
    if address is None or not ipaddress.ip_address(address).is_loopback:
        raise Http404
