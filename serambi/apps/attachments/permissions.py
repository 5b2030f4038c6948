"""Who may do what with attachments: the app of the object that they belong to answers.

Attachments stand below the plan and the figures and know neither. An app whose objects can have attachments says here,
once when the program starts, how its objects are found and who may read, attach and verify; an object of a table that
nobody named has none and can get none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import Http404


@dataclass(frozen=True, slots=True)
class Place:
    """An area in which something happens. geometry: its boundary as GeoJSON, None where none is known.

    reach: kilometres from its middle that are believed to lie within, where there is no boundary.
    """

    name: str
    latitude: float | None = None
    longitude: float | None = None
    geometry: Mapping[str, Any] | None = None
    reach: float = 5.0


@dataclass(frozen=True, slots=True)
class Belonging:
    """What an object says of itself to its attachments.

    page: the address of the page that shows it. shows_files: that page lists the attachments itself. crumbs: the way
    down to it. organization: abbreviation of the agency that answers for it. first_day, last_day: the time that
    evidence is about, both included; None where it is open.
    """

    name: str
    page: str = ""
    shows_files: bool = False
    crumbs: tuple[tuple[str, str], ...] = ()
    organization: str = ""
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """How the app of a table answers for its objects.

    find: those of some numbers that the person may see at all, by number, with as many queries for many as for one.
    may_read: whether they may see attachments that are not published. may_attach: add, replace, archive. may_verify:
    see what a photograph says of itself and the original, and publish. describe: what the object says of itself.
    describe_many: the same for several, by number, with as many queries as for one; None where nobody lists several.
    name: what one is called where another file speaks of it, without a query.
    """

    table: type[Model]
    find: Callable[[Any, Collection[int]], Mapping[int, Model]]
    may_read: Callable[[Any, Any], bool]
    may_attach: Callable[[Any, Any], bool]
    may_verify: Callable[[Any, Any], bool]
    describe: Callable[[Any], Belonging]
    describe_many: Callable[[Sequence[Any]], Mapping[int, Belonging]] | None = None
    name: Callable[[Any], str] = str

    @property
    def type(self) -> str:
        return self.table._meta.label_lower


_owners: dict[str, Owner] = {}

# What else has the evidence of objects of a table: by their numbers, tables and numbers of others.
Sources = Callable[[Collection[int]], Mapping[int, Collection[tuple[str, int]]]]
_sources: dict[str, Sources] = {}


def attach_to(owner: Owner) -> None:
    """Let objects of this table have attachments."""
    _owners[owner.type] = owner


def owner_of(owner_type: str) -> Owner:
    """Return who answers for objects of a table; raise Http404 when they have no attachments."""
    owner = _owners.get(owner_type)
    if owner is None:
        raise Http404(owner_type)
    return owner


def known_owners() -> list[Owner]:
    return list(_owners.values())


def evidence_comes_from(owner_type: str, sources: Sources) -> None:
    """Let objects of a table show and count the evidence of others too: a milestone that of the report that told it."""
    _sources[owner_type] = sources


def sources_of(owner_type: str, ids: Collection[int]) -> Mapping[int, Collection[tuple[str, int]]]:
    """Return whose evidence stands for these objects too, by their numbers; one question however many there are."""
    sources = _sources.get(owner_type)
    return sources(ids) if sources is not None and ids else {}
