"""Who works for an organization, and giving, changing and ending roles."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.agencies import queries, services
from serambi.apps.agencies.errors import AgencyError
from serambi.apps.agencies.forms import EndForm, RoleAtOrganizationForm, RoleForm, RoleOfPersonForm
from serambi.apps.agencies.permissions import can_manage_people, can_see_members
from serambi.apps.agencies.views.doors import membership_or_404, organization_or_404, person_or_404
from serambi.ui.doors import refuse_unless, show_error
from serambi.ui.messages import done


@login_required
@require_safe
def member_list(request: HttpRequest, abbreviation: str) -> HttpResponse:
    """Show who works for an organization, to its own people and the coordinator."""
    organization = organization_or_404(request, abbreviation)
    refuse_unless(can_see_members(request.user, organization))
    today = timezone.localdate()
    context = {
        "organization": organization,
        "members": queries.memberships_of(organization, today=today),
        "former": queries.past_memberships_of(organization, today=today),
        "may_manage": can_manage_people(request.user),
    }
    return render(request, "agencies/member_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: HttpRequest, abbreviation: str) -> HttpResponse:
    """Give somebody a role at this organization."""
    refuse_unless(can_manage_people(request.user))
    organization = organization_or_404(request, abbreviation)
    form = RoleAtOrganizationForm(
        request.POST if request.method == "POST" else None, initial={"valid_from": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            services.add_membership(
                person, organization=organization, role=form.chosen_role(), **form.dates(), by=actor(request)
            )
        except AgencyError as error:
            show_error(form, error)
        else:
            done(request, _("%(name)s has the role now.") % {"name": person.name})
            return redirect("agencies:member_list", organization.abbreviation)
    return render(request, "agencies/member_add.html", {"form": form, "organization": organization})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def role_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give this person a role at some organization."""
    refuse_unless(can_manage_people(request.user))
    person = person_or_404(request, pk)
    form = RoleOfPersonForm(
        request.POST if request.method == "POST" else None, initial={"valid_from": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.add_membership(
                person,
                organization=form.cleaned_data["organization"],
                role=form.chosen_role(),
                **form.dates(),
                by=actor(request),
            )
        except AgencyError as error:
            show_error(form, error)
        else:
            done(request, _("%(name)s has the role now.") % {"name": person.name})
            return redirect("agencies:person_detail", person.pk)
    return render(request, "agencies/role_add.html", {"form": form, "person": person})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def role_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what somebody is at an organization, or for how long."""
    refuse_unless(can_manage_people(request.user))
    membership = membership_or_404(request, pk)
    form = RoleForm.of(membership, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_membership(membership, role=form.chosen_role(), **form.dates(), by=actor(request))
        except AgencyError as error:
            show_error(form, error)
        else:
            done(request, _("The role of %(name)s is changed.") % {"name": membership.user.name})
            return redirect("agencies:person_detail", membership.user_id)
    return render(request, "agencies/role_change.html", {"form": form, "membership": membership})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role; yesterday, which is offered first, ends it at once."""
    refuse_unless(can_manage_people(request.user))
    membership = membership_or_404(request, pk)
    person = membership.user
    form = EndForm(
        request.POST if request.method == "POST" else None,
        initial={"last_day": timezone.localdate() - dt.timedelta(days=1)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.end_membership(membership, **form.cleaned_data, by=actor(request))
        except AgencyError as error:
            show_error(form, error, fields={"valid_until": "last_day"})
        else:
            done(request, _("The role of %(name)s has an end now.") % {"name": person.name})
            return redirect("agencies:person_detail", person.pk)
    return render(request, "agencies/role_end.html", {"form": form, "membership": membership})
