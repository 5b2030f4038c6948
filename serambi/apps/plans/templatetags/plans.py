"""Parts of the plan's pages: `{% load plans %}`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from serambi.apps.plans import version_words
from serambi.apps.plans.forms.register import RegisterFilter
from serambi.apps.plans.queries.saved_views import views_for
from serambi.apps.plans.services.saved_views import NOT_KEPT

register = template.Library()

# What says where one is on a page, and not what is looked at.
_OF_A_PAGE = ("page", "open", "span", "view", "select", "col")


@register.filter
def exact_rupiah(amount: Decimal) -> str:
    """Return an amount with its sen, where there are any."""
    return version_words.exact_rupiah(amount)


@register.inclusion_tag("plans/_register_tabs.html", takes_context=True)
def register_tabs(context: Context, current: str) -> dict[str, Any]:
    """Show the same programs as a list, on the timeline and on the board; current: the one that is open.

    The filters and the order of the address go along.
    """
    query = context["request"].GET.copy()
    for name in _OF_A_PAGE:
        query.pop(name, None)
    rest = f"?{query.urlencode()}" if query else ""
    ways = (("list", "plans:program_list", _("List")), ("timeline", "plans:timeline", _("Timeline")),
            ("board", "plans:board", pgettext("register", "Board")))  # fmt: skip
    return {
        "fragment": context.get("fragment"),
        "entries": [
            {"label": label, "url": f"{reverse(name)}{rest}", "current": key == current} for key, name, label in ways
        ],
    }


@register.inclusion_tag("plans/_register_views.html", takes_context=True)
def register_views(context: Context, page: str, form: RegisterFilter) -> dict[str, Any]:
    """Show the views that the person can open, and filters of the address that no longer mean anything.

    page: list, timeline or board. form: the filters of the address.
    """
    request: HttpRequest = context["request"]
    views = context.get("saved_views")
    views = views_for(request.user) if views is None else views
    opened = request.GET.get("view", "")
    query = request.GET.copy()
    for name in NOT_KEPT:
        query.pop(name, None)
    entries = [
        {"name": view.name, "url": reverse("plans:view_open", args=[view.slug]), "current": view.slug == opened}
        for view in views
    ]
    if entries:
        everything = f"{reverse('plans:program_list')}?view=all"
        entries.insert(0, {"name": _("All programs"), "url": everything, "current": opened == "all"})
    return {
        "fragment": context.get("fragment"),
        "signed_in": request.user.is_authenticated,
        "entries": entries,
        "save_url": f"{reverse('plans:view_create')}?{urlencode({'page': page, 'query': query.urlencode()})}",
        "gone": form.gone(),
    }
