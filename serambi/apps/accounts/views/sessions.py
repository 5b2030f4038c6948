"""Where a person is signed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from serambi.apps.accounts import queries, services
from serambi.apps.accounts.labels import browser_in_words
from serambi.apps.accounts.permissions import actor
from serambi.ui.messages import done


@login_required
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """List the browsers in which one is signed in."""
    here = request.session.session_key
    rows = [
        {"session": opened, "browser": browser_in_words(opened.agent), "here": opened.session_key == here}
        for opened in queries.open_sessions_of(actor(request))
    ]
    return render(request, "accounts/session_list.html", {"rows": rows, "others": len(rows) > 1})


@login_required
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out in another browser; this one is left by the way everybody knows."""
    user = actor(request)
    others = queries.open_sessions_of(user).exclude(session_key=request.session.session_key)
    services.end_session(get_object_or_404(others, pk=pk), by=user)
    done(request, _("You are signed out there."))
    return redirect("accounts:session_list")


@login_required
@require_POST
def session_end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    user = actor(request)
    count = services.end_others(user, but=request.session.session_key, by=user)
    told = ngettext("You are signed out in %(count)s place.", "You are signed out in %(count)s places.", count)
    done(request, told % {"count": count})
    return redirect("accounts:session_list")
