"""What the tests of citizen reports are made of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from serambi.apps.citizen_reports import services
from serambi.apps.citizen_reports.links import new_token
from serambi.apps.citizen_reports.models import CitizenReport, ReportCategory
from serambi.apps.citizen_reports.services import MoveFacts, SentFacts
from tests.cast import Cast

# A Tuesday, ten o'clock in the regency.
NOW = timezone.make_aware(dt.datetime(2026, 10, 6, 10))  # noqa: DTZ001 - made aware here
TODAY = dt.date(2026, 10, 6)
VILLAGE = "90.01.01.2002"


def make_category(cast: Cast, code: str = "waste", **facts: Any) -> ReportCategory:
    given = {"name": "Sampah", "name_en": "Waste", "agency": cast.dlh, **facts}
    return ReportCategory.objects.create(code=code, **given)


def category_of(cast: Cast, code: str = "waste") -> ReportCategory:
    return ReportCategory.objects.filter(code=code).first() or make_category(cast, code)


def received(cast: Cast, text: str = "TPS penuh.", *, days_ago: int = 0, **facts: Any) -> CitizenReport:
    """Return a report that came in so many days ago, about waste in Hulu where nothing else is said."""
    given = {"category": category_of(cast), "village": cast.areas[VILLAGE], **facts}
    key = f"{given['category'].code}-{given['village'].code}-{days_ago}-{text}"[:40]
    return services.receive(SentFacts(text=text, **{"key": key, **given}), now=NOW - dt.timedelta(days=days_ago))


def piled(cast: Cast, ages: list[int], **facts: Any) -> list[CitizenReport]:
    """Return a report for each of these ages in days."""
    return [received(cast, f"Laporan {place} ({age})", days_ago=age, **facts) for place, age in enumerate(ages)]


def moved(report: CitizenReport, *names: str, by: Any, now: dt.datetime = NOW, **facts: Any) -> CitizenReport:
    """Return the report after these moves, each with the same words."""
    for name in names:
        given = MoveFacts(**({"words": "Kami kerjakan.", "note": "Bukan tugas kami."} | facts))
        report = services.move_citizen_report(report, name, given, by=by, now=now)
    return report


def sent(**fields: Any) -> dict[str, Any]:
    """Return what a browser sends with the form, as somebody fills it in who took half a minute."""
    token = new_token(timezone.now() - dt.timedelta(seconds=30))
    return {"category": "waste", "village": VILLAGE, "text": "TPS penuh.", "consent": "on", "token": token, **fields}
