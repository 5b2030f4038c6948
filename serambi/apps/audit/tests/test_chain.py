"""What is done to the record directly in the database is found; the attacker drops the triggers first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serambi.apps.audit import chain
from serambi.apps.audit.anchors import Anchor, current
from serambi.apps.audit.models import ChainHead, Entry, Verb
from serambi.apps.audit.sealing import seal
from serambi.apps.audit.services import record, record_many, record_run, snapshot
from serambi.apps.audit.verifying import Outcome, verify
from tests.cast import Cast
from tests.record import unprotected


def sql(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def kinds(outcome: Outcome) -> list[str]:
    return [finding.kind for finding in outcome.findings]


def tampered(statement: str, *values: object) -> Outcome:
    """Return what a check finds after a statement that somebody ran in the database."""
    with unprotected():
        assert sql(statement, *values) > 0
    return verify()


@pytest.fixture
def record_of_ten(cast: Cast) -> list[Entry]:
    """Ten sealed entries: an account with personal values, figures of every type, a run, a download of one's own."""
    record(Verb.CREATED, cast.oka, by=cast.rani, after=snapshot(cast.oka), address="203.0.113.9")
    values = {"a": 1, "b": 1.5, "c": 1e16, "d": None, "e": ["x", {"y": 2.0}], "f": "ké", "g": True, "h": "12.50"}
    record(Verb.CREATED, cast.dlh, by=cast.rani, after=values, reason="Perbup 1/2026")
    record_many(Verb.CHANGED, [(cast.dlh, {"n": n}, {"n": n + 1}) for n in range(6)], by=cast.oka)
    record_run(Verb.COMPUTED, Entry, count=3)
    record(Verb.SIGNED_IN, cast.oka, by=cast.oka, address="203.0.113.9")
    assert seal() == 10
    return list(Entry.objects.order_by("seq"))


def test_the_chain_is_whole_as_it_was_written(record_of_ten: list[Entry]) -> None:
    outcome = verify()

    assert (outcome.findings, outcome.count, outcome.waiting, outcome.last) == ([], 10, 0, 10)
    assert [entry.seq for entry in record_of_ten] == list(range(1, 11))
    assert outcome.head == record_of_ten[-1].hash_text == ChainHead.objects.get().hash.hex()


def test_an_auditor_can_compute_a_hash_from_the_reference(cast: Cast) -> None:
    """As docs/reference/audit.md tells it, with nothing but hashlib and json."""
    import hashlib  # noqa: PLC0415 - this test stands for a program that is not ours
    import json  # noqa: PLC0415

    entry = record(Verb.CHANGED, cast.dlh, by=None, before={"name": "a"}, after={"name": "é"})
    seal()
    entry.refresh_from_db()
    at = entry.at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    content = [1, at, None, "changed", True, "agencies.organization", str(cast.dlh.pk), cast.dlh.name, {"name": "a"},
               {"name": "é"}, {}, "", "", ""]  # fmt: skip
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).digest()

    assert bytes(entry.digest or b"") == digest
    assert entry.hash_text == hashlib.sha256(bytes(32) + f"1:{entry.pk}:".encode() + digest).hexdigest()


@pytest.mark.parametrize(
    "change",
    ["reason = 'x'", "verb = 'deleted'", "object_name = 'x'", "object_id = '99'", "actor_id = 99", "request_id = 'x'",
     "is_change = NOT is_change", "after = '{\"n\": 7}'", "before = '{}'", "at = '2020-01-01 00:00:00'",
     "origin_id = NULL", "object_type = 'x'", "commitments = '{\"object_name\": \"00\"}'"],
)  # fmt: skip
def test_an_edit_is_found_at_its_entry(record_of_ten: list[Entry], change: str) -> None:
    outcome = tampered(f"UPDATE audit_entry SET {change} WHERE seq = 4")  # noqa: S608 - no text of others

    assert ("changed", 4, record_of_ten[3].pk) in [(one.kind, one.seq, one.number) for one in outcome.findings]
    assert str(record_of_ten[3].pk) in outcome.findings[0].sentence


def test_an_edit_with_its_own_hashes_made_anew_is_found(record_of_ten: list[Entry]) -> None:
    target = record_of_ten[3]
    previous = bytes(record_of_ten[2].hash or b"")
    target.reason = "x"
    digest = new_digest(target)
    hashed = chain.link(previous, 4, target.pk, digest)

    outcome = tampered("UPDATE audit_entry SET reason = 'x', digest = %s WHERE seq = 4", digest)
    assert kinds(outcome) == ["moved"]
    outcome = tampered("UPDATE audit_entry SET hash = %s WHERE seq = 4", hashed)
    assert kinds(outcome) == ["forged", "moved"]


def new_digest(entry: Entry) -> bytes:
    from serambi.apps.audit.services import content_of  # noqa: PLC0415 - what an attacker would copy

    origin = bytes(entry.origin.commitment).hex() if entry.origin else ""
    return chain.digest_of(content_of(entry, origin))


def forge_from(seq: int, **changes: object) -> None:
    """Change an entry and compute every hash from there anew, as somebody can who has the database but not the key."""
    previous = chain.GENESIS
    with unprotected():
        for entry in Entry.objects.order_by("seq"):
            if entry.seq == seq:
                Entry.objects.filter(pk=entry.pk).update(**changes)
                entry.refresh_from_db()
            if entry.seq is not None and entry.seq >= seq:
                digest = new_digest(entry)
                hashed = chain.link(previous, entry.seq, entry.pk, digest)
                Entry.objects.filter(pk=entry.pk).update(digest=digest, hash=hashed)
                previous = hashed
            else:
                previous = bytes(entry.hash or b"")
        ChainHead.objects.update(hash=previous)


def test_a_chain_made_anew_without_the_key_is_found_by_its_marks_or_an_anchor(record_of_ten: list[Entry]) -> None:
    anchor = current()
    assert anchor is not None
    assert verify(anchors=[anchor]).is_good
    forge_from(4, reason="x")

    outcome = verify()
    assert [(one.kind, one.seq) for one in outcome.findings] == [
        *(("forged", seq) for seq in range(4, 11)),
        ("head", 10),
    ]
    assert verify(with_marks=False).is_good
    assert kinds(verify(anchors=[anchor], with_marks=False)) == ["anchor"]


@pytest.mark.parametrize("seqs", [(4,), (1,), (4, 5, 6)])
def test_a_deletion_says_which_places_are_missing(record_of_ten: list[Entry], seqs: tuple[int, ...]) -> None:
    with unprotected():
        sql(f"DELETE FROM audit_personalvalue WHERE entry_id IN (SELECT id FROM audit_entry WHERE seq IN {(*seqs, 0)})")  # noqa: S608 - no text of others
        sql(f"DELETE FROM audit_entry WHERE seq IN {(*seqs, 0)}")  # noqa: S608 - no text of others
    outcome = verify()

    assert [(one.kind, one.seq, one.detail) for one in outcome.findings] == [("missing", seqs[0], str(seqs[-1]))]


def test_a_deletion_with_the_places_closed_up_is_found(record_of_ten: list[Entry]) -> None:
    with unprotected():
        sql("DELETE FROM audit_entry WHERE seq = 4")
        for seq in range(5, 11):
            sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", seq - 1, seq)
        sql("UPDATE audit_chainhead SET seq = 9")

    assert kinds(verify())[0] == "moved"
    assert verify().findings[0].seq == 4


def test_two_entries_that_change_places_are_found(record_of_ten: list[Entry]) -> None:
    with unprotected():
        for old, new in ((4, 99), (5, 4), (99, 5)):
            sql("UPDATE audit_entry SET seq = %s WHERE seq = %s", new, old)

    assert [(one.kind, one.seq) for one in verify().findings][:2] == [("moved", 4), ("moved", 5)]


def test_the_end_cut_off_is_found(record_of_ten: list[Entry]) -> None:
    anchor = current()
    assert anchor is not None
    with unprotected():
        sql("DELETE FROM audit_personalvalue WHERE entry_id IN (SELECT id FROM audit_entry WHERE seq > 8)")
    outcome = tampered("DELETE FROM audit_entry WHERE seq > 8")
    assert [(one.kind, one.seq) for one in outcome.findings] == [("cut", 9)]

    last = record_of_ten[7]
    with unprotected():
        mark = chain.mark_of_head(bytes(last.hash or b""), chain.keys()[0])  # an older head, kept by the attacker
        sql("UPDATE audit_chainhead SET seq = 8, hash = %s, mark = %s", last.hash, mark)
    assert verify().is_good
    assert kinds(verify(anchors=[anchor])) == ["cut"]


def test_a_missing_head_is_found(record_of_ten: list[Entry]) -> None:
    assert kinds(tampered("DELETE FROM audit_chainhead")) == ["head"]


def test_an_entry_slipped_in_gets_a_place_and_is_found(record_of_ten: list[Entry]) -> None:
    copied = record_of_ten[5]
    Entry.objects.create(verb=Verb.DELETED, object_type="agencies.organization", digest=copied.digest, mark=copied.mark)
    assert kinds(verify()) == ["changed"]
    fake = Entry(verb=Verb.DELETED, object_type="agencies.organization")
    fake.digest = new_digest(fake)
    fake.mark = b"0" * 16
    fake.save()
    assert kinds(verify()) == ["changed", "forged"]
    assert seal() == 2
    assert [(one.kind, one.seq) for one in verify().findings] == [("changed", 11), ("forged", 12)]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE audit_origin SET actor_name = 'x' WHERE actor_name = 'Rani'", "origin"),
        ("UPDATE audit_origin SET address = NULL WHERE address IS NOT NULL", "origin"),
        ("UPDATE audit_personalvalue SET value = '\"x\"' WHERE path = 'after.email'", "value"),
        ("UPDATE audit_personalvalue SET subject_id = 99 WHERE path = 'after.email'", "value"),
        ("DELETE FROM audit_personalvalue WHERE path = 'after.email'", "value"),
        (
            "UPDATE audit_personalvalue SET value = NULL, salt = NULL, erased_by = 1 WHERE path = 'after.email'",
            "erasure",
        ),
        ("UPDATE audit_personalvalue SET path = 'after.name' WHERE path = 'after.email'", "value"),
    ],
)
def test_personal_values_are_checked_too(record_of_ten: list[Entry], statement: str, expected: str) -> None:
    assert expected in kinds(tampered(statement))


def test_from_a_place_only_what_follows_is_checked(record_of_ten: list[Entry]) -> None:
    outcome = tampered("UPDATE audit_entry SET reason = 'x' WHERE seq = 4")
    assert kinds(outcome) == ["changed"]

    later = verify(first=5)
    assert (later.is_good, later.count, later.last) == (True, 6, 10)
    assert verify(first=99).count == 0


COLUMNS = st.dictionaries(st.text("abn", min_size=1, max_size=3), st.integers(0, 9)).map(
    lambda columns: chain.canonical(columns).decode()
)
EDITS: dict[str, st.SearchStrategy[object]] = {
    "actor_id": st.integers(0, 2**40),
    "verb": st.text("abcxyz", max_size=20),
    "object_type": st.text("abc.", max_size=20),
    "object_id": st.text("0123456789", max_size=9),
    "object_name": st.text("abc é", max_size=20),
    "reason": st.text("abc é", max_size=20),
    "request_id": st.text("abc0", max_size=20),
    "before": COLUMNS,
    "after": COLUMNS,
    "digest": st.binary(min_size=32, max_size=32),
    "hash": st.binary(min_size=32, max_size=32),
    "mark": st.binary(min_size=16, max_size=16),
    "seq": st.integers(11, 99),
    "id": st.integers(10**6, 10**7),
}  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), seq=st.integers(2, 10))
def test_any_edit_is_found(record_of_ten: list[Entry], data: st.DataObject, seq: int) -> None:
    column = data.draw(st.sampled_from(sorted(EDITS)))
    value = data.draw(EDITS[column])
    with unprotected(), transaction.atomic():
        cast_to = "::jsonb" if column in {"before", "after"} and connection.vendor == "postgresql" else ""
        changed = sql(
            f"UPDATE audit_entry SET {column} = %s{cast_to} WHERE seq = %s AND {column} <> %s{cast_to}",  # noqa: S608 - no text of others
            value,
            seq,
            value,
        )
        found = [kind for kind in kinds(verify()) if kind != "trigger"]
        transaction.set_rollback(True)

    assert bool(found) == bool(changed)


# What the database itself refuses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET reason = 'x' WHERE seq = 4",
        "UPDATE audit_entry SET seq = 99 WHERE seq = 4",
        "UPDATE audit_entry SET seq = NULL WHERE seq = 4",
        "DELETE FROM audit_entry WHERE seq = 4",
        "UPDATE audit_origin SET actor_name = 'x'",
        "DELETE FROM audit_origin",
        "UPDATE audit_personalvalue SET value = '1'",
        "DELETE FROM audit_personalvalue",
        "UPDATE audit_chainhead SET seq = 3",
        "DELETE FROM audit_chainhead",
    ],
)
def test_the_database_refuses(record_of_ten: list[Entry], statement: str) -> None:
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        sql(statement)
    assert verify().is_good


def test_an_entry_without_a_place_cannot_be_changed_while_it_gets_one(cast: Cast) -> None:
    record(Verb.CHANGED, cast.dlh, by=None)
    for statement in ("UPDATE audit_entry SET seq = 1, reason = 'x'", "UPDATE audit_entry SET reason = 'x'"):
        with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
            sql(statement)


def test_a_place_cannot_be_given_while_inserting(record_of_ten: list[Entry]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(verb=Verb.CHANGED, object_type="x", seq=11)


def test_a_missing_trigger_is_told(record_of_ten: list[Entry]) -> None:
    on = "" if connection.vendor == "sqlite" else " ON audit_entry"
    sql_none(f"DROP TRIGGER audit_entry_delete{on}")

    outcome = verify()
    assert kinds(outcome) == ["trigger"]
    assert "audit_entry_delete" in outcome.findings[0].sentence


def sql_none(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


# Writing --------------------------------------------------------------------------------------------------------------


def test_what_is_rolled_back_leaves_no_gap(cast: Cast) -> None:
    record(Verb.CHANGED, cast.dlh, by=None)
    with transaction.atomic():
        record(Verb.CHANGED, cast.dlh, by=None)
        transaction.set_rollback(True)
    record(Verb.CHANGED, cast.dlh, by=None)

    assert seal() == 2
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert verify().is_good


def test_more_than_are_sealed_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("serambi.apps.audit.sealing._AT_ONCE", 3)
    record_many(Verb.CHANGED, [(cast.dlh, {"n": n}, {"n": n + 1}) for n in range(7)], by=None)

    assert seal() == 7
    assert verify().count == 7


def test_a_transaction_seals_once_when_it_ends(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:  # type: ignore[attr-defined]
        for _number in range(5):
            record(Verb.CHANGED, cast.dlh, by=None)

    assert len(callbacks) == 1
    assert Entry.objects.filter(seq__isnull=True).count() == 0


def test_decimals_and_dates_of_a_snapshot_are_hashed_as_they_are_kept(cast: Cast) -> None:
    record(Verb.CREATED, cast.region, by=None, after=snapshot(cast.region) | {"share": str(Decimal("0.10"))})
    seal()
    assert verify().is_good


def test_an_earlier_key_still_tells_what_was_written(
    record_of_ten: list[Entry], settings: pytest.FixtureRequest, cast: Cast
) -> None:
    earlier = settings.AUDIT_KEYS  # type: ignore[attr-defined]
    settings.AUDIT_KEYS = ["another key", *earlier]  # type: ignore[attr-defined]
    record(Verb.CHANGED, cast.dlh, by=None)
    seal()
    assert verify().is_good

    settings.AUDIT_KEYS = ["another key"]  # type: ignore[attr-defined]
    assert {one.kind for one in verify().findings} == {"forged"}


def test_an_anchor_beyond_the_end_says_that_the_end_is_missing(record_of_ten: list[Entry]) -> None:
    assert kinds(verify(anchors=[Anchor(12, "0" * 64, "")])) == ["cut"]
