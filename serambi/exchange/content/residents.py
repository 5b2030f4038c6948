"""What residents can report about, as first content; and the illustration of what they reported."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from serambi.apps.agencies.models import Organization
from serambi.apps.citizen_reports.models import CitizenReport, Clock, ReportCategory, ReportStep, State
from serambi.apps.citizen_reports.services import SentFacts, made_up
from serambi.apps.citizen_reports.workflow import OPEN, move_named
from serambi.apps.plans.models import MasterPlan, SubDimension
from serambi.apps.regions.models import Area, AreaLevel
from serambi.exchange.content.folder import ContentRefused, rows
from serambi.exchange.content.loaded import Loaded, by_code

FILE = "residents.toml"
_AT = dt.time(10)

Told = Mapping[str, Any]


def load_categories(folder: Path, plan: MasterPlan, loaded: Loaded) -> None:
    """Add the categories of report_categories.csv that are not there yet. Raises ContentRefused."""
    agencies = by_code(Organization, "abbreviation")
    parts = {one.code: one for one in SubDimension.objects.filter(pillar__plan=plan)}
    added = 0
    for position, row in enumerate(rows(folder, "report_categories.csv"), start=1):
        _category, created = ReportCategory.objects.get_or_create(
            code=row.needed("code"),
            defaults={
                "name": row.needed("name"),
                "name_en": row.text("name_en"),
                "hint": row.text("hint"),
                "hint_en": row.text("hint_en"),
                "agency": row.found_or_none("agency", agencies),
                "sub_dimension": row.found_or_none("sub_dimension", parts),
                "clock": row.choice("clock", Clock, Clock.ORDINARY),
                "position": position,
            },
        )
        added += created
    loaded.count("categories of citizen reports", added)


def load_citizen_reports(folder: Path, loaded: Loaded, *, today: dt.date) -> None:
    """Add the reports of residents.toml, all marked as illustration, unless there are some already.

    Raises ContentRefused for what is not known.
    """
    path = folder / FILE
    if not path.exists() or CitizenReport.objects.filter(is_illustration=True).exists():
        return
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentRefused(f"{FILE}: {error}") from error
    categories = {one.code: one for one in ReportCategory.objects.select_related("agency")}
    villages = {one.code: one for one in Area.objects.valid_on(today).filter(level=AreaLevel.VILLAGE)}
    given = told.get("report", ())
    for one in given:
        category, village = _found(categories, one["category"]), _found(villages, one["village"])
        _add(one, category, village, told.get("words", {}), today)
    loaded.count("citizen reports", len(given))


def remove_citizen_reports() -> dict[str, int]:
    """Remove the made-up reports; return how many there were."""
    found = CitizenReport.objects.filter(is_illustration=True)
    count = found.count()
    CitizenReport.objects.filter(duplicate_of__in=found).update(duplicate_of=None)
    found.delete()
    return {str(CitizenReport._meta.verbose_name_plural): count} if count else {}


def _found(table: Mapping[str, Any], code: str) -> Any:
    if code not in table:
        raise ContentRefused(f"{FILE}: “{code}” is not known.")
    return table[code]


def _add(told: Told, category: ReportCategory, village: Area, words: Mapping[str, str], today: dt.date) -> None:
    received = _at(today - dt.timedelta(days=told["days"]))
    facts = SentFacts(category, village, told["text"], key="", place=told.get("place", ""))
    report = made_up(facts, now=received)
    agency = category.agency.abbreviation if category.agency is not None else ""
    steps = []
    for step in told.get("steps", ()):
        name, _colon, days = step.partition(":")
        move = move_named(name, report.state)
        if move is None:
            raise ContentRefused(f"{FILE}: there is no move “{name}” from “{report.state}”.")
        at = received + dt.timedelta(days=int(days))
        steps.append(
            ReportStep(
                report=report,
                move=name,
                before=move.before,
                after=move.after,
                agency=agency,
                at=at,
                words=words.get(name, ""),
            )
        )
        report.state, report.state_since = move.after, at
        if report.answered_at is None:
            report.answered_at, report.days_to_answer = at, int(days)
    report.closed_at = report.state_since if report.state not in OPEN else None
    report.passed_to = told.get("passed_to", "")
    if "solved" in told and report.state == State.SOLVED:
        report.is_solved, report.judged_at = told["solved"], report.state_since
    report.save()
    ReportStep.objects.bulk_create(steps)


def _at(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, _AT))
