"""Parts of the plan's pages: `{% load plans %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()

# What says where one is on a page, and not what is looked at.
_OF_A_PAGE = ("page", "open", "span")


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
