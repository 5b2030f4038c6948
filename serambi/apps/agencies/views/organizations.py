"""The list of organizations, and keeping it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.agencies import queries, services
from serambi.apps.agencies.errors import AgencyError
from serambi.apps.agencies.forms import EndForm, OrganizationFilter, OrganizationForm
from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.permissions import can_manage_organizations
from serambi.apps.agencies.views.doors import organization_or_404
from serambi.ui import formats
from serambi.ui.doors import csv_query, refuse_unless, show_error
from serambi.ui.downloads import table_download
from serambi.ui.messages import done


@require_safe
def organization_list(request: HttpRequest) -> HttpResponseBase:
    """Show the organizations of all five sectors; with ?format=csv the same list as a table."""
    today = timezone.localdate()
    form = OrganizationFilter(request.GET)
    wanted = form.wanted(request.GET.get("sort", ""))
    if request.GET.get("format") == "csv":
        return table_download(_("Organizations"), _heads(), _rows(queries.organizations(wanted, today=today)))
    reading = queries.reading_of(request.user, today=today)
    shown = queries.organizations_page(wanted, number=request.GET.get("page"), today=today, reading=reading)
    context = {
        "form": form,
        "page": shown.page,
        "title": _list_title(shown.page.paginator.count, shown.to_confirm),
        "may_manage": can_manage_organizations(request.user),
        "today": today,
        "csv_query": csv_query(request),
        "rows_key": reading and reading.rows,
    }
    return render(request, "agencies/organization_list.html", context)


def _list_title(count: int, to_confirm: int) -> str:
    shown = formats.number(count, 0)
    title = ngettext("%(shown)s organization", "%(shown)s organizations", count) % {"shown": shown}
    if not to_confirm:
        return title
    unsure = ngettext(
        "one name of the list is to be confirmed", "%(count)s names of the list are to be confirmed", to_confirm
    ) % {"count": formats.number(to_confirm, 0)}
    return f"{title}; {unsure}"


def _heads() -> list[str]:
    return [_("Abbreviation"), _("Name"), _("Sector"), _("Kind"), _("Government functions"), _("SIPD code"),
            _("Area"), _("Website"), _("Exists since"), _("Existed until"), _("Source"),
            _("Name to be confirmed"), _("Illustration")]  # fmt: skip


def _rows(found: Iterable[Organization]) -> Iterator[list[object]]:
    for organization in found:
        yield [organization.abbreviation, organization.name, organization.get_sector_display(),
               organization.get_kind_display(), organization.government_function_codes, organization.sipd_code,
               organization.area.code if organization.area else "", organization.website, organization.valid_from,
               organization.valid_until, organization.source,
               _("yes") if organization.needs_confirmation else "",
               _("yes") if organization.is_illustration else ""]  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organization_create(request: HttpRequest) -> HttpResponse:
    """Add an organization."""
    refuse_unless(can_manage_organizations(request.user))
    form = OrganizationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            organization = services.create_organization(form.facts(), by=actor(request))
        except AgencyError as error:
            show_error(form, error)
        else:
            done(request, _("%(name)s is in the list.") % {"name": organization.name})
            return redirect("agencies:member_list", organization.abbreviation)
    return render(request, "agencies/organization_form.html", {"form": form, "organization": None})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organization_edit(request: HttpRequest, abbreviation: str) -> HttpResponse:
    """Correct what is known about an organization."""
    refuse_unless(can_manage_organizations(request.user))
    organization = organization_or_404(request, abbreviation)
    # The form writes into the object it is given while it checks; the page must go on showing what is saved.
    form = OrganizationForm(
        request.POST if request.method == "POST" else None, instance=Organization.objects.get(pk=organization.pk)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_organization(organization, form.facts(), by=actor(request))
        except AgencyError as error:
            show_error(form, error, fields={"valid_until": "valid_from"})
        else:
            done(request, _("%(name)s is saved.") % {"name": organization.name})
            return redirect("agencies:organization_list")
    return render(request, "agencies/organization_form.html", {"form": form, "organization": organization})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organization_end(request: HttpRequest, abbreviation: str) -> HttpResponse:
    """Say from when on an organization is no more."""
    refuse_unless(can_manage_organizations(request.user))
    organization = organization_or_404(request, abbreviation)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_organization(organization, **form.cleaned_data, by=actor(request))
        except AgencyError as error:
            show_error(form, error, fields={"valid_until": "last_day"})
        else:
            done(request, _("%(name)s has an end now.") % {"name": organization.name})
            return redirect("agencies:organization_list")
    context: dict[str, Any] = {"form": form, "organization": organization}
    context["people"] = queries.memberships_of(organization, today=timezone.localdate()).count()
    return render(request, "agencies/organization_end.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organization_reopen(request: HttpRequest, abbreviation: str) -> HttpResponse:
    """Take back that an organization has ended."""
    refuse_unless(can_manage_organizations(request.user))
    organization = organization_or_404(request, abbreviation)
    refusal = ""
    if request.method == "POST":
        try:
            services.reopen_organization(organization, by=actor(request))
        except AgencyError as error:
            refusal = str(error)
        else:
            done(request, _("%(name)s exists again.") % {"name": organization.name})
            return redirect("agencies:organization_list")
    return render(request, "agencies/organization_reopen.html", {"organization": organization, "refusal": refusal})
