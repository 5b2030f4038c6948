"""Checking personal values that are kept apart, and those that were erased.

An erasure leaves one entry in the chain with the hash of the list of everything it emptied. So emptying something
directly in the database is found, and so is a list that was made longer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection

from serambi.apps.audit import chain
from serambi.apps.audit.findings import Finding
from serambi.apps.audit.models import Entry, Origin, PersonalValue

_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an entry says was erased. number: of that entry; subject: number of the person; values: how many."""

    number: int
    subject: str
    at: str
    values: int
    origins: int
    reason: str


def erased_list(number: int) -> tuple[str, int, int]:
    """Return the hash of everything that an erasure emptied, and how many values and origins these are."""
    origins = list(Origin.objects.filter(erased_by=number).values_list("pk", flat=True))
    values = list(PersonalValue.objects.filter(erased_by=number).values_list("entry_id", "path"))
    return hash_of_list(origins, values), len(values), len(origins)


def hash_of_list(origins: Iterable[int], values: Iterable[tuple[int, str]]) -> str:
    """Return the hash of a list of what is erased: numbers of origins, and values by their entry and path."""
    hashed = hashlib.sha256()
    for number in sorted(origins):
        hashed.update(b"origin:%d\n" % number)
    for entry, path in sorted(values):
        hashed.update(f"value:{entry}:{path}\n".encode())
    return hashed.hexdigest()


def check_personal(
    erasures: Mapping[int, Mapping[str, Any]], told: list[Erasure], *, whole_chain: bool
) -> Iterator[Finding]:
    """Check every personal value and every erasure, and add the erasures to told.

    erasures: what the entries of the chain say, by their numbers. whole_chain: False where only a part of the chain was
    read, so that an erasure of an earlier part is not known.
    """
    yield from _check_values()
    if whole_chain:
        for number in sorted(_named_erasures() - set(erasures)):
            yield Finding("erasure", None, number)
    entries = Entry.objects.in_bulk(list(erasures))
    for number, after in erasures.items():
        hashed, values, origins = erased_list(number)
        if hashed != after.get("list"):
            yield Finding("erasure", None, number)
            continue
        entry = entries[number]
        told.append(Erasure(number, entry.object_id, entry.at.isoformat(), values, origins, entry.reason))


def _named_erasures() -> set[int]:
    """Return the entries that empty values name as the one that says why."""
    found: set[int] = set()
    for model in (Origin, PersonalValue):
        numbers = model.objects.filter(erased_by__isnull=False).values_list("erased_by", flat=True).distinct()
        found |= {number for number in numbers if number is not None}
    return found


_VALUES = """
    SELECT e.id, e.commitments{text}, v.path, v.salt, v.value{text}, v.erased_by, v.subject_id
    FROM audit_entry AS e LEFT JOIN audit_personalvalue AS v ON v.entry_id = e.id
    WHERE e.commitments <> '{{}}' OR v.id IS NOT NULL ORDER BY e.id
"""


def _check_values() -> Iterator[Finding]:
    """Hold every value against the commitment in its entry; each commitment must have exactly one."""
    sql = _VALUES.format(text="" if connection.vendor == "sqlite" else "::text")
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        rows = (row for rows in iter(lambda: cursor.fetchmany(_AT_ONCE), []) for row in rows)
        for number, group in groupby(rows, key=lambda row: row[0]):
            yield from _check_entry(number, list(group))


def _check_entry(number: int, rows: list[tuple[Any, ...]]) -> Iterator[Finding]:
    try:
        commitments = dict(json.loads(rows[0][1]))
    except (ValueError, TypeError):
        return  # the entry itself was changed, which the chain tells
    found = [row for row in rows if row[2] is not None]
    paths = [row[2] for row in found]
    for path in sorted(set(commitments) ^ set(paths)) + sorted({path for path in paths if paths.count(path) > 1}):
        yield Finding("value", None, number, path)
    for _number, _commitments, path, salt, value, erased_by, subject in found:
        if erased_by is None and path in commitments and not _fits(commitments[path], path, salt, value, subject):
            yield Finding("value", None, number, path)


def _fits(commitment: str, path: str, salt: Any, value: Any, subject: int | None) -> bool:
    try:
        return chain.commitment(bytes(salt), [path, chain.stored_json(value), subject]).hex() == commitment
    except (ValueError, TypeError):
        return False
