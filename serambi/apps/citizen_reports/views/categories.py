"""The coordinator keeps the list that residents choose from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.citizen_reports import queries, services
from serambi.apps.citizen_reports.forms import CategoryForm
from serambi.apps.citizen_reports.views.doors import crumbs, for_coordinators, tabs
from serambi.ui import formats
from serambi.ui.doors import FormPage, answer_form, sent


@for_coordinators
@require_safe
def category_list(request: HttpRequest) -> HttpResponse:
    """Show what residents can report about, and to whom it goes."""
    found = list(queries.categories_with_counts())
    offered = sum(one.archived_at is None for one in found)
    text = ngettext("Residents choose from %(count)s category", "Residents choose from %(count)s categories", offered)
    context = {
        "title": text % {"count": formats.number(offered, 0)} if offered else _("Residents cannot report anything yet"),
        "tabs": tabs(request.user, "categories"),
        "categories": found,
    }
    return render(request, "citizen_reports/categories.html", context)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def category_create(request: HttpRequest) -> HttpResponse:
    """Add a category."""
    form = CategoryForm(sent(request), today=timezone.localdate())

    def save() -> str:
        made = services.create_category(form.cleaned_data["code"], form.facts, by=actor(request))
        return _("“%(name)s” is in the list.") % {"name": made.display_name}

    page = FormPage(
        title=_("Add a category"),
        crumbs=crumbs((_("Categories"), reverse("citizen_reports:categories"))),
        action=_("Add the category"),
        back=reverse("citizen_reports:categories"),
    )
    return answer_form(request, form, page, save=save)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def category_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a category, or take it out of the list."""
    found = queries.get_category_for(request.user, code)
    form = CategoryForm(sent(request), today=timezone.localdate(), instance=found)

    def save() -> str:
        services.change_category(
            found, form.facts, is_offered=form.cleaned_data["is_offered"], by=actor(request), now=timezone.now()
        )
        return _("The category is changed.")

    page = FormPage(
        title=_("Change “%(name)s”") % {"name": found.display_name},
        lede=_("Reports that came in before keep their agency and their days."),
        crumbs=crumbs((_("Categories"), reverse("citizen_reports:categories"))),
        action=_("Save the changes"),
        back=reverse("citizen_reports:categories"),
    )
    return answer_form(request, form, page, save=save)
