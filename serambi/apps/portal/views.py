"""The public pages: the state of the pillars for everybody, and search."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from serambi.apps.evaluation.queries.asked import asked_for
from serambi.apps.evaluation.queries.kept import current_plan_for, kept_overview
from serambi.apps.evaluation.queries.sentences import headline, lede
from serambi.apps.portal import queries
from serambi.ui import formats


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the published state of the pillars; people who have signed in go on to their overview."""
    if request.user.is_authenticated:
        return redirect("evaluation:dashboard")
    plan = current_plan_for(request.user)
    if plan is None:
        return render(request, "portal/nothing_published.html")
    page = asked_for(plan, request.user, request.GET.get("period", ""), today=timezone.localdate())
    overview = kept_overview(plan, request.user, quarter=page.quarter, basis=page.basis, today=page.today)
    context = {
        "page": page,
        "overview": overview,
        "plan": plan,
        "title": headline(overview),
        "lede": lede(overview),
        "source": page.source,
    }
    return render(request, "portal/home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, the first of each kind, or one kind page by page (`?group=programs`)."""
    text = request.GET.get("q", "").strip()
    code = request.GET.get("group", "")
    today = timezone.localdate()
    if code:
        group = queries.search_one(request.user, text, code, number=request.GET.get("page", ""), today=today)
        if group is None:
            raise Http404(code)
        groups = [group] if group.hits else []
        total = group.total
    else:
        groups = queries.search(request.user, text, today=today)
        group = None
        total = sum(found.total for found in groups)
    context = {"text": text, "search_text": text, "groups": groups, "group": group, "title": _sentence(text, total)}
    return render(request, "portal/search.html", context)


def _sentence(text: str, total: int) -> str:
    if not text:
        return _("What are you looking for?")
    if not total:
        return _("Nothing has “%(text)s” in it.") % {"text": text}
    return ngettext("%(count)s thing has “%(text)s” in it.", "%(count)s things have “%(text)s” in them.", total) % {
        "count": formats.number(total, 0),
        "text": text,
    }
