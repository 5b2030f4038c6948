"""What stands in every table, for comparing before and after."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model

from serambi.apps.audit.models import Entry, Mention, Origin, PersonalValue
from serambi.exchange.models import Load

# The record and the loads tell what happened, and stay. Stamps say when a row was written, not what it says; the ids of
# computed rows and the name of the last full run are given anew.
TELLING = (Entry, Origin, PersonalValue, Mention, Load)
STAMPS = frozenset({"updated_at", "computed_at", "recorded_at", "run"})
RENUMBERED = frozenset({"evaluation.score"})


def everything() -> dict[str, list[Any]]:
    """Return the rows of all tables of this program, the record and the loads aside."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("serambi.") and model not in TELLING:
            rows = _rows(model)
            if rows:
                found[model._meta.label_lower] = rows
    return found


def _rows(model: type[Model]) -> list[Any]:
    label = model._meta.label_lower
    columns = [
        field.attname for field in model._meta.concrete_fields if field.name not in STAMPS and field.name != "pk"
    ]
    if label in RENUMBERED and "id" in columns:
        columns.remove("id")
    return sorted(repr(row) for row in model._default_manager.order_by().values_list(*columns))
