"""A person's own page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from serambi.apps.accounts import queries, services
from serambi.apps.accounts.forms import ProfileForm
from serambi.apps.accounts.models import User
from serambi.apps.accounts.permissions import actor, can_change_password, can_change_sign_in_rules
from serambi.ui.messages import done


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and correct it."""
    user = actor(request)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        services.change_profile(user, **form.cleaned_data)
        with translation.override(user.language):
            done(request, _("Your page is saved."))
            return redirect("accounts:profile")
    # The roles belong to the app of the organizations, which stands above this one; here they are only shown.
    memberships = user.memberships.select_related("organization")
    context = {
        "form": form,
        "memberships": memberships,
        "may_change_password": can_change_password(user),
        "second_factor": queries.has_second_factor(user),
        "open_sessions": queries.open_sessions_of(user).count(),
        "api_keys": queries.working_keys_of(user, timezone.localdate()).count(),
        "may_change_rules": can_change_sign_in_rules(user),
        "identities": user.identities.all(),
    }
    return render(request, "accounts/profile.html", context)
