"""Accounts, as the coordinator keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts import services as accounts
from serambi.apps.accounts.errors import AccountError, EmailTaken, MailNotSent
from serambi.apps.accounts.models import User
from serambi.apps.accounts.permissions import actor, can_change_password
from serambi.apps.accounts.queries import has_second_factor, open_sessions_of
from serambi.apps.agencies import queries, services
from serambi.apps.agencies.errors import AgencyError
from serambi.apps.agencies.forms import NewPersonForm, PeopleFilter, PersonForm, ReasonForm
from serambi.apps.agencies.permissions import can_manage_people
from serambi.apps.agencies.views.doors import person_or_404
from serambi.apps.audit.queries import history_of
from serambi.ui.doors import csv_query, refuse_unless, show_error
from serambi.ui.downloads import table_download
from serambi.ui.messages import done

PAGE = 50


@login_required
@require_safe
def person_list(request: HttpRequest) -> HttpResponseBase:
    """Show everybody with an account; with ?format=csv the same list as a table."""
    refuse_unless(can_manage_people(request.user))
    form = PeopleFilter(request.GET)
    found = queries.people(form.wanted(request.GET.get("sort", "")), today=timezone.localdate())
    if request.GET.get("format") == "csv":
        heads = [_("Name"), _("E-mail address"), _("Position"), _("Roles"), _("Account"), _("Last sign-in")]
        return table_download(_("People"), heads, _rows(found))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "never": queries.count_never_signed_in(),
        "csv_query": csv_query(request),
    }
    return render(request, "agencies/person_list.html", context)


def _rows(found: Iterable[User]) -> Iterator[list[object]]:
    for person in found:
        held = getattr(person, "roles_today", [])
        roles = "; ".join(f"{role.get_role_display()} {role.organization.abbreviation}" for role in held)
        state = _("active") if person.is_active else _("deactivated")
        last = timezone.localtime(person.last_login).isoformat(timespec="seconds") if person.last_login else ""
        yield [person.name, person.email, person.position, roles, state, last]


@login_required
@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person's account, roles and what was done to it."""
    person = person_or_404(request, pk)
    context = {
        "person": person,
        "memberships": queries.memberships_of_person(person),
        "today": timezone.localdate(),
        "is_oneself": person.pk == actor(request).pk,
        "may_get_a_link": person.is_active and can_change_password(person),
        "second_factor": has_second_factor(person),
        "open_sessions": open_sessions_of(person).count(),
        "history": history_of(person, limit=20),
    }
    return render(request, "agencies/person_detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_create(request: HttpRequest) -> HttpResponse:
    """Make an account with its first role and send the link to choose a password."""
    refuse_unless(can_manage_people(request.user))
    form = NewPersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.create_person(**form.facts(), appointments=[form.appointment()], by=actor(request))
        except EmailTaken as error:
            form.add_error("email", str(error))
        else:
            _send_link(request, person)
            return redirect("agencies:person_detail", person.pk)
    return render(request, "agencies/person_form.html", {"form": form, "person": None})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is written about a person."""
    person = person_or_404(request, pk)
    # The form writes into the object it is given while it checks; the page must go on showing what is saved.
    form = PersonForm(request.POST if request.method == "POST" else None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        try:
            accounts.change_person(person, **form.cleaned_data, by=actor(request))
        except EmailTaken as error:
            form.add_error("email", str(error))
        else:
            done(request, _("%(name)s is saved.") % {"name": person.name})
            return redirect("agencies:person_detail", person.pk)
    return render(request, "agencies/person_form.html", {"form": form, "person": person})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, after asking."""
    person = person_or_404(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.deactivate_person(person, by=actor(request), reason=form.cleaned_data["reason"])
        except (AccountError, AgencyError) as error:
            show_error(form, error)
        else:
            done(request, _("%(name)s can no longer sign in.") % {"name": person.name})
            return redirect("agencies:person_detail", person.pk)
    return render(request, "agencies/person_deactivate.html", {"form": form, "person": person})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again, after asking."""
    person = person_or_404(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            accounts.reactivate(person, by=actor(request))
        except AccountError as error:
            refusal = str(error)
        else:
            done(request, _("%(name)s can sign in again.") % {"name": person.name})
            return redirect("agencies:person_detail", person.pk)
    return render(request, "agencies/person_reactivate.html", {"person": person, "refusal": refusal})


@login_required
@require_POST
def person_send_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the person the link to choose a password once more."""
    person = person_or_404(request, pk)
    _send_link(request, person)
    return redirect("agencies:person_detail", person.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second factor from somebody who lost the phone, after asking."""
    person = person_or_404(request, pk)
    if not has_second_factor(person):
        return redirect("agencies:person_detail", person.pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        accounts.reset_second_factor(person, by=actor(request), reason=form.cleaned_data["reason"])
        done(request, _("%(name)s signs in with the password and sets up a new second factor.") % {"name": person.name})
        return redirect("agencies:person_detail", person.pk)
    return render(request, "agencies/person_reset_second_factor.html", {"form": form, "person": person})


@login_required
@require_POST
def person_sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a person out everywhere, for example when a phone is stolen."""
    person = person_or_404(request, pk)
    but = request.session.session_key if person.pk == actor(request).pk else None
    accounts.end_others(person, but=but, by=actor(request))
    done(request, _("%(name)s is signed out everywhere.") % {"name": person.name})
    return redirect("agencies:person_detail", person.pk)


def _send_link(request: HttpRequest, person: User) -> None:
    site = request.build_absolute_uri("/").rstrip("/")
    try:
        accounts.send_welcome_link(person, site=site, by=actor(request))
    except MailNotSent as error:
        messages.error(request, _("The account is saved. %(problem)s") % {"problem": error})
    except AccountError as error:
        messages.error(request, str(error))
    else:
        done(request, _("A link to choose a password is on its way to %(email)s.") % {"email": person.email})
