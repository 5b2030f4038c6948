"""Parts of the pages of imports: `{% load imports %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from serambi.exchange.budgets.found import FoundRow
from serambi.exchange.budgets.rows import LEFT_OUT
from serambi.exchange.models import Load
from serambi.exchange.tables.understanding import Match
from serambi.exchange.uploads.amounts import exact_number
from serambi.exchange.uploads.answers import NEW_ROW, NOBODY
from serambi.exchange.uploads.columns import ROLES, ColumnRow
from serambi.exchange.uploads.loaded import money_total
from serambi.exchange.uploads.matches import RowMatch
from serambi.ui import formats, locales
from serambi.ui.widgets import PlainSelect

register = template.Library()

Pairs = Sequence[tuple[str, str]]


@register.filter
def exact(value: Decimal | None) -> str:
    """Return an amount with every decimal it has, a dash where there is none."""
    return formats.MISSING if value is None else exact_number(value)


@register.filter
def written(text: str) -> str:
    """Return a number that is kept as exact text with the decimal sign of the language and no other sign in it.

    It says which of two readings is meant, so nothing in it may have two readings itself.
    """
    try:
        return exact_number(Decimal(text)).replace(locales.current().thousands, "")
    except InvalidOperation:
        return text


@register.filter
def at(table: Mapping[str, Any], key: str) -> Any:
    """Return what stands in a table under a key, None for nothing."""
    return table.get(key)


@register.filter
def total_loaded(load: Load) -> Decimal | None:
    return money_total(load)


@register.simple_tag
def agency_select(
    matches: Sequence[Match],
    organizations: Pairs,
    *,
    name: str = "value",
    id: object = "",
    chosen: str | None = None,
) -> SafeString:
    """Return the select of who a text means: proposals with their confidence first, then everybody.

    chosen: what is chosen already. Where a single question is asked (name is `value`), the best proposal stands ready.
    """
    ready = chosen if chosen is not None else (matches[0].abbreviation if name == "value" and matches else "")
    proposals = [
        (one.abbreviation, f"{one.abbreviation} – {one.name} ({formats.percent(one.confidence * 100, 0)})")
        for one in matches
    ]
    near = {abbreviation for abbreviation, _label in proposals}
    others = [(key, f"{key} – {label}") for key, label in organizations if key not in near]
    options: list[Any] = [("", _("to be chosen")), (NOBODY, _("nobody in the list"))]
    if proposals:
        options.append((_("Proposals"), proposals))
    options.append((_("All organizations"), others))
    return _select(name, options, ready or "", f"agency-{id}")


@register.simple_tag
def row_select(match: RowMatch, chosen: str, *, id: object = "") -> SafeString:
    """Return the select of what a row is: a new one, or one of the register that it resembles."""
    options: list[Any] = [("", _("to be chosen") if match.alike else _("as found")), (NEW_ROW, _("a new one"))]
    if match.code:
        options.append((match.code, f"{match.code} – {match.known}"))
    near = [
        (one.code, f"{one.code} – {one.name} ({formats.percent(one.percent, 0)})")
        for one in match.alike
        if one.code != match.code
    ]
    if near:
        options.append((_("Resembles"), near))
    return _select(match.field, options, chosen, f"row-{id}")


@register.simple_tag
def budget_select(row: FoundRow, said: str, *, id: object = "") -> SafeString:
    """Return the select of what a row of a form is in the register. said: what a person said already."""
    options: list[Any] = [("", _("as found") if row.target else _("to be chosen")), (LEFT_OUT, _("left out"))]
    known = dict(row.options)
    if said and said != LEFT_OUT and said not in known:
        options.append((said, row.taken_for if said == row.target else _("something else")))
    options += known.items()
    return _select(f"row:{row.key}", options, said, f"row-{id}")


@register.simple_tag
def place_select(places: list[Any], name: str, chosen: str, *, id: object = "") -> SafeString:
    """Return the select of pillars and sub-dimensions."""
    prefix = "place" if name == "value" else "heading"
    return _select(name, [("", _("not chosen")), *places], chosen, f"{prefix}-{id}")


@register.simple_tag(takes_context=True)
def role_select(context: Context, row: ColumnRow, groups: Iterable[tuple[str, Pairs]], sheet: int) -> SafeString:
    """Return the select of what a column is; where scripts run, a change is understood at once."""
    options: list[Any] = [("ignored", ROLES["ignored"]), *groups]  # type: ignore[index]  # a role is its text
    number = row.column.number
    return _select(
        f"role-{number}", options, str(row.column.role), f"role-{sheet}-{number}", _live(context["upload"].pk)
    )


@register.simple_tag(takes_context=True)
def live(context: Context) -> SafeString:
    """Return the attributes by which a control of the columns is sent as soon as it changes."""
    return format_html_join("", ' {}="{}"', _live(context["upload"].pk).items())


def _live(pk: int) -> dict[str, str]:
    return {
        "hx-post": reverse("imports:columns", args=[pk]),
        "hx-include": "closest form",
        "hx-target": "#columns",
        "hx-select": "#columns",
        "hx-swap": "outerHTML",
        "hx-trigger": "change",
    }


def _select(
    name: str, options: list[Any], chosen: str, identity: str, attributes: dict[str, str] | None = None
) -> SafeString:
    select = PlainSelect(choices=options).render(name, chosen, {"id": identity, **(attributes or {})})
    return format_html("{}", select)
