"""The pages on which a person decides what the public may see."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from serambi.apps.accounts.permissions import actor
from serambi.apps.attachments import services
from serambi.apps.attachments.errors import AttachmentError, NoPicture
from serambi.apps.attachments.forms import CoverForm, PublishForm, area_lines
from serambi.apps.attachments.queries import Seen, get_attachment_for
from serambi.apps.attachments.views.pages import crumbs_of
from serambi.ui.doors import refuse_unless, show_error
from serambi.ui.messages import done


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the public would see, and publish it when somebody confirms that it may."""
    seen = get_attachment_for(request.user, pk)
    refuse_unless(seen.may_verify)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.publish(seen.attachment, by=actor(request), confirmed=form.cleaned_data["confirmed"])
        except AttachmentError as refusal:
            show_error(form, refusal)
        else:
            done(request, _("Everybody can see it now."), undo=reverse("attachments:unpublish", args=[pk]))
            return redirect("attachments:detail", pk=pk)
    context = {
        **_frame(seen),
        "form": form,
        "title": _("Publish “%(name)s”?") % {"name": seen.attachment.title},
        "lede": _("Nothing is published by itself: you decide for each file. Not publishing is always right in doubt."),
        "action": _("Publish the file"),
    }
    return render(request, "attachments/publish.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an attachment out of the public."""
    seen = get_attachment_for(request.user, pk)
    refuse_unless(seen.may_verify)
    try:
        services.unpublish(seen.attachment, by=actor(request))
    except AttachmentError as refusal:
        messages.error(request, str(refusal))
    else:
        done(request, _("The public no longer sees it."))
    return redirect("attachments:detail", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark areas of a picture that the public must not recognize."""
    seen = get_attachment_for(request.user, pk)
    refuse_unless(seen.may_verify)
    if not seen.attachment.stored.is_picture:
        messages.error(request, str(NoPicture()))
        return redirect("attachments:detail", pk=pk)
    initial = {"areas": area_lines(seen.attachment.covered)}
    form = CoverForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.cover(seen.attachment, areas=form.cleaned_data["areas"], by=actor(request))
        except AttachmentError as refusal:
            show_error(form, refusal)
        else:
            done(request, _("What the public would see was made anew. Look at it before you publish it."))
            return redirect("attachments:publish", pk=pk)
    context = {
        **_frame(seen),
        "form": form,
        "title": _("Cover parts of “%(name)s”") % {"name": seen.attachment.title},
        "lede": _("Faces, number plates, house numbers: what you mark cannot be recognized in what the public sees."),
        "action": _("Cover these areas"),
    }
    return render(request, "attachments/cover.html", context, status=422 if form.errors else 200)


def _frame(seen: Seen) -> dict[str, Any]:
    address = reverse("attachments:detail", args=[seen.attachment.pk])
    return {
        "attachment": seen.attachment,
        "crumbs": [*crumbs_of(seen), (seen.attachment.title, address)],
        "back": address,
    }
