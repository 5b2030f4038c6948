"""The parts that pages are made of: `{% load ui %}`. `docs/reference/components.md` shows each with its use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, QueryDict
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.urls import translate_url
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serambi.ui import assets, formats, labels, page_parts, parts
from serambi.ui.messages import undo_address
from serambi.ui.shelf import Shelf

register = template.Library()

# With this many controls or fewer a filter form shows all; with more it shows the first ones.
_MOST_FILTERS, _FIRST_FILTERS = 6, 4

register.filter("undo_address", undo_address)


# The page -----------------------------------------------------------------------------------------------------------


@register.simple_tag
def asset(name: str) -> SafeString:
    """Return the elements that load an entry of the front end: its icon, its font, its styles, its module."""
    entry = assets.entry(name)
    if entry is None:
        return SafeString()
    fonts = format_html_join(
        "", '<link rel="preload" as="font" type="font/woff2" crossorigin href="{}">', ((f,) for f in entry.fonts)
    )
    styles = format_html_join("", '<link rel="stylesheet" href="{}">', ((path,) for path in entry.styles))
    return format_html(
        '<link rel="icon" type="image/svg+xml" href="{}">{}{}<script type="module" src="{}"></script>',
        entry.icon,
        fonts,
        styles,
        entry.script,
    )


@register.simple_tag(takes_context=True)
def is_fragment(context: Context) -> bool:
    """Tell whether htmx asked for a part of the page, so that the frame around it is left out."""
    request = context.get("request")
    if request is None or request.headers.get("HX-Request") != "true":
        return False
    # A boosted link replaces the whole body, unless it names the part that it wants.
    whole = "HX-Boosted" in request.headers and "HX-Target" not in request.headers
    return not whole and "HX-History-Restore-Request" not in request.headers


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """Return the look the person has chosen, `light` or `dark`, or "" when the machine decides."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request is not None else ""
    return chosen if chosen in {"light", "dark"} else ""


@register.simple_tag(takes_context=True)
def language_url(context: Context, code: str) -> str:
    """Return the address of this very page in another language, filters included."""
    request = context.get("request")
    return translate_url(request.get_full_path(), code) if request is not None else "/"


@register.simple_tag
def now() -> str:
    """Return this moment, for what is printed."""
    return formats.moment(timezone.now())


@register.simple_tag(takes_context=True)
def room(context: Context, entry: Any) -> SafeString:
    """Show an entry of the main navigation; it has label, url, current, count and title."""
    request = context.get("request")
    is_page = request is not None and request.path == entry.url
    current = ("page" if is_page else "true") if entry.current else ""
    return page_parts.room(entry.label, entry.url, current=current, count=entry.count, title=entry.title)


@register.inclusion_tag("ui/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: Context, trail: Iterable[tuple[str, str]] | None = None) -> dict[str, Any]:
    """Show where the page stands; trail: (label, address) from the top, an empty address is plain text.

    Where the person can reach one path alone (`reachable`), what does not lie under it is plain text, too.
    """
    below = str(context.get("reachable", ""))
    return {"trail": [(label, url if str(url).startswith(below) else "") for label, url in trail or []]}


@register.inclusion_tag("ui/tabs.html")
def tabs(entries: Iterable[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Show views of one thing as links; entries have label, url, current and maybe count."""
    return {"entries": entries, "label": label}


# Marks and figures --------------------------------------------------------------------------------------------------


@register.simple_tag
def mark(kind: str, detail: str = "") -> SafeString:
    """Return a small word about a figure: illustration, preliminary, late … (`labels.MARKS` has them all).

    detail: what a person reads on pointing at it and a screen reader says after it.
    """
    word = labels.MARKS[kind]
    if not detail:
        return format_html('<span class="mark mark-{}">{}</span>', kind, word)
    return format_html(
        '<span class="mark mark-{}" title="{}">{}<span class="sr">: {}</span></span>', kind, detail, word, detail
    )


register.simple_tag(parts.band, name="band")
register.simple_tag(parts.delta, name="delta")
register.simple_tag(parts.attainment, name="attainment")


@register.inclusion_tag("ui/stats.html")
def stats(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Show a few figures side by side; entries have label, value (text or safe HTML), and maybe note and mark."""
    return {"entries": entries}


# Lists and tables ---------------------------------------------------------------------------------------------------


def _query(request: HttpRequest | None) -> QueryDict:
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


@register.simple_tag(takes_context=True)
def sort_header(
    context: Context, label: str, key: str, *, number: bool = False, target: str = "#results", css: str = ""
) -> SafeString:
    """Show a column's head that sorts by it: a link that keeps the filters, and htmx when it is there.

    key: what `?sort=` gets, with a minus for the second press. target: what htmx replaces.
    """
    query = _query(context.get("request"))
    sort = query.get("sort", "")
    query["sort"] = f"-{key}" if sort == key else key
    query.pop("page", None)
    order = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    return page_parts.sort_head(label, f"?{query.urlencode()}", order=order, number=number, target=target, css=css)


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], target: str = "#results") -> dict[str, Any]:
    """Show which of how many, with the pages around this one; nothing to turn when all fits on one page."""
    query = _query(context.get("request"))

    def address(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    paginator = page.paginator
    numbers = [
        {"number": number, "url": address(number) if isinstance(number, int) else "", "current": number == page.number}
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "numbers": numbers if paginator.num_pages > 1 else [],
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "target": target,
    }


@register.inclusion_tag("ui/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    """Show what will be here and how to begin, where a list has nothing yet."""
    return {"title": title, "text": text, "url": url, "action": action}


_parts: Shelf[SafeString] = Shelf(8192)
# Long parts, tens of kilobytes each: those of the pages that are asked for again and again.
_long_parts: Shelf[SafeString] = Shelf(64)


class KeptNode(template.Node):
    """A part of a page that is written once for a key and language, and again only when the key is another."""

    def __init__(self, inside: NodeList, key: list[FilterExpression], shelf: Shelf[SafeString]) -> None:
        self.nodelist, self.key, self.shelf = inside, key, shelf

    def render(self, context: Context) -> SafeString:
        parts = tuple(part.resolve(context) for part in self.key)
        key = (get_language(), *parts) if parts[0] else None
        return self.shelf.get(key, lambda: self.nodelist.render(context))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Keep what stands inside under a key: `{% kept reading.rows "register" program.pk year %}…{% endkept %}`.

    The first part is the state of the data, None keeps nothing; then a name of its own and everything else on which the
    inside depends but the language. Nothing inside may depend on the person or the request.
    """
    return _kept(parser, token, _parts)


@register.tag
def kept_long(parser: Parser, token: Token) -> KeptNode:
    """Keep a long part, such as all rows of a page, in the same way: `{% kept_long key … %}…{% endkept_long %}`.

    Few of these are kept, and the rows inside are kept each, for other pages that show some of them.
    """
    return _kept(parser, token, _long_parts)


def _kept(parser: Parser, token: Token, shelf: Shelf[SafeString]) -> KeptNode:
    name, *words = token.split_contents()
    inside = parser.parse((f"end{name}",))
    parser.delete_first_token()
    return KeptNode(inside, [parser.compile_filter(word) for word in words], shelf)


# Forms --------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/forms/errors.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """Show at the top of a form what is wrong with it, each linked to its field."""
    found = [
        {
            "label": "" if bound.is_hidden else bound.label,
            "text": error,
            "href": "" if bound.is_hidden else f"#{bound.id_for_label or bound.auto_id}",
        }
        for bound in form
        for error in bound.errors
    ]
    general = [{"text": error, "href": ""} for error in form.non_field_errors()]
    return {"errors": general + found}


@register.inclusion_tag("ui/forms/field.html")
def field(bound: BoundField, hint: str = "", width: str = "", prefix: str = "", suffix: str = "") -> dict[str, Any]:
    """Show a form field: label, hint, error, control.

    hint: in place of the field's own help text. width: `short` (a number, a year), `medium` or "" for the whole line.
    prefix, suffix: a unit beside the control (Rp, %).
    """
    hint = hint or str(bound.help_text)
    described = [f"{bound.auto_id}_helptext"] if hint else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    kind = labels.widget_kind(bound.field.widget)
    return {
        "field": bound,
        "hint": hint,
        "width": width,
        "prefix": prefix,
        "suffix": suffix,
        "kind": kind,
        "described": " ".join(described),
        "control": bound.as_widget(attrs=attributes if kind not in {"radios", "checkboxes"} else None),
        "optional": not bound.field.required and kind != "checkbox",
    }


@register.inclusion_tag("ui/forms/fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Show every field of a form in its own order, the hidden ones too."""
    return {"form": form}


@register.inclusion_tag("ui/forms/filters.html", takes_context=True)
def filter_form(context: Context, form: BaseForm, target: str = "#results", search: str = "q") -> dict[str, Any]:
    """Show a GET form that narrows a list, with what is chosen now and how to drop each.

    The list is reloaded as soon as a control changes where scripts run, and by its button where they do not. When there
    are many controls, the later ones wait behind "More filters" until one of them is in use.

    search: the field that is a search box; it takes the room that is left.
    """
    request = context.get("request")
    query = _query(request)
    query.pop("page", None)
    chosen = []
    for bound in form.visible_fields():
        text = labels.chosen_text(bound)
        if text:
            rest = query.copy()
            rest.pop(bound.html_name, None)
            chosen.append({"name": bound.name, "label": bound.label, "text": text, "url": f"?{rest.urlencode()}"})
    names = {bound.html_name for bound in form}
    visible = form.visible_fields()
    first = visible if len(visible) <= _MOST_FILTERS else visible[:_FIRST_FILTERS]
    more = visible[len(first) :]
    in_use = {entry["name"] for entry in chosen}
    return {
        "form": form,
        "target": target,
        "search": search,
        "first": first,
        "more": more,
        "more_open": any(bound.name in in_use for bound in more),
        "chosen": chosen,
        "kept": [(name, value) for name, values in query.lists() if name not in names for value in values],
        "path": request.path if request is not None else "",
    }


@register.simple_tag
def filter_control(bound: BoundField, search: str = "q") -> SafeString:
    """Show one control of `filter_form`; search: the field that is a search box."""
    return page_parts.filter_control(bound, is_search=bound.html_name == search)


@register.simple_tag
def count_of(count: int, one: str, many: str) -> str:
    """Return a count with its noun, each given in its number."""
    return f"{formats.number(count, 0)} {one if count == 1 else many}"


@register.simple_tag
def page_title(title: str, site_name: str = "") -> str:
    """Return the title of the window: the page, then the house."""
    return f"{title} · {site_name}" if site_name and title else title or site_name or _("Serambi")
