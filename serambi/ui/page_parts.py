"""Parts that stand many times on nearly every page, written in Python: a template for each costs more than it shows."""

from __future__ import annotations

from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

_ARROWS = SafeString(
    '<svg viewBox="0 0 8 12" width="8" height="12" aria-hidden="true" focusable="false">'
    '<path class="asc" d="M4 1 7 5H1z"/><path class="desc" d="M4 11 1 7h6z"/></svg>'
)


def sort_head(label: str, url: str, *, order: str, number: bool, target: str, css: str) -> SafeString:
    """Return the head of a column that sorts by it. order: `ascending`, `descending` or "" where it does not now."""
    return format_html(
        '<th scope="col" class="sortable{}{}"{}>\n<a href="{}" hx-get="{}" hx-target="{}" hx-select="{}" '
        'hx-select-oob="#filters-chosen,#filters-kept" hx-swap="outerHTML" hx-push-url="true">\n{}\n{}\n</a>\n</th>',
        " num" if number else "",
        f" {css}" if css else "",
        format_html(' aria-sort="{}"', order) if order else "",
        url,
        url,
        target,
        target,
        label,
        _ARROWS,
    )


def filter_control(bound: BoundField, *, is_search: bool) -> SafeString:
    """Return a control of a form that narrows a list, with its label."""
    if getattr(bound.field.widget, "input_type", "") == "checkbox":
        inside = format_html(
            '<label class="choice" for="{}">{}<span>{}</span></label>', bound.id_for_label, bound, bound.label
        )
    else:
        inside = format_html('<label for="{}">{}</label>\n{}', bound.id_for_label, bound.label, bound)
    return format_html('<div class="filter{}">\n{}\n</div>\n', " filter-search" if is_search else "", inside)


def room(label: object, url: str, *, current: str, count: int, title: str) -> SafeString:
    """Return an entry of the main navigation. current: what `aria-current` says; "" and a count of 0 say nothing."""
    told = ""
    if count:
        told = format_html(
            '<span class="count">{}{}</span>', count, format_html('<span class="sr"> {}</span>', title) if title else ""
        )
    return format_html(
        '<a href="{}"{}{}>\n<span>{}</span>\n{}\n</a>',
        url,
        format_html(' aria-current="{}"', current) if current else "",
        format_html(' title="{}"', title) if title else "",
        label,
        told,
    )
