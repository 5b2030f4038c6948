"""The pages on which files are added, looked at, replaced, archived and restored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.attachments import services
from serambi.apps.attachments.errors import AttachmentError, FileRefused
from serambi.apps.attachments.forms import ReasonForm, ReplaceForm, UploadForm
from serambi.apps.attachments.models import Attachment
from serambi.apps.attachments.permissions import Belonging
from serambi.apps.attachments.queries import (
    Seen,
    evidence_for,
    findings_for,
    get_attachment_for,
    page_of,
    target_for,
    versions_of,
)
from serambi.apps.attachments.uploading import CountedUpload, count_uploads
from serambi.apps.audit.queries import history_of
from serambi.ui.doors import refuse_unless, show_error
from serambi.ui.messages import done

Crumbs = list[tuple[str, str]]
_HISTORY = 20


@csrf_exempt  # the token is asked for below, once it is known that somebody may send anything at all
@require_http_methods(["GET", "HEAD", "POST"])
def of(request: HttpRequest, owner_type: str, pk: int) -> HttpResponse:
    """Show the attachments of an object, and take new ones."""
    uploads = count_uploads(request)
    owner, target = target_for(request.user, owner_type, pk)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        refuse_unless(owner.may_attach(request.user, target))
        return _add(request, target, uploads)
    return _list(request, target, UploadForm())


@csrf_protect
def _add(request: HttpRequest, target: Any, uploads: CountedUpload) -> HttpResponse:
    """Take what was sent; one refused file keeps none of the others out."""
    form = UploadForm(request.POST, request.FILES)
    if uploads.refused is not None:
        services.note_refusal(target, uploads.refused, name=uploads.name, size=uploads.received, by=request.user)
        return _answer(request, target, form, [], [uploads.refused], status=413)
    if not form.is_valid():
        return _answer(request, target, form, [], [], status=422)
    taken: list[Attachment] = []
    refused: list[AttachmentError] = []
    for file in form.cleaned_data["file"]:
        try:
            taken.append(_taken(request, target, form, file))
        except AttachmentError as refusal:
            refused.append(refusal)
    return _answer(request, target, form, taken, refused, status=422 if refused else 200)


def _taken(request: HttpRequest, target: Any, form: UploadForm, file: UploadedFile[Any]) -> Attachment:
    given = form.cleaned_data
    return services.attach(
        target,
        file,
        by=actor(request),
        today=timezone.localdate(),
        description=given["description"],
        document_date=given["document_date"],
    )


def _answer(
    request: HttpRequest,
    target: Any,
    form: UploadForm,
    taken: list[Attachment],
    refused: list[AttachmentError],
    *,
    status: int,
) -> HttpResponse:
    """Say what was taken and what was not: to the script that sent one file, or as a page."""
    sentence = _taken_sentence(len(taken)) if taken else ""
    if request.accepts("application/json") and not request.accepts("text/html"):
        problems = [str(text) for lines in form.errors.values() for text in lines]
        return JsonResponse(told(taken, refused, problems), status=status)
    if status == 200:
        done(request, sentence)
        evidence = evidence_for(request.user, target)
        shown = evidence.belonging.page if evidence.belonging.shows_files else evidence.url
        return redirect(f"{shown}#files")
    if sentence:
        messages.success(request, sentence)
    for one in refused:
        show_error(form, one)
    return _list(request, target, form, status=status)


def told(
    taken: Sequence[Attachment], refused: Sequence[AttachmentError], problems: Sequence[str] = ()
) -> dict[str, Any]:
    """Return what a script that sent files is told."""
    texts = [*map(str, refused), *problems]
    sentence = _taken_sentence(len(taken)) if taken else ""
    return {"taken": len(taken), "text": " ".join(texts) or sentence, "codes": [one.code for one in refused]}


def _taken_sentence(count: int) -> str:
    return ngettext("%(count)s file was added.", "%(count)s files were added.", count) % {"count": count}


def _list(request: HttpRequest, target: Any, form: UploadForm, *, status: int = 200) -> HttpResponse:
    evidence = evidence_for(request.user, target)
    context = {
        "evidence": evidence,
        "upload_form": form,
        "title": _title(len(evidence.rows), evidence.belonging),
        "crumbs": crumbs_to(evidence.belonging),
    }
    return render(request, "attachments/evidence.html", context, status=status)


def _title(count: int, belonging: Belonging) -> str:
    if not count:
        return _("No evidence yet: %(name)s") % {"name": belonging.name}
    sentence = ngettext("%(count)s file of evidence: %(name)s", "%(count)s files of evidence: %(name)s", count)
    return sentence % {"count": count, "name": belonging.name}


def crumbs_to(belonging: Belonging, *, files: str = "") -> Crumbs:
    """Return the way down to the page of an object, and to the page of its files when its address is given."""
    trail = list(belonging.crumbs)
    if belonging.page:
        trail.append((belonging.name, belonging.page))
    if files and not belonging.shows_files:
        trail.append((_("Evidence"), files))
    return trail


def crumbs_of(seen: Seen) -> Crumbs:
    return crumbs_to(seen.belonging, files=page_of(seen.attachment.owner_type, seen.attachment.owner_id))


# One attachment ---------------------------------------------------------------------------------------------------


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one attachment, what was found out about it, and its other versions."""
    seen = get_attachment_for(request.user, pk)
    attachment = seen.attachment
    context = {
        "seen": seen,
        "attachment": attachment,
        "title": seen.title,
        "crumbs": crumbs_of(seen),
        "findings": findings_for(request.user, seen),
        "versions": versions_of(attachment) if seen.may_read else [],
        "history": history_of(attachment, limit=_HISTORY) if seen.may_verify else [],
        "list_url": page_of(attachment.owner_type, attachment.owner_id),
    }
    return render(request, "attachments/detail.html", context)


@csrf_exempt  # as above
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another file and the reason, and put it in the place of this one."""
    uploads = count_uploads(request)
    seen = get_attachment_for(request.user, pk)
    refuse_unless(seen.may_attach)
    return _replace(request, seen, uploads)


@csrf_protect
def _replace(request: HttpRequest, seen: Seen, uploads: CountedUpload) -> HttpResponse:
    form = ReplaceForm(request.POST or None, request.FILES or None)
    if uploads.refused is not None:
        services.note_refusal(seen.target, uploads.refused, name=uploads.name, size=uploads.received, by=request.user)
        form = ReplaceForm(request.POST)
        form.errors.clear()
        show_error(form, uploads.refused)
    elif request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            newer = services.replace(
                seen.attachment,
                given["file"],
                by=actor(request),
                reason=given["reason"],
                document_date=given["document_date"],
                today=timezone.localdate(),
            )
        except AttachmentError as refusal:
            show_error(form, refusal)
        else:
            done(request, _("The file was replaced. The earlier version is kept."))
            return redirect("attachments:detail", pk=newer.pk)
    context = {
        "form": form,
        "title": _("Replace “%(name)s”") % {"name": seen.attachment.title},
        "lede": _("The file that is here now stays as an earlier version, with the reason you write."),
        "crumbs": [*crumbs_of(seen), (seen.attachment.title, reverse("attachments:detail", args=[seen.attachment.pk]))],
        "action": _("Replace the file"),
        "back": reverse("attachments:detail", args=[seen.attachment.pk]),
    }
    return render(request, "attachments/replace.html", context, status=_status(form, uploads))


def _status(form: Any, uploads: CountedUpload) -> int:
    if uploads.refused is not None:
        return 413
    return 422 if form.is_bound and form.errors else 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, and take an attachment out of the list."""
    seen = get_attachment_for(request.user, pk)
    refuse_unless(seen.may_attach)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    address = reverse("attachments:detail", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            services.archive(seen.attachment, by=actor(request), reason=form.cleaned_data["reason"])
        except AttachmentError as refusal:
            show_error(form, refusal)
        else:
            done(request, _("The file was archived."), undo=reverse("attachments:restore", args=[pk]))
            return redirect(page_of(seen.attachment.owner_type, seen.attachment.owner_id))
    context = {
        "form": form,
        "title": _("Archive “%(name)s”?") % {"name": seen.attachment.title},
        "crumbs": [*crumbs_of(seen), (seen.attachment.title, address)],
        "consequences": [
            _("It no longer counts as evidence, and the public no longer sees it."),
            _("It is kept with all that is known of it, and can be restored."),
        ],
        "action": _("Archive the file"),
        "cancel_url": address,
        "dangerous": True,
    }
    return render(request, "attachments/archive.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring an archived attachment back."""
    seen = get_attachment_for(request.user, pk)
    refuse_unless(seen.may_attach)
    try:
        services.restore(seen.attachment, by=actor(request))
    except (AttachmentError, FileRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        done(request, _("The file was restored."))
    return redirect(page_of(seen.attachment.owner_type, seen.attachment.owner_id))
