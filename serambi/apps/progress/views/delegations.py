"""Who stands in for whom."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from serambi.apps.accounts.permissions import actor
from serambi.apps.agencies.models import Role
from serambi.apps.agencies.permissions import standing
from serambi.apps.progress import queries, services
from serambi.apps.progress.errors import ProgressError
from serambi.apps.progress.forms import DelegationForm
from serambi.apps.progress.models import Delegation
from serambi.apps.progress.permissions import can_configure
from serambi.apps.progress.views.doors import root
from serambi.ui.doors import show_error
from serambi.ui.messages import done

_SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delegation_list(request: HttpRequest) -> HttpResponse:
    """Show who stands in for whom at the person's organizations, and let them name somebody."""
    today = timezone.localdate()
    if not standing(request.user).organizations:
        raise Http404
    lendable = queries.lendable(request.user, today=today)
    if request.method == "POST" and not lendable:
        raise Http404
    members = queries.possible_receivers([one.organization for one in lendable], today=today)
    form = DelegationForm(
        request.POST if request.method == "POST" else None, lendable=lendable, members=members, today=today
    )
    if request.method == "POST" and form.is_valid():
        given, lent = form.cleaned_data, form.membership
        try:
            made = services.delegate(
                lent.organization,
                role=Role(lent.role),
                giver=lent.user,
                receiver=form.stands_in.user,
                first_day=given["first_day"],
                last_day=given["last_day"],
                reason=given["reason"],
                by=actor(request),
                today=today,
            )
        except ProgressError as error:
            show_error(form, error, fields={"giver": "lent"})
        else:
            done(request, _("%(receiver)s stands in for %(giver)s.") % {"receiver": made.receiver, "giver": made.giver})
            return redirect("progress:delegation_list")
    found = list(queries.delegations_for(request.user)[:_SHOWN])
    running = [one for one in found if one.revoked_at is None and one.last_day >= today]
    context = {
        "title": _title(running),
        "crumbs": root(request.user)[:1],
        "running": [{"delegation": one, "may_revoke": _may_revoke(request, one)} for one in running],
        "over": [one for one in found if one not in running],
        "form": form if lendable else None,
    }
    return render(request, "progress/delegations.html", context, status=422 if form.is_bound else 200)


def _title(running: list[Delegation]) -> str:
    return _("Standing in") if running else _("Nobody stands in for anybody now")


def _may_revoke(request: HttpRequest, delegation: Delegation) -> bool:
    return can_configure(request.user) or delegation.giver_id == request.user.pk


@login_required
@require_POST
def delegation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation now."""
    found = queries.get_delegation_for(request.user, pk)
    try:
        services.revoke(found, by=actor(request))
    except ProgressError as error:
        messages.error(request, str(error))
    else:
        done(request, _("%(receiver)s no longer stands in.") % {"receiver": found.receiver})
    return redirect("progress:delegation_list")
