"""The words of the record: what a kind of object and a column of it are called on the screen."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serambi.ui import formats, locales

MISSING = "–"


def model_of(object_type: str) -> type[models.Model] | None:
    """Return the table an entry speaks of, or None when this version of the program no longer has it."""
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None


def type_label(object_type: str) -> str:
    model = model_of(object_type)
    return str(model._meta.verbose_name) if model is not None else object_type


def field_of(object_type: str, name: str) -> models.Field[Any, Any] | None:
    """Return the column an entry speaks of, or None for one that is no longer there or never was a column."""
    model = model_of(object_type)
    if model is None:
        return None
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def field_label(object_type: str, name: str) -> str:
    field = field_of(object_type, name)
    return capfirst(str(field.verbose_name)) if field is not None else capfirst(name.replace("_", " "))


def object_types() -> list[tuple[str, str]]:
    """Return every kind of object of this program with its word, in the order of the words."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("serambi."))
    found = ((model._meta.label_lower, capfirst(str(model._meta.verbose_name))) for model in ours)
    return sorted(found, key=lambda pair: pair[1])


def says_nothing(value: Any) -> bool:
    """Tell whether a value of a new object is only the absence of one; zero is a value."""
    return value is None or value is False or value in ("", [], {})


def value_text(field: models.Field[Any, Any] | None, value: Any) -> str:
    """Return a written-down value as a person reads it: words for choices, dates and numbers in their language.

    A reference to another object stays its number here; `queries` puts the name in its place.
    """
    if value is None or value in ("", [], {}):
        return MISSING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    chosen = dict(field.flatchoices).get(value) if field is not None and field.choices else None
    if chosen is not None:
        return str(chosen)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    text = _moment_text(field, value) or _number_text(field, value)
    return text or str(value)


def _moment_text(field: models.Field[Any, Any] | None, value: Any) -> str:
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(value))
        return formats.moment_short(moment) if moment is not None else ""
    if isinstance(field, models.DateField):
        date = parse_date(str(value))
        return formats.day(date) if date is not None else ""
    return ""


def _number_text(field: models.Field[Any, Any] | None, value: Any) -> str:
    """Return a decimal with every digit it was written down with; the record does not round."""
    if not isinstance(field, models.DecimalField | models.FloatField):
        return ""
    exact = f"{Decimal(str(value)):f}"
    if "." in exact:
        exact = exact.rstrip("0").rstrip(".")
    return exact.replace(".", locales.current().decimal)
