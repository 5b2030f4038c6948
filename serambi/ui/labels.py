"""The words of marks and bands, and how a form control is shown."""

from __future__ import annotations

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

MARKS = {
    "illustration": _("Illustration"),
    "preliminary": _("Preliminary"),
    "estimated": _("Estimated"),
    "draft": _("Draft"),
    "stale": _("Not updated"),
    "old": _("Old figure"),
    "missing": _("No value"),
    "no_owner": _("No owner"),
    "no_target": _("No target"),
    "late": _("Late"),
    "verified": _("Verified"),
    "archived": _("Archived"),
    "quick_win": _("Quick win"),
    "confidential": _("Confidential"),
}

BANDS = {
    "very_high": _("Very high"),
    "high": _("High"),
    "medium": _("Medium"),
    "low": _("Low"),
    "very_low": _("Very low"),
    "none": _("No value"),
}


def widget_kind(widget: forms.Widget) -> str:
    """Return the shape in which a control is laid out."""
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.Select):
        return "select"
    return "file" if isinstance(widget, forms.FileInput) else "input"


def chosen_text(bound: BoundField) -> str:
    """Return what a person has chosen in a filter, in words; "" for nothing."""
    value = bound.value()
    if value in (None, "", False) or value == []:
        return ""
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return str(_("yes"))
    values = {str(part) for part in (value if isinstance(value, list | tuple) else [value])}
    choices = getattr(bound.field, "choices", None)
    if choices is None:
        return ", ".join(sorted(values))
    flat: list[tuple[object, object]] = []
    for key, label in choices:
        flat.extend(label if isinstance(label, list | tuple) else [(key, label)])
    return ", ".join(str(label) for key, label in flat if str(key) in values and str(key))
