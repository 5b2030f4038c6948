"""What the office's own file says, whether it can be used, and its Word templates: for the coordinator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.exchange.documents.errors import DocumentRefused
from serambi.exchange.documents.kinds import Kind
from serambi.exchange.documents.office import neutral_office
from serambi.exchange.documents.parts import TO_FILL_IN
from serambi.exchange.papers import templates
from serambi.exchange.papers.doors import crumbs, file_of, for_recorders
from serambi.exchange.papers.offices import current_office, office_file
from serambi.exchange.papers.template_forms import TemplateForm, kind_names
from serambi.ui.doors import show_error
from serambi.ui.messages import done


@for_recorders
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Show what the office's file says and each Word template."""
    problem = ""
    try:
        shown = current_office()
    except DocumentRefused as refusal:
        shown, problem = neutral_office(), str(refusal)
    file = office_file()
    context = {
        "title": _title(problem, has_file=file is not None),
        "crumbs": crumbs(),
        "file": file.name if file is not None else "",
        "problem": problem,
        "office": shown,
        "signatories": list(shown.signatories.items()),
        "to_fill_in": TO_FILL_IN,
        "templates": [
            {"kind": kind, "label": label, "state": templates.state_of(kind)} for kind, label in kind_names().items()
        ],
    }
    return render(request, "papers/office.html", context)


def _title(problem: str, *, has_file: bool) -> str:
    if problem:
        return _("The office's file cannot be used")
    if not has_file:
        return _("The documents name no office yet")
    return _("Letterhead, signatures and templates")


@for_recorders
@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the Word template of a kind of document: the office's where it has one, else ours; ?ours is always ours."""
    from serambi.exchange.documents.word import template_of  # noqa: PLC0415 - its libraries are for whoever makes a document

    known = _kind(kind)
    own = None if "ours" in request.GET else templates.own_template(known)
    return file_of(own or template_of(known), form="docx", name=f"templat {known}")


@for_recorders
@require_http_methods(["GET", "HEAD", "POST"])
def template_change(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a changed Word template, after it was looked through and filled in with examples."""
    known = _kind(kind)
    form = TemplateForm(request.POST, request.FILES) if request.method == "POST" else TemplateForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            templates.take(known, file.read(), name=file.name, by=actor(request))
        except DocumentRefused as refusal:
            show_error(form, refusal, fields={"": "file"})
        else:
            done(request, _("From now on the Word file of this document is made from %(name)s.") % {"name": file.name})
            return redirect("papers:office")
    context: dict[str, Any] = {
        "title": _("Template: %(document)s") % {"document": kind_names()[known]},
        "crumbs": [*crumbs(), (_("Letterhead, signatures and templates"), _office_url())],
        "form": form,
        "cancel_url": _office_url(),
        "kind": known,
    }
    return render(request, "papers/template.html", context, status=422 if form.errors else 200)


@for_recorders
@require_POST
def template_back(request: HttpRequest, kind: str) -> HttpResponse:
    """Put the template from before in the place of the one in use."""
    known = _kind(kind)
    if templates.take_back(known, by=actor(request)):
        done(request, _("The template from before is in use again."))
    else:
        messages.error(request, _("There is no template from before."))
    return redirect("papers:office")


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError as error:
        raise Http404(name) from error


def _office_url() -> str:
    return reverse("papers:office")
