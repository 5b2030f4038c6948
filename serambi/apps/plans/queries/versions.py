"""The versions of the plan: which there are, what one of them said, and whether its picture is whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.http import Http404

from serambi.apps.plans import texts
from serambi.apps.plans.models import MasterPlan, PlanVersion, Program, VersionProgram, VersionText
from serambi.apps.plans.queries.objects import get_plan_for
from serambi.ui.shelf import Shelf


@dataclass(frozen=True, slots=True)
class WantedPrograms:
    """What a reader looks for in a version; every empty value leaves that side open. pillar: its code; lead: its
    agency's abbreviation; words: each of them, anywhere in the text."""

    words: str = ""
    pillar: str = ""
    lead: str = ""


def sees_open_versions(user: Any) -> bool:
    """Tell whether the person is shown what is being prepared: whoever has signed in."""
    return bool(getattr(user, "is_authenticated", False))


def versions_for(user: Any, plan: MasterPlan) -> list[PlanVersion]:
    """Return the versions of a plan that was got for the same person, newest first; the public sees adopted ones."""
    versions = PlanVersion.objects.filter(plan=plan)
    return list(versions if sees_open_versions(user) else versions.filter(adopted_at__isnull=False))


def get_version_for(user: Any, position: int) -> PlanVersion:
    """Return a version of the current plan; raise Http404 where there is none that the person may see."""
    version = _visible(user).filter(position=position).select_related("plan__region", "text").first()
    if version is None:
        raise Http404(position)
    return version


def get_adopted_version_for(user: Any, position: int) -> PlanVersion:
    """Return an adopted version of the current plan; raise Http404."""
    version = get_version_for(user, position)
    if not version.is_adopted:
        raise Http404(position)
    return version


def _visible(user: Any) -> QuerySet[PlanVersion]:
    versions = PlanVersion.objects.filter(plan=get_plan_for(user))
    return versions if sees_open_versions(user) else versions.filter(adopted_at__isnull=False)


def last_adopted(plan: MasterPlan) -> PlanVersion | None:
    """Return the version that stands, with its text; None before the first adoption."""
    return PlanVersion.objects.filter(plan=plan, adopted_at__isnull=False).select_related("text").first()


def last_position(plan: MasterPlan) -> int:
    return PlanVersion.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0


def head_of(version: PlanVersion) -> dict[str, Any]:
    """Return what the picture says about the version itself; the name of the person who adopted it is not in it."""
    return {
        "position": version.position,
        "number": version.number,
        "legal_basis": version.legal_basis,
        "legal_basis_number": version.legal_basis_number,
        "legal_basis_date": version.legal_basis_date.isoformat() if version.legal_basis_date else "",
        "effective_on": version.effective_on.isoformat() if version.effective_on else "",
        "reason": version.reason,
        "adopted_at": version.adopted_at.isoformat() if version.adopted_at else "",
        "programs": version.program_count,
    }


# What a version said ----------------------------------------------------------------------------------------------


def plan_text(version: PlanVersion) -> dict[str, Any]:
    """Return what stood above the programs in an adopted version."""
    document: dict[str, Any] = json.loads(version.plan_body)
    return document


def programs_in(version: PlanVersion, wanted: WantedPrograms) -> QuerySet[VersionProgram]:
    """Return the programs of a version that somebody looks for, in the plan's order, without their texts."""
    programs = VersionProgram.objects.filter(version=version)
    for word in wanted.words.split():
        programs = programs.filter(
            Q(code__icontains=word) | Q(name__icontains=word) | Q(text__body__icontains=json_part(word))
        )
    if wanted.pillar:
        programs = programs.filter(pillar=wanted.pillar)
    if wanted.lead:
        programs = programs.filter(lead=wanted.lead)
    return programs.order_by("place")


def json_part(word: str) -> str:
    """Return a word as it stands inside a JSON text."""
    return json.dumps(word, ensure_ascii=False)[1:-1]


def get_program_in(version: PlanVersion, key: int) -> VersionProgram:
    """Return a program of a version with its text; raise Http404."""
    found = VersionProgram.objects.filter(version=version, program_key=key).select_related("text").first()
    if found is None:
        raise Http404(key)
    return found


def leads_in(version: PlanVersion) -> list[str]:
    """Return the abbreviations of the agencies that led a program in a version."""
    rows = VersionProgram.objects.filter(version=version).exclude(lead="").order_by("lead")
    return list(rows.values_list("lead", flat=True).distinct())


_totals: Shelf[Mapping[str, Decimal]] = Shelf(16)


def totals_in(version: PlanVersion) -> Mapping[str, Decimal]:
    """Return the money of all programs of an adopted version by year; read once, because it never changes."""

    def read() -> Mapping[str, Decimal]:
        rows = VersionProgram.objects.filter(version=version).values_list("text__ceilings", flat=True)
        return sum_by_year(rows.order_by())

    return _totals.get((version.pk, version.sha256), read)


def sum_by_year(ceilings: Iterable[Mapping[str, str]]) -> dict[str, Decimal]:
    """Return the sums by year, oldest first; a year without any line is not in it.

    >>> sum_by_year([{"2026": "1.50"}, {"2025": "2", "2026": "0.25"}])
    {'2025': Decimal('2'), '2026': Decimal('1.75')}
    """
    found: dict[str, Decimal] = {}
    for row in ceilings:
        for year, amount in row.items():
            found[year] = found.get(year, Decimal(0)) + Decimal(amount)
    return {year: found[year] for year in sorted(found)}


@dataclass(frozen=True, slots=True)
class TextInVersion:
    """What one program said in one version. text: None for the version in which it no longer stood."""

    version: PlanVersion
    row: VersionProgram | None


def versions_of_program(program: Program) -> list[TextInVersion]:
    """Return what a program said in every adopted version of its plan from its first on, oldest first; two queries."""
    versions = PlanVersion.objects.filter(plan=program.plan_id, adopted_at__isnull=False).order_by("position")
    rows = {
        row.version_id: row
        for row in VersionProgram.objects.filter(program_key=program.pk, version__plan=program.plan_id).select_related(
            "text"
        )
    }
    found = [TextInVersion(version, rows.get(version.pk)) for version in versions]
    first = next((place for place, one in enumerate(found) if one.row is not None), len(found))
    return found[first:]


# Whether it is whole ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Check:
    """Whether a picture is what was adopted. sha256: as it is now; wrong: programs whose text is not what it was."""

    sha256: str
    is_whole: bool
    wrong: tuple[str, ...]


def check_version(version: PlanVersion) -> Check:
    """Work out the SHA-256 of an adopted version and of each of its texts anew; one query."""
    wrong = [] if texts.digest_of(version.plan_body) == version.text_id else [version.number]
    bodies: list[str] = []
    rows = VersionProgram.objects.filter(version=version).order_by("place")
    for code, digest, body in rows.values_list("code", "text_id", "text__body").iterator(chunk_size=500):
        bodies.append(body)
        if texts.digest_of(body) != digest:
            wrong.append(code)
    found = texts.sum_of(texts.picture(texts.canonical(head_of(version)), version.plan_body, bodies))
    return Check(found, found == version.sha256 and not wrong, tuple(wrong))


def picture_parts(version: PlanVersion) -> Iterable[str]:
    """Yield the picture of an adopted version as its file has it; the SHA-256 of the file is the version's."""
    rows = VersionProgram.objects.filter(version=version).order_by("place").values_list("text__body", flat=True)
    return texts.picture(texts.canonical(head_of(version)), version.plan_body, rows.iterator(chunk_size=500))


def texts_by_digest(digests: set[str], *, of: PlanVersion) -> dict[str, str]:
    """Return these texts of a version; one query."""
    rows = VersionText.objects.filter(pk__in=VersionProgram.objects.filter(version=of).values("text_id"))
    if len(digests) <= _FEW:
        rows = VersionText.objects.filter(pk__in=digests)
    return {digest: body for digest, body in rows.values_list("digest", "body") if digest in digests}


_FEW = 500  # more are read with all of their version: a statement holds only so many values
