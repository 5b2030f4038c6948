"""A person's API keys."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from serambi.apps.accounts import queries, services
from serambi.apps.accounts.forms import KeyForm
from serambi.apps.accounts.permissions import actor
from serambi.ui.messages import done


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def key_list(request: HttpRequest) -> HttpResponse:
    """List one's keys and make another; its text is shown on the answer and never again."""
    user = actor(request)
    form, text = KeyForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        _key, text = services.make_key(user, **form.cleaned_data)
        form = KeyForm()
    today = timezone.localdate()
    keys = [{"key": key, "works": key.works_on(today)} for key in queries.keys_of(user)]
    return render(request, "accounts/key_list.html", {"form": form, "keys": keys, "text": text})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end a key."""
    user = actor(request)
    key = get_object_or_404(queries.keys_of(user).filter(revoked_at__isnull=True), pk=pk)
    if request.method == "POST":
        services.revoke_key(key, by=user)
        done(request, _("The key “%(name)s” opens nothing any more.") % {"name": key.name})
        return redirect("accounts:key_list")
    return render(request, "accounts/key_revoke.html", {"key": key})
