"""Writing very many entries about objects of one table, without an object for each of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from serambi.apps.audit import chain
from serambi.apps.audit.models import NO_CHANGE, Entry, Mention, Origin, Verb
from serambi.apps.audit.origins import REQUEST, origin_of
from serambi.apps.audit.parts import KEY, Told, numbers_in, refuse_personal
from serambi.apps.audit.rows import JSONText, in_parts, insert_columns
from serambi.apps.audit.sealing import seal_after_commit

# Entries that are in memory at once.
_BATCH = 2000
_LONGEST_NAME = 300
_EMPTY = JSONText("{}")


@transaction.atomic(savepoint=False)
def record_each(verb: Verb, model: type[models.Model], told: Iterable[Told], *, by: Any, reason: str = "") -> None:
    """Write one entry about each object of a table; what is told is read once, some thousand at a time.

    Raises TypeError for a table of which something is personal or a fraction, and for such parts.
    """
    refuse_personal(model)
    writer = EntryWriter(verb, model, origin_of(by, address=None), by=by, reason=reason)
    for some in in_parts(told, _BATCH):
        writer.write(some)


class EntryWriter:
    """Writes entries of one verb by one person about one table."""

    def __init__(self, verb: Verb, model: type[models.Model], origin: Origin | None, *, by: Any, reason: str) -> None:
        self._origin, self._reason = origin, reason
        self._request = REQUEST.get().request_id
        self._actor = getattr(by, "pk", None)
        self._verb, self._is_change, self._kind = str(verb), verb not in NO_CHANGE, model._meta.label_lower
        self._known: set[str] = set()

    def write(self, told: list[Told]) -> None:
        """Write these entries, all at the same moment."""
        now, key = timezone.now(), chain.keys()[0]
        sides = [(_side(one.before), _side(one.after)) for one in told]
        names = [one.name[:_LONGEST_NAME] for one in told]
        begin = chain.canonical(
            [chain.VERSION, chain.moment_text(now), self._actor, self._verb, self._is_change, self._kind]
        )[:-1]
        commitment = bytes(self._origin.commitment).hex() if self._origin is not None else ""
        end = b"," + chain.canonical([{}, self._reason, self._request, commitment])[1:]
        digests = [
            hashlib.sha256(
                b"%s,%s,%s,%s%s"
                % (begin, chain.canonical([str(one.pk), name])[1:-1], before.encode(), after.encode(), end)
            ).digest()
            for one, name, (before, after) in zip(told, names, sides, strict=True)
        ]
        count = len(told)
        numbers = insert_columns(
            Entry,
            {
                "at": [now] * count,
                "actor_id": [self._actor] * count,
                "origin_id": [self._origin.pk if self._origin is not None else None] * count,
                "verb": [self._verb] * count,
                "is_change": [self._is_change] * count,
                "object_type": [self._kind] * count,
                "object_id": [str(one.pk) for one in told],
                "object_name": names,
                "before": [before for before, _after in sides],
                "after": [after for _before, after in sides],
                "reason": [self._reason] * count,
                "request_id": [self._request] * count,
                "digest": digests,
                "mark": [chain.mark_of_entry(digest, key) for digest in digests],
            },
        )
        self._mention(told, numbers)
        seal_after_commit()

    def _mention(self, told: list[Told], numbers: Iterable[int]) -> None:
        """Note which rows of other tables the entries tell of."""
        found = [
            (number, *stretch)
            for number, one in zip(numbers, told, strict=True)
            if KEY in one.before or KEY in one.after
            for stretch in numbers_in(one.before, one.after)
        ]
        if not found:
            return
        entries, kinds, first, last = zip(*found, strict=True)
        for kind in set(kinds) - self._known:
            model: type[models.Model] = apps.get_model(str(kind))
            refuse_personal(model)
            self._known.add(kind)
        insert_columns(Mention, {"entry_id": entries, "object_type": kinds, "first_id": first, "last_id": last})


def _side(columns: Any) -> JSONText:
    return JSONText(chain.canonical(columns).decode("ascii")) if columns else _EMPTY
