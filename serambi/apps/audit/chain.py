"""What an entry of the record is hashed to, and how one hash follows from another. No database here.

docs/reference/audit.md says the same for an auditor who wants to compute it without this program.

- digest = SHA-256 of the entry's content in canonical JSON;
- hash = SHA-256 of the previous hash, the entry's place, its number and its digest;
- mark = keyed hash that nobody can make who has only the database: over the digest until the entry has its place, over
  the hash from then on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings

VERSION = 1
# What stands before the first entry.
GENESIS = bytes(32)
SALT_BYTES = 16
MARK_BYTES = 16
_EXACT = frozenset({str, int, bool, type(None)})
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode


def canonical(value: Any) -> bytes:
    """Return JSON with sorted keys, no spaces and only ASCII; the value must have passed `plain_columns` before."""
    return _encode(value).encode("ascii")


def plain_columns(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns as both databases give them back after keeping them as JSON.

    Keys become texts, tuples lists, and a number without a fraction becomes whole: PostgreSQL keeps 1e16 as
    10000000000000000.
    """
    if all(type(name) is str and type(value) in _EXACT for name, value in columns.items()):
        return dict(columns)
    found: dict[str, Any] = json.loads(json.dumps(dict(columns)), parse_float=_number)
    return found


def stored_json(text: str) -> Any:
    """Read a JSON column as it stands in the database, numbers as `plain_columns` makes them."""
    return {} if text == "{}" else json.loads(text, parse_float=_number)


def _number(text: str) -> float | int:
    number = float(text)
    return int(number) if number.is_integer() else number


def moment_text(moment: dt.datetime) -> str:
    """Return a moment in UTC to the microsecond, as SQLite keeps it."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def digest_of(content: Sequence[Any]) -> bytes:
    """Return the hash of an entry's content.

    content: at (`moment_text`), actor_id, verb, is_change, object_type, object_id, object_name, before, after,
    commitments, reason, request_id, and the commitment of the origin in hexadecimal, empty when there is none.
    """
    return hashlib.sha256(canonical([VERSION, *content])).digest()


def link(previous: bytes, seq: int, number: int, digest: bytes) -> bytes:
    """Return the hash of the entry with that number and digest at that place of the chain."""
    return hashlib.sha256(b"%s%d:%d:%s" % (previous, seq, number, digest)).digest()


def commitment(salt: bytes, value: Any) -> bytes:
    """Return what stands in the chain for a value that can be erased; without the salt it tells nothing."""
    return hashlib.sha256(salt + canonical(value)).digest()


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def grouped(text: str) -> str:
    """Return a hash in groups of eight characters, which a person can compare and a narrow page can break.

    >>> grouped("0123456789abcdef")
    '01234567 89abcdef'
    """
    return " ".join(text[start : start + 8] for start in range(0, len(text), 8))


# Marks --------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _keys(given: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(hashlib.sha256(b"serambi.audit:" + key.encode()).digest() for key in given)


def keys() -> tuple[bytes, ...]:
    """Return the keys of marks: the first makes new ones, the others are of earlier times."""
    return _keys(tuple(settings.AUDIT_KEYS))


def mark_of_entry(digest: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"entry" + digest, "sha256")[:MARK_BYTES]


def mark_of_place(chained: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"place" + chained, "sha256")[:MARK_BYTES]


def mark_of_head(chained: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"head" + chained, "sha256")[:MARK_BYTES]


def look_up_key(values: Sequence[Any]) -> bytes:
    """Return a name for who and from where that says nothing to somebody without the key."""
    return hmac.digest(keys()[0], b"origin" + canonical(list(values)), "sha256")[:MARK_BYTES]


def is_marked(digest: bytes | None, mark: bytes | None) -> bool:
    """Tell whether Serambi wrote an entry that has no place yet."""
    if digest is None or mark is None:
        return False
    return any(hmac.compare_digest(mark_of_entry(bytes(digest), key), bytes(mark)) for key in keys())
