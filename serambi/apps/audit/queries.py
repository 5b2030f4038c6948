"""Reading the record: lists, one entry, and the history of an object, with values that people can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Max, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serambi.apps.audit import agencies, labels, state
from serambi.apps.audit.halves import Found
from serambi.apps.audit.models import REFUSED, ChainHead, Entry, Mention, Origin, PersonalValue, Verb
from serambi.apps.audit.parts import KEY, rows_in
from serambi.apps.audit.permissions import can_read_record
from serambi.apps.audit.personal import Whole, values_of, whole

# What is other after any write, as every page asks it.
newest_entry = state.newest_entry
recent_entries = state.recent_entries
state_of_data = state.state_of_data

# The actor of what the program did by itself, in a filter.
PROGRAM = "program"
_AT_ONCE = 500
# Of a number that a column can hold.
_MOST_DIGITS = 18
_ABOUT_ONESELF = frozenset({Verb.SIGNED_IN, Verb.SIGNED_OUT, Verb.PASSWORD_CHANGED})
_BY_STRANGERS = frozenset({Verb.SIGN_IN_FAILED, Verb.PASSWORD_LINK_SENT})

# Said by the app that knows agencies, when the program starts.
agencies_are = agencies.agencies_are

Names = dict[type[models.Model], dict[Any, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One column of an object before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words. actor: who did it; type_label: what kind of thing the object is; sentence: all of it.

    name: what the object is called. has_gone: whether something in it was erased.
    """

    entry: Entry
    actor: str
    type_label: str
    name: str
    sentence: str
    changes: tuple[Change, ...]
    has_gone: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the record looks for; everything empty means all of it.

    actor: a person's id as text, or PROGRAM. since, until: days of the regency, both included. agency: the number of
    the agency whose people acted. outcome: `done` or `refused`.
    """

    text: str = ""
    actor: str = ""
    verb: str = ""
    object_type: str = ""
    object_id: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    agency: str = ""
    outcome: str = ""


def entries(wanted: Wanted) -> Found:
    """Return what was done."""
    found = Entry.objects.select_related("origin").order_by()
    if wanted.text:
        found = found.filter(_says(wanted.text))
    if wanted.actor == PROGRAM:
        found = found.filter(actor_id=None)
    elif wanted.actor:
        found = found.filter(actor_id=int(wanted.actor))
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    found = _about(found, wanted.object_type, wanted.object_id)
    if wanted.since is not None:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until is not None:
        found = found.filter(at__lt=_midnight(wanted.until + dt.timedelta(days=1)))
    if wanted.agency:
        found = found.filter(actor_id__in=agencies.people_of(int(wanted.agency)))
    if wanted.outcome:
        refused = Q(verb__in=sorted(REFUSED))
        found = found.filter(refused if wanted.outcome == "refused" else ~refused)
    return Found(found)


def _about(found: QuerySet[Entry], kind: str, number: str) -> QuerySet[Entry]:
    """Narrow entries to those about objects of a kind or with a number, also where they tell of them as a part."""
    own = {name: value for name, value in {"object_type": kind, "object_id": number}.items() if value}
    parts = Mention.objects.filter(object_type=kind, **(_around(number) if number else {}))
    # Most kinds never are a part, and then an index finds their entries.
    if not kind or not (number or parts.exists()):
        return found.filter(**own)
    numbers = _in_both_halves(Q(**own)).values("pk").union(parts.order_by().values("entry_id"))
    return found.filter(pk__in=numbers)


def _around(number: str) -> dict[str, str]:
    """Return the condition that a stretch of rows has this number in it; none has what is not a number."""
    is_number = number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS
    within = number if is_number else "-1"
    return {"first_id__lte": within, "last_id__gte": within}


def entries_of(instance: models.Model) -> QuerySet[Entry]:
    """Return what was written down about one object, latest first, also where an entry tells of it as a part."""
    found = Entry.objects.select_related("origin").order_by("-at", "-id")
    return _about(found, instance._meta.label_lower, str(instance.pk))


def entries_about(object_type: str, numbers: Iterable[object]) -> QuerySet[Entry]:
    """Return the entries whose object is one of these numbers of a table, without an order."""
    return _in_both_halves(Q(object_type=object_type, object_id__in=[str(number) for number in numbers]))


def _in_both_halves(wanted: Q) -> QuerySet[Entry]:
    """Return entries so that those with a place are found by the index that has no others, and the rest beside it."""
    return Entry.objects.filter((wanted & Q(seq__isnull=False)) | (wanted & Q(seq__isnull=True))).order_by()


def _says(text: str) -> Q:
    """Return the condition that an entry has a text in a name, its person or its reason."""
    told = PersonalValue.objects.annotate(words=Cast("value", TextField())).filter(words__icontains=text)
    who = Origin.objects.filter(actor_name__icontains=text)
    return (
        Q(object_name__icontains=text)
        | Q(reason__icontains=text)
        | Q(origin_id__in=who.values("pk"))
        | Q(pk__in=told.values("entry_id"))
    )


# Reading ------------------------------------------------------------------------------------------------------------


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def count_all() -> int:
    """Return how many entries there are: places have no gap, so the last one counts those that are sealed."""
    head = ChainHead.objects.filter(pk=1).values_list("seq", flat=True).first()
    return (head or 0) + count_waiting()


def count_waiting() -> int:
    """Return how many entries have no place in the chain yet."""
    return Entry.objects.filter(seq__isnull=True).order_by().count()


def count_since(day: dt.date, *, of: Found, limit: int) -> int:
    """Return how many of these entries were written on that day or later, counted as far as limit."""
    return of.filter(at__gte=_midnight(day)).count(limit)


def get_entry_for(user: Any, pk: int) -> Entry:
    """Return one entry; Entry.DoesNotExist for one that is not there and for a person who may not read the record."""
    if not can_read_record(user):
        raise Entry.DoesNotExist
    return Entry.objects.select_related("origin").get(pk=pk)


def actors() -> list[tuple[str, str]]:
    """Return everybody who can have done something: number as text, name."""
    people = get_user_model()._default_manager.order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in people]


def history_of(instance: models.Model, *, limit: int = 50) -> list[Line]:
    """Return what was done to one object, latest first; whoever may see the object's page may be shown it.

    Show it with `{% include "audit/_history.html" with history=… %}`.
    """
    return describe(entries_of(instance)[:limit])


def describe(found: Iterable[Entry]) -> list[Line]:
    """Put entries into words; one query for personal values and one for each kind of object their columns refer to."""
    lines = list(found)
    values = values_of(lines)
    wholes = {entry.pk: whole(entry, values.get(entry.pk, {})) for entry in lines}
    names = _names(lines, wholes)
    return [_line(entry, wholes[entry.pk], names) for entry in lines]


def describe_all(found: Found) -> Iterator[Line]:
    """Put any number of entries into words, a few hundred at a time, so that a long record costs no memory.

    Those that are there when it is called: what is written while they are read, such as that somebody takes them as a
    file, is not among them.
    """
    newest = Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return _described(iter(found.filter(pk__lte=newest)))


def _described(rows: Iterator[Entry]) -> Iterator[Line]:
    while batch := list(islice(rows, _AT_ONCE)):
        yield from describe(batch)


def _line(entry: Entry, told: Whole, names: Names) -> Line:
    actor, kind = _actor(entry), labels.type_label(entry.object_type)
    verb = entry.get_verb_display()
    name = _("(erased)") if "object_name" in told.erased else told.name
    if entry.verb in _ABOUT_ONESELF and entry.object_id == str(entry.actor_id):
        sentence = f"{actor} {verb}"
    elif entry.verb == Verb.SIGN_IN_FAILED:
        sentence = f"{actor} {verb}: {name}"
    else:
        sentence = " ".join(part for part in (actor, verb, kind, name) if part)
    return Line(entry, actor, kind, name, sentence, _changes(entry, told, names), bool(told.erased) or _is_gone(entry))


def _is_gone(entry: Entry) -> bool:
    return entry.origin is not None and entry.origin.erased_by is not None


def _actor(entry: Entry) -> str:
    if entry.actor_id is not None:
        return entry.actor_name or _("Person no. %(number)s (erased)") % {"number": entry.actor_id}
    return _("Somebody") if entry.verb in _BY_STRANGERS else _("The program")


def _changes(entry: Entry, told: Whole, names: Names) -> tuple[Change, ...]:
    """Return the columns that differ; of a new object only those that say something."""
    found = []
    for column in [*told.before, *(name for name in told.after if name not in told.before)]:
        is_gone = not told.erased.isdisjoint({f"before.{column}", f"after.{column}"})
        if column in {"id", KEY} or (not told.before and not is_gone and labels.says_nothing(told.after[column])):
            continue
        sides = [
            _("(erased)")
            if f"{side}.{column}" in told.erased
            else _text(entry.object_type, column, values.get(column), names)
            for side, values in (("before", told.before), ("after", told.after))
        ]
        found.append(Change(labels.field_label(entry.object_type, column), *sides))
    return (*found, *_part_changes(told, names))


def _part_changes(told: Whole, names: Names) -> Iterator[Change]:
    """Yield what became of the rows of other tables that an entry tells of, one by one."""
    for kind in dict.fromkeys([*told.before.get(KEY, {}), *told.after.get(KEY, {})]):
        before, after = rows_in(told.before, kind), rows_in(told.after, kind)
        for number in sorted(before.keys() | after.keys()):
            what = {"kind": capfirst(labels.type_label(kind)), "number": number}
            sides = (_row_text(kind, side.get(number), names) for side in (before, after))
            yield Change(_("%(kind)s no. %(number)s") % what, *sides)


def _row_text(kind: str, row: Mapping[str, Any] | None, names: Names) -> str:
    """Return the columns of a row that say something, in words; a dash for a row that is not there."""
    if row is None:
        return labels.MISSING
    said = ((column, value) for column, value in row.items() if len(row) == 1 or not labels.says_nothing(value))
    return "; ".join(
        f"{labels.field_label(kind, column)}: {_text(kind, column, value, names)}" for column, value in said
    )


def _text(object_type: str, column: str, value: Any, names: Names) -> str:
    field = labels.field_of(object_type, column)
    if isinstance(field, models.ForeignKey) and value is not None:
        return names.get(_target(field), {}).get(value, f"#{value}")
    return labels.value_text(field, value)


def _target(field: models.ForeignKey[Any, Any]) -> type[models.Model]:
    related: type[models.Model] = field.remote_field.model
    return related


def _names(lines: Sequence[Entry], wholes: Mapping[int, Whole]) -> Names:
    """Return the names of the objects that columns refer to, by table and number; of what is gone, none."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for entry in lines:
        for side in (wholes[entry.pk].before, wholes[entry.pk].after):
            parts = ((kind, row) for kind in side.get(KEY, {}) for row in rows_in(side, kind).values())
            for kind, columns in ((entry.object_type, side), *parts):
                for column, value in columns.items():
                    field = labels.field_of(kind, column)
                    if isinstance(field, models.ForeignKey) and value is not None:
                        wanted.setdefault(_target(field), set()).add(value)
    return {
        model: {pk: str(instance) for pk, instance in model._base_manager.in_bulk(list(numbers)).items()}
        for model, numbers in wanted.items()
    }
