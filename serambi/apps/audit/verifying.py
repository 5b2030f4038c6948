"""Finding out whether anybody changed the record directly in the database, and where.

Everything is read as it stands in the tables, in the order of the chain, without keeping it in memory.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from serambi.apps.audit import chain, labels
from serambi.apps.audit.anchors import Anchor
from serambi.apps.audit.erased import Erasure, check_personal
from serambi.apps.audit.findings import Finding
from serambi.apps.audit.models import ChainHead, Entry, Origin, Verb, Verification
from serambi.apps.audit.triggers import missing_triggers

_AT_ONCE = 5000
_SHOWN = 100


@dataclass
class Outcome:
    """What a check of the chain found.

    first, last: the places that were checked; last is 0 for an empty chain. waiting: entries without a place yet.
    findings: the first hundred. found: how many there are.
    """

    first: int
    last: int = 0
    head: str = ""
    count: int = 0
    waiting: int = 0
    anchors: int = 0
    seconds: float = 0.0
    found: int = 0
    findings: list[Finding] = field(default_factory=list)
    erasures: list[Erasure] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.found

    def add(self, finding: Finding) -> None:
        self.found += 1
        if len(self.findings) < _SHOWN:
            self.findings.append(finding)

    def as_json(self) -> dict[str, Any]:
        found = asdict(self) | {"ok": self.is_good}
        for row, finding in zip(found["findings"], self.findings, strict=True):
            row["sentence"] = finding.sentence
        return found


@dataclass(slots=True)
class _Position:
    """Where the check stands. previous: the hash before the next entry; None after a gap, when it is not known."""

    seq: int
    previous: bytes | None


def verify(*, first: int = 1, anchors: Iterable[Anchor] = (), with_marks: bool = True) -> Outcome:
    """Check the chain from one place to its end, with everything that belongs to it.

    with_marks: False where the key is not at hand, as for an auditor with a copy of the database: then an attacker who
    computed every hash anew is only found by an anchor.
    """
    begin = time.perf_counter()
    outcome = Outcome(max(first, 1))
    with transaction.atomic():
        _one_state()
        origins = _origins(outcome)
        erasures: dict[int, Mapping[str, Any]] = {}
        wanted = {anchor.seq: anchor for anchor in anchors}
        _check_chain(outcome, origins, wanted, erasures, with_marks=with_marks)
        _check_waiting(outcome, origins, with_marks=with_marks)
        _check_head(outcome, with_marks=with_marks)
        for anchor in wanted.values():
            if anchor.seq > outcome.last:
                outcome.add(Finding("cut", anchor.seq))
        outcome.anchors = len(wanted)
        for finding in check_personal(erasures, outcome.erasures, whole_chain=outcome.first == 1):
            outcome.add(finding)
        for name in missing_triggers():
            outcome.add(Finding("trigger", detail=name))
    outcome.seconds = round(time.perf_counter() - begin, 2)
    return outcome


def keep(outcome: Outcome) -> Verification:
    """Write down what a check found, for the page about the chain."""
    return Verification.objects.create(
        first_seq=outcome.first,
        last_seq=outcome.last,
        count=outcome.count,
        seconds=outcome.seconds,
        findings=[asdict(finding) | {"sentence": finding.sentence} for finding in outcome.findings],
    )


def _one_state() -> None:
    """See the same state of the database until the end, whoever writes meanwhile."""
    if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


# Rows as they stand ---------------------------------------------------------------------------------------------------

_SQLITE_COLUMNS = """
    id, seq, digest, hash, mark, CASE WHEN length(at) = 26 THEN at ELSE at || '.000000' END, actor_id, verb, is_change,
    object_type, object_id, object_name, before, after, commitments, reason, request_id, origin_id
"""
_POSTGRESQL_COLUMNS = """
    id, seq, digest, hash, mark, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), actor_id, verb, is_change,
    object_type, object_id, object_name, before::text, after::text, commitments::text, reason, request_id, origin_id
"""


def _rows(condition: str, order: str) -> Iterator[tuple[Any, ...]]:
    columns = _SQLITE_COLUMNS if connection.vendor == "sqlite" else _POSTGRESQL_COLUMNS
    sql = f"SELECT {columns} FROM {Entry._meta.db_table} WHERE {condition} ORDER BY {order}"  # noqa: S608 - ours
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows


def _digest(row: tuple[Any, ...], origins: Mapping[int, str]) -> bytes | None:
    """Return the hash of a row's content, or None where it cannot even be read."""
    try:
        before, after, commitments = (chain.stored_json(text) for text in row[12:15])
        origin = "" if row[17] is None else origins[row[17]]
        content = [*row[5:8], bool(row[8]), *row[9:12], before, after, commitments, row[15], row[16], origin]
        return chain.digest_of(content)
    except (ValueError, TypeError, KeyError):
        return None


# Checks ---------------------------------------------------------------------------------------------------------------


def _origins(outcome: Outcome) -> dict[int, str]:
    """Return the commitment of every origin in hexadecimal, and tell of those whose values are not what they were."""
    found = {}
    for origin in Origin.objects.iterator(chunk_size=_AT_ONCE):
        committed = bytes(origin.commitment)
        found[origin.pk] = committed.hex()
        if origin.erased_by is not None:
            continue
        values = [origin.actor_id, origin.actor_name, origin.address, origin.user_agent]
        if origin.salt is None or chain.commitment(bytes(origin.salt), values) != committed:
            outcome.add(Finding("origin", detail=str(origin.pk)))
    return found


def _check_chain(
    outcome: Outcome,
    origins: Mapping[int, str],
    anchors: Mapping[int, Anchor],
    erasures: dict[int, Mapping[str, Any]],
    *,
    with_marks: bool,
) -> None:
    at, keys = _begin(outcome.first), chain.keys()
    for row in _rows(f"seq >= {int(outcome.first)}", "seq, id"):
        number, seq, stored, chained, mark = row[0], row[1], *(bytes(part or b"") for part in row[2:5])
        outcome.count += 1
        if seq <= at.seq:
            outcome.add(Finding("twice", seq, number))
            continue
        if seq != at.seq + 1:
            outcome.add(Finding("missing", at.seq + 1, detail=str(seq - 1)))
            at.previous = None
        if _digest(row, origins) != stored:
            outcome.add(Finding("changed", seq, number, _name(row)))
        elif at.previous is not None and chain.link(at.previous, seq, number, stored) != chained:
            outcome.add(Finding("moved", seq, number, _name(row)))
        elif with_marks and not any(chain.mark_of_place(chained, key) == mark for key in keys):
            outcome.add(Finding("forged", seq, number, _name(row)))
        anchor = anchors.get(seq)
        if anchor is not None and anchor.hash != chained.hex():
            outcome.add(Finding("anchor", seq, number))
        if row[7] == Verb.ERASED:
            erasures[number] = chain.stored_json(row[13])
        at.seq, at.previous = seq, chained
    outcome.last, outcome.head = at.seq, (at.previous or b"").hex()


def _begin(first: int) -> _Position:
    """Return where a check begins; what stands before its first place is taken as it is."""
    if first <= 1:
        return _Position(0, chain.GENESIS)
    before = Entry.objects.filter(seq=first - 1).values_list("hash", flat=True).first()
    return _Position(first - 1, None if before is None else bytes(before))


def _check_waiting(outcome: Outcome, origins: Mapping[int, str], *, with_marks: bool) -> None:
    """Check what was written and has no place yet."""
    for row in _rows("seq IS NULL", "id"):
        outcome.waiting += 1
        if _digest(row, origins) != bytes(row[2] or b""):
            outcome.add(Finding("changed", None, row[0], _name(row)))
        elif with_marks and not chain.is_marked(row[2], row[4]):
            outcome.add(Finding("forged", None, row[0], _name(row)))


def _check_head(outcome: Outcome, *, with_marks: bool) -> None:
    head = ChainHead.objects.filter(pk=1).first()
    if head is None:
        if outcome.last:
            outcome.add(Finding("head", outcome.last))
        return
    is_last = not outcome.head or bytes(head.hash).hex() == outcome.head
    is_marked = any(chain.mark_of_head(bytes(head.hash), key) == bytes(head.mark) for key in chain.keys())  # noqa: SIM118
    if head.seq > outcome.last:
        outcome.add(Finding("cut", outcome.last + 1, detail=str(head.seq)))
    elif not is_last or (with_marks and not is_marked):
        outcome.add(Finding("head", outcome.last))


def _name(row: tuple[Any, ...]) -> str:
    """Return what an entry is about, for the sentence that tells of it."""
    verb = str(Verb(row[7]).label) if row[7] in Verb.values else str(row[7])
    return " ".join(part for part in (verb, labels.type_label(row[9]) or _("file"), str(row[11])) if part)
