"""Keeping whoever came by a link to the form that it opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from serambi.apps.attachments.models import Attachment
from serambi.apps.progress.form_links import SESSION_KEY, standing
from serambi.apps.progress.models import FormLink, ReportItem

# The form, looking at what is in it, sending it in, and its evidence; each only for this report.
_OF_THE_REPORT = frozenset({"progress:form", "progress:report", "progress:evidence"})
_MOVES = frozenset({"submit", "submit-as-head", "recall"})
# What any visitor of the site may use.
_ANYWHERE = frozenset(
    {"accounts:sign_out", "accounts:sign_in", "ui:preferences", "ui:worker", "ui:manifest", "ui:offline",
     "progress:link", "progress:line"}
)  # fmt: skip
# The mailbox of a trial, which stands for one beside the program; nowhere else has addresses of these names.
_MAILBOX = frozenset({"notifications:trial_mail_list", "notifications:trial_mail", "notifications:trial_mail_file"})
# Files of its own items: looking at them, sending them, and what can be done with one before it is sent in.
_FILES = frozenset(
    {"attachments:detail", "attachments:picture", "attachments:download", "attachments:archive",
     "attachments:restore", "attachments:replace"}
)  # fmt: skip


class FormLinks:
    """Answer a session that came by a link as the link allows: its form, or as if there were nothing there.

    Whatever else is asked for is answered alike, whether it is there or not (`config.errors`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if request.session.session_key is None or SESSION_KEY not in request.session:
            return None
        match = request.resolver_match
        name = match.view_name if match is not None else ""
        link = standing(request.session[SESSION_KEY], today=timezone.localdate())
        if link is None:
            logout(request)
            return None if name in _ANYWHERE else redirect("accounts:sign_in")
        request.form_link = link  # type: ignore[attr-defined]  # ours
        if name in _ANYWHERE | _MAILBOX or _belongs(name, kwargs, link):
            return None
        raise Http404


def _belongs(name: str, kwargs: dict[str, Any], link: FormLink) -> bool:
    if name == "progress:link_revoke":
        return bool(kwargs["pk"] == link.pk)
    if name in {"attachments:of", "attachments:part"}:
        return kwargs["owner_type"] == ReportItem._meta.label_lower and _is_item_of(kwargs["pk"], link)
    if name in _FILES:
        places = Attachment.objects.filter(pk=kwargs["pk"], owner_type=ReportItem._meta.label_lower)
        return any(_is_item_of(pk, link) for pk in places.values_list("owner_id", flat=True))
    here = {
        "cycle": link.reporting_period.cycle.code,
        "period": str(link.reporting_period.period),
        "agency": link.organization.abbreviation,
    }
    if any(str(kwargs.get(part, "")).lower() != value.lower() for part, value in here.items()):
        return False
    return name in _OF_THE_REPORT or (name == "progress:move" and kwargs.get("name") in _MOVES)


def _is_item_of(pk: int, link: FormLink) -> bool:
    return ReportItem.objects.filter(
        pk=pk, report__reporting_period=link.reporting_period, report__organization=link.organization
    ).exists()
