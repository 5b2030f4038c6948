"""Opening a form by a signed link."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from serambi.apps.accounts.permissions import actor
from serambi.apps.progress import form_links, queries, services
from serambi.ui.messages import done

BACKEND = "serambi.apps.accounts.backends.PeopleBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, signed: str) -> HttpResponse:
    """Say what the link opens; POST opens it. A programme that follows links in mails opens nothing by that.

    A link that was changed, revoked or is over is answered alike (410): the way in is to sign in.
    """
    found = form_links.read(signed)
    if found is None or not form_links.opens(found, today=timezone.localdate()):
        return render(request, "progress/link_over.html", status=410)
    address = form_links.form_path(found)
    is_theirs = request.user.is_authenticated and request.user.pk == found.user_id
    # A session that another link of theirs opened does not reach this form.
    if is_theirs and not (form_links.came_by_link(request) and request.session[form_links.SESSION_KEY] != found.pk):
        return redirect(address)
    with translation.override(found.user.language):
        if request.method != "POST":
            stranger = None if is_theirs or not request.user.is_authenticated else request.user
            context = {"link": found, "stranger": stranger}
            return render(request, "progress/link.html", context)
        request.session.flush()
        login(request, found.user, backend=BACKEND)
        request.session[form_links.SESSION_KEY] = found.pk
        services.use_link(found)
        return redirect(form_links.form_path(found))


@login_required
@require_POST
def link_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a link."""
    found = queries.get_link_for(request.user, pk)
    services.revoke_link(found, by=actor(request))
    done(request, _("The link of %(person)s opens nothing any more.") % {"person": found.user.name})
    return redirect(form_links.report_path(found))
