"""What is different between two versions of the plan, or between the last one and what the register says now."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

from serambi.apps.plans import texts
from serambi.apps.plans.models import PlanVersion, VersionProgram
from serambi.apps.plans.queries.pictures import Picture, PictureProgram
from serambi.apps.plans.queries.versions import sum_by_year, texts_by_digest
from serambi.apps.plans.texts import Difference
from serambi.ui.shelf import Shelf


class ChangeKind(StrEnum):
    """In what way a program is different; one can be so in several ways."""

    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"
    RENAMED = "renamed"
    LEAD = "lead"
    MONEY = "money"
    CHANGED = "changed"


_MOVING = frozenset({"pillar", "sub_dimension"})
_NAMING = frozenset({"name", "name_en", "code"})


@dataclass(frozen=True, slots=True)
class ProgramChange:
    """One program that is different. before, after: None where it was added or dropped."""

    before: PictureProgram | None
    after: PictureProgram | None
    kinds: frozenset[ChangeKind]
    differences: tuple[Difference, ...]

    @property
    def shown(self) -> PictureProgram:
        """Return the program as it reads last."""
        return cast(PictureProgram, self.after or self.before)


@dataclass(frozen=True, slots=True)
class YearMoney:
    """The money of a year on both sides; None where no program had any."""

    year: str
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal:
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


def total_money(years: Sequence[YearMoney], *, label: str) -> YearMoney:
    """Return the sums of all years; None on a side on which no year has any money."""
    before = [one.before for one in years if one.before is not None]
    after = [one.after for one in years if one.after is not None]
    return YearMoney(label, sum(before, Decimal(0)) if before else None, sum(after, Decimal(0)) if after else None)


@dataclass(frozen=True, slots=True)
class WantedChanges:
    """What a reader looks for; pillar and lead are those of either side."""

    words: str = ""
    pillar: str = ""
    lead: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two pictures and what differs. plan: in what stands above the programs; programs: in the order of the later."""

    before: Picture
    after: Picture
    plan: tuple[Difference, ...]
    programs: tuple[ProgramChange, ...]

    @property
    def illustrations(self) -> int:
        """Return how many programs of either side are examples for demonstration."""
        return len({one.code for side in (self.before, self.after) for one in side.programs if one.is_illustration})

    def counts(self) -> dict[ChangeKind, int]:
        """Return how many programs are different in each way."""
        return {kind: sum(kind in one.kinds for one in self.programs) for kind in ChangeKind}

    def chosen(self, wanted: WantedChanges) -> list[ProgramChange]:
        """Return the programs that somebody looks for."""
        return [one for one in self.programs if _fits(one, wanted)]

    def money(self, wanted: WantedChanges) -> list[YearMoney]:
        """Return the money by year of all programs of the wanted pillar and agency, changed or not."""
        before, after = (_money(picture, wanted) for picture in (self.before, self.after))
        years = sorted(before.keys() | after.keys())
        return [YearMoney(year, before.get(year), after.get(year)) for year in years]

    def plan_names(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the documents above the programs, which name what the texts refer to by code."""
        return json.loads(self.before.plan), json.loads(self.after.plan)


def picture_in(version: PlanVersion) -> Picture:
    """Return the picture of an adopted version without the texts of its programs; one query."""
    rows = VersionProgram.objects.filter(version=version).order_by("place")
    columns = rows.values_list(
        "program_key", "code", "name", "pillar", "lead", "is_illustration", "text_id", "text__ceilings"
    )
    return Picture(version.plan_body, tuple(PictureProgram(*row) for row in columns))


_kept: Shelf[Comparison] = Shelf(8)


def compare_versions(before: PlanVersion, after: PlanVersion) -> Comparison:
    """Return what differs between two adopted versions, with four queries; kept, because neither ever changes."""

    def read() -> Comparison:
        left, right = picture_in(before), picture_in(after)
        return compare_pictures(
            left,
            right,
            bodies_before=lambda digests: texts_by_digest(digests, of=before),
            bodies_after=lambda digests: texts_by_digest(digests, of=after),
        )

    return _kept.get((before.pk, before.sha256, after.pk, after.sha256), read)


def compare_with_now(before: PlanVersion, now: Picture, *, state: Hashable | None) -> Comparison:
    """Return what differs between an adopted version and the register, with two queries.

    now: the plan as it reads in that state of the data; state None keeps nothing.
    """

    def read() -> Comparison:
        bodies = {one.digest: one.body for one in now.programs}
        return compare_pictures(
            picture_in(before),
            now,
            bodies_before=lambda digests: texts_by_digest(digests, of=before),
            bodies_after=lambda _digests: bodies,
        )

    return _kept.get(state and (before.pk, before.sha256, state), read)


Bodies = Callable[[set[str]], Mapping[str, str]]


def compare_pictures(before: Picture, after: Picture, *, bodies_before: Bodies, bodies_after: Bodies) -> Comparison:
    """Return what differs between two pictures; only texts that are not the same on both sides are opened.

    A program is known by its number in the register, else by its code: one that was deleted and loaded again is the
    same program.
    """
    pairs = _paired(before, after)
    differing = [(old, new) for old, new in pairs if old is None or new is None or old.digest != new.digest]
    left = bodies_before({old.digest for old, new in differing if old is not None and new is not None})
    right = bodies_after({new.digest for old, new in differing if old is not None and new is not None})
    changes = []
    for old, new in differing:
        if old is None or new is None:
            kind = ChangeKind.ADDED if old is None else ChangeKind.DROPPED
            changes.append(ProgramChange(old, new, frozenset({kind}), ()))
            continue
        found = texts.differences(_flat(left[old.digest]), _flat(right[new.digest]))
        if found:
            changes.append(ProgramChange(old, new, _kinds(found), found))
    plan = texts.differences(texts.flat_plan(json.loads(before.plan)), texts.flat_plan(json.loads(after.plan)))
    return Comparison(before, after, plan, tuple(changes))


def _paired(before: Picture, after: Picture) -> list[tuple[PictureProgram | None, PictureProgram | None]]:
    keys = {one.key: one for one in before.programs}
    later = {one.key for one in after.programs}
    codes = {one.code: one for one in before.programs if one.key not in later}
    pairs: list[tuple[PictureProgram | None, PictureProgram | None]] = []
    met: set[int] = set()
    for one in after.programs:
        old = keys.get(one.key) or codes.get(one.code)
        if old is not None:
            met.add(old.key)
        pairs.append((old, one))
    return pairs + [(one, None) for one in before.programs if one.key not in met]


def _flat(body: str) -> texts.Flat:
    return texts.flat_program(json.loads(body))


def _kinds(found: tuple[Difference, ...]) -> frozenset[ChangeKind]:
    kinds = set()
    for one in found:
        first = one.path[0]
        if first in _MOVING:
            kinds.add(ChangeKind.MOVED)
        elif first in _NAMING:
            kinds.add(ChangeKind.RENAMED)
        elif first == "lead":
            kinds.add(ChangeKind.LEAD)
        elif first == "budget":
            kinds.add(ChangeKind.MONEY)
        else:
            kinds.add(ChangeKind.CHANGED)
    return frozenset(kinds)


def _fits(change: ProgramChange, wanted: WantedChanges) -> bool:
    sides = [one for one in (change.before, change.after) if one is not None]
    if wanted.kind and wanted.kind not in change.kinds:
        return False
    if wanted.pillar and all(one.pillar != wanted.pillar for one in sides):
        return False
    if wanted.lead and all(one.lead != wanted.lead for one in sides):
        return False
    text = " ".join(f"{one.code} {one.name}" for one in sides).casefold()
    return all(word.casefold() in text for word in wanted.words.split())


def _money(picture: Picture, wanted: WantedChanges) -> dict[str, Decimal]:
    return sum_by_year(
        one.ceilings for one in picture.programs if wanted.pillar in ("", one.pillar) and wanted.lead in ("", one.lead)
    )
