"""What of an entry tells of a person, so that it is kept apart and can be erased.

A model says it by two attributes: `personal_fields`, names of its columns, and `record_subject`, the attribute with the
number of the person whom the whole object is about; then the object's name is personal too. Columns of e-mail addresses
and telephones are personal in every model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models

from serambi.apps.audit import chain
from serambi.apps.audit.models import Entry, PersonalValue

_EVERYWHERE = frozenset({"email", "phone", "telephone", "mobile", "whatsapp", "nik", "nip", "contact", "contact_name"})


@cache
def personal_columns(model: type[models.Model]) -> frozenset[str]:
    """Return the columns of a model that are personal."""
    emails = {field.name for field in model._meta.concrete_fields if isinstance(field, models.EmailField)}
    return frozenset(getattr(model, "personal_fields", ())) | emails | _EVERYWHERE


@dataclass(frozen=True, slots=True)
class Parted:
    """An entry's content in two: what anybody may know for ever, and personal values by their path."""

    name: str
    before: dict[str, Any]
    after: dict[str, Any]
    values: dict[str, Any]
    subject_id: int | None


def part(instance: models.Model, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Parted:
    """Part what is to be written down about an object; what is empty is not personal."""
    about = getattr(instance._meta.concrete_model, "record_subject", "")
    subject = getattr(instance, about) if about else None
    columns = personal_columns(instance._meta.concrete_model)
    if not about and columns.isdisjoint(before) and columns.isdisjoint(after):
        return Parted(name, dict(before), dict(after), {}, None)
    values: dict[str, Any] = {"object_name": name} if about and name else {}
    kept = []
    for side, given in (("before", before), ("after", after)):
        personal = {column for column in given if column in columns and given[column] not in (None, "")}
        values |= {f"{side}.{column}": given[column] for column in personal}
        kept.append({column: value for column, value in given.items() if column not in personal})
    return Parted("" if about else name, kept[0], kept[1], values, subject)


def committed(parted: Parted) -> tuple[dict[str, str], list[PersonalValue]]:
    """Return the commitments of an entry by path, and the values that belong to it, which have no entry yet."""
    commitments, values = {}, []
    for path, value in parted.values.items():
        salt = chain.new_salt()
        commitments[path] = chain.commitment(salt, [path, value, parted.subject_id]).hex()
        values.append(PersonalValue(path=path, value=value, salt=salt, subject_id=parted.subject_id))
    return commitments, values


@dataclass(slots=True)
class Whole:
    """An entry's columns with the personal ones back in their places.

    erased: paths of what is gone (`object_name`, `after.email`).
    """

    name: str
    before: dict[str, Any]
    after: dict[str, Any]
    erased: frozenset[str] = frozenset()


def whole(entry: Entry, values: Mapping[str, Any]) -> Whole:
    """Put an entry together again. values: what is still there of its personal values, by path."""
    name, before, after = entry.object_name, dict(entry.before), dict(entry.after)
    for path, value in values.items():
        side, _, column = path.partition(".")
        if side == "object_name":
            name = value
        else:
            (before if side == "before" else after)[column] = value
    gone = frozenset(entry.commitments) - frozenset(values)
    for path in gone:
        side, _, column = path.partition(".")
        if column:
            (before if side == "before" else after)[column] = None
    return Whole(name, before, after, gone)


def values_of(entries: list[Entry]) -> dict[int, dict[str, Any]]:
    """Return the personal values of entries that are still there, by number and path; one query, or none."""
    numbers = [entry.pk for entry in entries if entry.commitments]
    found: dict[int, dict[str, Any]] = {}
    if numbers:
        rows = PersonalValue.objects.filter(entry_id__in=numbers, erased_by__isnull=True)
        for number, path, value in rows.values_list("entry_id", "path", "value"):
            found.setdefault(number, {})[path] = value
    return found
