"""Erasing what the record keeps of a person, while the chain stays whole (UU 27/2022, article 43)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from serambi.apps.audit.erased import hash_of_list
from serambi.apps.audit.errors import NothingToErase, ReasonMissing
from serambi.apps.audit.models import Entry, Origin, PersonalValue
from serambi.apps.audit.origins import forget_origins
from serambi.apps.audit.services import record_erasure

_AT_ONCE = 500
_NAMING = re.compile(r"object_name|(before|after)\.(name|email)")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the record keeps of a person. origins: their numbers; values: numbers of values with entry and path."""

    person_id: int
    name: str
    origins: list[int]
    values: list[tuple[int, int, str]]
    entries: int

    @property
    def is_empty(self) -> bool:
        return not self.origins and not self.values


def person_with(text: str) -> int | None:
    """Return the number of the person with this number or e-mail address; None when the record knows none."""
    if text.isdigit():
        return int(text)
    field = get_user_model().USERNAME_FIELD
    found = get_user_model()._default_manager.filter(**{f"{field}__iexact": text}).values_list("pk", flat=True).first()
    if found is not None:
        return int(found)
    addresses = PersonalValue.objects.filter(subject_id__isnull=False, path__endswith=".email")
    for subject, value in addresses.values_list("subject_id", "value"):
        if subject is not None and str(value).casefold() == text.casefold():
            return subject
    return None


def kept_of(person_id: int) -> Kept:
    """Return what the record keeps of a person: who acted from where, and what was written about them.

    Values that name the person without saying who it is (a failed sign-in with their address) are found by their names
    and addresses, as far as the record knows them.
    """
    origins = list(Origin.objects.filter(actor_id=person_id, erased_by__isnull=True).values_list("pk", "actor_name"))
    rows = PersonalValue.objects.filter(erased_by__isnull=True)
    own = list(rows.filter(subject_id=person_id).values_list("pk", "entry_id", "path", "value"))
    known = {name for _pk, name in origins} | {str(row[3]) for row in own if _NAMING.fullmatch(row[2])}
    person = get_user_model()._default_manager.filter(pk=person_id).first()
    if person is not None:
        known |= {str(person), person.get_username()}
    values = [(pk, entry, path) for pk, entry, path, _value in own]
    names = [re.escape(name) for name in known if name.strip()]
    if names:
        naming = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE)
        others = rows.filter(subject_id__isnull=True).values_list("pk", "entry_id", "path", "value").iterator()
        values += [(pk, entry, path) for pk, entry, path, value in others if naming.search(str(value))]
    name = str(person) if person is not None else next((name for _pk, name in origins), "")
    done = Entry.objects.filter(origin_id__in=[pk for pk, _name in origins]).count()
    return Kept(person_id, name, [pk for pk, _name in origins], values, done)


@transaction.atomic
def erase_person(person_id: int, *, by: Any, reason: str) -> Entry:
    """Erase everything personal that the record keeps of a person, and write down that it was erased and why.

    The reason stays, so it must not name the person. Raises ReasonMissing and NothingToErase.
    """
    if not reason.strip():
        raise ReasonMissing
    kept = kept_of(person_id)
    if kept.is_empty:
        raise NothingToErase
    told = {
        "values": len(kept.values),
        "origins": len(kept.origins),
        "list": hash_of_list(kept.origins, [(entry, path) for _pk, entry, path in kept.values]),
    }
    transaction.on_commit(forget_origins)
    entry = record_erasure(person_id, by=by, reason=reason.strip(), told=told)
    gone = {"salt": None, "erased_by": entry.pk}
    for start in range(0, len(kept.origins), _AT_ONCE):
        Origin.objects.filter(pk__in=kept.origins[start : start + _AT_ONCE]).update(
            actor_name="", address=None, user_agent="", look_up=None, **gone
        )
    numbers = [pk for pk, _entry, _path in kept.values]
    for start in range(0, len(numbers), _AT_ONCE):
        PersonalValue.objects.filter(pk__in=numbers[start : start + _AT_ONCE]).update(value=None, **gone)
    return entry
