"""Reading the record: lists, one entry, and the history of an object, with values that people can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Count, Max, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.audit import labels
from serambi.apps.audit.addresses import CURRENT
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.permissions import can_read_record

# The actor of what the program did by itself, in a filter.
PROGRAM = "program"
_AT_ONCE = 500
_COUNTED = 500
_ABOUT_ONESELF = frozenset({Verb.SIGNED_IN, Verb.SIGNED_OUT, Verb.PASSWORD_CHANGED})
_BY_STRANGERS = frozenset({Verb.SIGN_IN_FAILED, Verb.PASSWORD_LINK_SENT})

Names = dict[type[models.Model], dict[Any, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One column of an object before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words. actor: who did it; type_label: what kind of thing the object is; sentence: all of it."""

    entry: Entry
    actor: str
    type_label: str
    sentence: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the record looks for; everything empty means all of it.

    actor: a person's id as text, or PROGRAM. since, until: days of the regency, both included.
    """

    text: str = ""
    actor: str = ""
    verb: str = ""
    object_type: str = ""
    object_id: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def entries(wanted: Wanted) -> QuerySet[Entry]:
    """Return what was done, latest first."""
    found = Entry.objects.order_by("-at", "-id")
    if wanted.text:
        found = found.filter(
            Q(object_name__icontains=wanted.text)
            | Q(actor_name__icontains=wanted.text)
            | Q(reason__icontains=wanted.text)
        )
    if wanted.actor == PROGRAM:
        found = found.filter(actor_id=None)
    elif wanted.actor:
        found = found.filter(actor_id=int(wanted.actor))
    exact = {"verb": wanted.verb, "object_type": wanted.object_type, "object_id": wanted.object_id}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.since is not None:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until is not None:
        found = found.filter(at__lt=_midnight(wanted.until + dt.timedelta(days=1)))
    return found


def newest_entry() -> QuerySet[Entry, Any]:
    """Return the number of the newest entry, for a subquery."""
    return Entry.objects.order_by("-pk").values("pk")[:1]


def recent_entries() -> QuerySet[Entry]:
    """Return the entries with the last 500 numbers.

    Two transactions can finish in the other order than their entries are numbered; counting these as well as looking at
    the newest notices the one that comes late.
    """
    return Entry.objects.filter(pk__gt=Subquery(newest_entry()) - _COUNTED).order_by()


def state_of_data() -> tuple[Any, ...] | None:
    """Return what is other after any write: the newest entry, its time, and how many of the last there are; one query.

    None while nothing was written yet.
    """
    found = recent_entries().aggregate(last=Max("pk"), at=Max("at"), count=Count("pk"))
    return None if found["last"] is None else tuple(found.values())


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def count_since(day: dt.date, *, of: QuerySet[Entry]) -> int:
    """Return how many of these entries were written on that day or later."""
    return of.filter(at__gte=_midnight(day)).count()


def get_entry_for(user: Any, pk: int) -> Entry:
    """Return one entry; Entry.DoesNotExist for one that is not there and for a person who may not read the record."""
    if not can_read_record(user):
        raise Entry.DoesNotExist
    return Entry.objects.get(pk=pk)


def actors() -> list[tuple[str, str]]:
    """Return everybody who can have done something: number as text, name."""
    people = get_user_model()._default_manager.order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in people]


def history_of(instance: models.Model, *, limit: int = 50) -> list[Line]:
    """Return what was done to one object, latest first; whoever may see the object's page may be shown it.

    Show it with `{% include "audit/_history.html" with history=… %}`.
    """
    found = Entry.objects.filter(object_type=instance._meta.label_lower, object_id=str(instance.pk))
    return describe(found.order_by("-at", "-id")[:limit])


def describe(found: Iterable[Entry]) -> list[Line]:
    """Put entries into words; one query for each kind of object that their columns refer to."""
    lines = list(found)
    names = _names(lines)
    return [_line(entry, names) for entry in lines]


def describe_all(found: QuerySet[Entry]) -> Iterator[Line]:
    """Put any number of entries into words, a few hundred at a time, so that a long record costs no memory."""
    rows = found.iterator(chunk_size=_AT_ONCE)
    while batch := list(islice(rows, _AT_ONCE)):
        yield from describe(batch)


def _line(entry: Entry, names: Names) -> Line:
    actor, kind = _actor(entry), labels.type_label(entry.object_type)
    verb = entry.get_verb_display()
    if entry.verb in _ABOUT_ONESELF and entry.object_id == str(entry.actor_id):
        sentence = f"{actor} {verb}"
    elif entry.verb == Verb.SIGN_IN_FAILED:
        sentence = f"{actor} {verb}: {entry.object_name}"
    else:
        sentence = f"{actor} {verb} {kind} {entry.object_name}".strip()
    return Line(entry, actor, kind, sentence, _changes(entry, names))


def _actor(entry: Entry) -> str:
    if entry.actor_id is not None:
        return entry.actor_name
    return _("Somebody") if entry.verb in _BY_STRANGERS else _("The program")


def _changes(entry: Entry, names: Names) -> tuple[Change, ...]:
    """Return the columns that differ; of a new object only those that say something."""
    found = []
    for column in [*entry.before, *(name for name in entry.after if name not in entry.before)]:
        if column == "id" or (not entry.before and labels.says_nothing(entry.after[column])):
            continue
        before = _text(entry.object_type, column, entry.before.get(column), names)
        after = _text(entry.object_type, column, entry.after.get(column), names)
        found.append(Change(labels.field_label(entry.object_type, column), before, after))
    return tuple(found)


def _text(object_type: str, column: str, value: Any, names: Names) -> str:
    field = labels.field_of(object_type, column)
    if isinstance(field, models.ForeignKey) and value is not None:
        return names.get(_target(field), {}).get(value, f"#{value}")
    return labels.value_text(field, value)


def _target(field: models.ForeignKey[Any, Any]) -> type[models.Model]:
    related: type[models.Model] = field.remote_field.model
    return related


def _names(lines: Sequence[Entry]) -> Names:
    """Return the names of the objects that columns refer to, by table and number; of what is gone, none."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for entry in lines:
        for columns in (entry.before, entry.after):
            for column, value in columns.items():
                field = labels.field_of(entry.object_type, column)
                if isinstance(field, models.ForeignKey) and value is not None:
                    wanted.setdefault(_target(field), set()).add(value)
    return {
        model: {pk: str(instance) for pk, instance in model._base_manager.in_bulk(list(numbers)).items()}
        for model, numbers in wanted.items()
    }


def address_of_request() -> str | None:
    """Return the network address of the request that is being answered; None outside of one."""
    return CURRENT.get()
