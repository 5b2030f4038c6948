"""The words of the record: what a kind of object and a column of it are called on the screen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from serambi.ui import formats, locales

MISSING = "–"


def model_of(object_type: str) -> type[models.Model] | None:
    """Return the table an entry speaks of, or None when this version of the program no longer has it."""
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None


def type_label(object_type: str) -> str:
    """Return what a kind of object is called; empty for what is no object, like a file that was downloaded."""
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


# Columns that no form shows, so that their models have no word for them, and facts that are no column.
WORDS = {
    "accepted": pgettext_lazy("audit", "accepted doubts"),
    "action": pgettext_lazy("audit", "action"),
    "activity": pgettext_lazy("audit", "activity"),
    "answered_at": pgettext_lazy("audit", "answered on"),
    "archived_at": pgettext_lazy("audit", "archived on"),
    "area": pgettext_lazy("audit", "area"),
    "at": pgettext_lazy("audit", "at"),
    "browser": pgettext_lazy("audit", "browser"),
    "budget_line": pgettext_lazy("audit", "budget line"),
    "by": pgettext_lazy("audit", "by"),
    "changed": pgettext_lazy("audit", "rows changed"),
    "changed_at": pgettext_lazy("audit", "changed on"),
    "checked_at": pgettext_lazy("audit", "checked on"),
    "code": pgettext_lazy("audit", "code"),
    "count": pgettext_lazy("audit", "number of rows"),
    "counts": pgettext_lazy("audit", "number of rows"),
    "created": pgettext_lazy("audit", "rows created"),
    "created_at": pgettext_lazy("audit", "created on"),
    "file": pgettext_lazy("audit", "file"),
    "first": pgettext_lazy("audit", "first"),
    "file_sha256": pgettext_lazy("audit", "fingerprint of the file"),
    "file_size": pgettext_lazy("audit", "size of the file"),
    "folder": pgettext_lazy("audit", "folder"),
    "form_link": pgettext_lazy("audit", "link to the form"),
    "framework": pgettext_lazy("audit", "framework"),
    "geometry": pgettext_lazy("audit", "boundary"),
    "has_link": pgettext_lazy("audit", "has a link to answer"),
    "illustration": pgettext_lazy("audit", "illustration"),
    "indicator": pgettext_lazy("audit", "indicator"),
    "instalments": pgettext_lazy("audit", "parts"),
    "is_current": pgettext_lazy("audit", "current plan"),
    "is_demo": pgettext_lazy("audit", "demonstration account"),
    "is_illustration": pgettext_lazy("audit", "illustration"),
    "is_signed": pgettext_lazy("audit", "signed"),
    "issuer": pgettext_lazy("audit", "sign-in provider"),
    "item": pgettext_lazy("audit", "item"),
    "joined_at": pgettext_lazy("audit", "account since"),
    "kept_at": pgettext_lazy("audit", "kept on"),
    "kept_by": pgettext_lazy("audit", "kept by"),
    "last": pgettext_lazy("audit", "last"),
    "layout": pgettext_lazy("audit", "layout"),
    "list": pgettext_lazy("audit", "hash of the list"),
    "loaded": pgettext_lazy("audit", "rows loaded"),
    "loaded_at": pgettext_lazy("audit", "loaded on"),
    "loaded_by": pgettext_lazy("audit", "loaded by"),
    "made_at": pgettext_lazy("audit", "made on"),
    "meeting": pgettext_lazy("audit", "meeting"),
    "milestone": pgettext_lazy("audit", "milestone"),
    "minutes_digest": pgettext_lazy("audit", "hash of the minutes"),
    "name": pgettext_lazy("audit", "name"),
    "new": pgettext_lazy("audit", "rows new"),
    "observation": pgettext_lazy("audit", "figure"),
    "observations": pgettext_lazy("audit", "figures"),
    "organization": pgettext_lazy("audit", "organization"),
    "origins": pgettext_lazy("audit", "origins"),
    "owner": pgettext_lazy("audit", "owner"),
    "owner_id": pgettext_lazy("audit", "number of what it belongs to"),
    "page": pgettext_lazy("audit", "page"),
    "participations": pgettext_lazy("audit", "takes part"),
    "period": pgettext_lazy("audit", "period"),
    "period_end": pgettext_lazy("audit", "end of the period"),
    "period_start": pgettext_lazy("audit", "start of the period"),
    "periods": pgettext_lazy("audit", "periods"),
    "person": pgettext_lazy("audit", "person"),
    "plan": pgettext_lazy("audit", "plan"),
    "position": pgettext_lazy("audit", "position in the list"),
    "program": pgettext_lazy("audit", "program"),
    "recorded_at": pgettext_lazy("audit", "recorded on"),
    "recorded_by": pgettext_lazy("audit", "recorded by"),
    "recovery_codes": pgettext_lazy("audit", "recovery codes"),
    "recovery_codes_left": pgettext_lazy("audit", "recovery codes left"),
    "replaced": pgettext_lazy("audit", "replaced version"),
    "replaces": pgettext_lazy("audit", "earlier version"),
    "report": pgettext_lazy("audit", "progress report"),
    "revision": pgettext_lazy("audit", "revision"),
    "revoked_at": pgettext_lazy("audit", "revoked on"),
    "scan_note": pgettext_lazy("audit", "found by the scanner"),
    "scanned_at": pgettext_lazy("audit", "scanned on"),
    "second_factor": pgettext_lazy("audit", "second factor"),
    "second_factor_roles": pgettext_lazy("audit", "roles that need a second factor"),
    "series": pgettext_lazy("audit", "series"),
    "session": pgettext_lazy("audit", "session"),
    "sessions": pgettext_lazy("audit", "sessions ended"),
    "sha256": pgettext_lazy("audit", "fingerprint of the file"),
    "size": pgettext_lazy("audit", "size"),
    "source": pgettext_lazy("audit", "source"),
    "stage_changed_on": pgettext_lazy("audit", "stage changed on"),
    "state": pgettext_lazy("audit", "state"),
    "state_since": pgettext_lazy("audit", "in this state since"),
    "stored": pgettext_lazy("audit", "stored file"),
    "stored_at": pgettext_lazy("audit", "stored on"),
    "successor": pgettext_lazy("audit", "successor"),
    "taken_back": pgettext_lazy("audit", "taken back"),
    "text": pgettext_lazy("audit", "text"),
    "totals": pgettext_lazy("audit", "totals"),
    "totp": pgettext_lazy("audit", "sign-in app"),
    "undone": pgettext_lazy("audit", "taken back"),
    "undone_at": pgettext_lazy("audit", "taken back on"),
    "undone_by": pgettext_lazy("audit", "taken back by"),
    "updated_at": pgettext_lazy("audit", "changed on"),
    "user": pgettext_lazy("audit", "person"),
    "value": pgettext_lazy("audit", "value"),
    "values": pgettext_lazy("audit", "values"),
    "version": pgettext_lazy("audit", "version"),
    "written_version": pgettext_lazy("audit", "version in the register"),
}


def field_label(object_type: str, name: str) -> str:
    """Return what a column is called: as its model says it, else by WORDS, else its own name made readable."""
    field = field_of(object_type, name)
    if field is not None and isinstance(field.verbose_name, Promise):
        return capfirst(str(field.verbose_name))
    # What a load counted is named by the words of the program, which are translated where they stand.
    return capfirst(str(WORDS.get(name) or _(name.replace("_", " ") or MISSING)))


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
    if isinstance(value, list):
        return ", ".join(value_text(None, part) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{capfirst(str(name).replace('_', ' '))}: {value_text(None, value[name])}" for name in value)
    # A kind of column that is not Django's says itself how a value of the record is read.
    own = getattr(field, "recorded_text", None)
    text = own(value) if own is not None else _moment_text(field, value) or _number_text(field, value)
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
