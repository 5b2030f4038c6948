"""The lines of a report: each item with what was there last time, what is usual, and what is doubtful about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from serambi.apps.agencies.models import Organization
from serambi.apps.observations import queries as observations
from serambi.apps.observations.labels import figure
from serambi.apps.observations.models import Observation, ValueType
from serambi.apps.plans.models import Stage
from serambi.apps.progress.models import Answer, Check, Kind, ProgressReport, ReportingPeriod, ReportItem
from serambi.apps.progress.queries.asked import asked_items
from serambi.apps.progress.queries.doubts import doubts_of
from serambi.apps.progress.workflow import SENT, WITH_THE_AGENCY
from serambi.methods.periods import Period
from serambi.ui import formats

# Of these the register keeps one value, not one a period.
_KEPT_ONCE = frozenset({Kind.PROGRAM, Kind.MONEY})
_OBJECTS = ("program", "milestone__activity", "budget_line__activity", "series", "area")


@dataclass(frozen=True, slots=True)
class Last:
    """What was known before the period; period: of which one, None where the register itself says it."""

    number: Decimal | None = None
    amount: Decimal | None = None
    stage: str = ""
    period: Period | None = None

    def is_known_for(self, kind: str) -> bool:
        """Tell whether “no change” can be said of it."""
        match kind:
            case Kind.PROGRAM:
                return bool(self.stage) and self.stage != Stage.UNREPORTED and self.number is not None
            case Kind.MONEY:
                return self.amount is not None
            case Kind.FIGURE:
                return self.number is not None
        return True  # a milestone that is not reached yet


@dataclass(frozen=True, slots=True)
class Line:
    """One item as people see it. usual: the median of the twelve figures before. is_open: the agency may change it."""

    item: ReportItem
    last: Last
    usual: Decimal | None
    doubts: tuple[str, ...]
    is_open: bool

    @property
    def may_be_unchanged(self) -> bool:
        return self.last.is_known_for(self.item.kind)

    @property
    def is_explained(self) -> bool:
        return not self.doubts or bool(self.item.note.strip())


@dataclass(frozen=True)
class ReportLines:
    """Everything of one report; the counts are those of its items, added up and never averaged."""

    report: ProgressReport | None
    lines: Sequence[Line]

    @property
    def asked(self) -> int:
        return len(self.lines)

    @property
    def answered(self) -> int:
        return sum(line.item.is_answered for line in self.lines)

    @property
    def returned(self) -> list[Line]:
        return [line for line in self.lines if line.item.check_state == Check.RETURNED]

    @property
    def unanswered_anew(self) -> list[Line]:
        """Return what came back and still says what it said."""
        return [line for line in self.lines if line.item.was_returned]

    @property
    def unexplained(self) -> list[Line]:
        """Return what is doubtful without a remark, of what the agency may still change."""
        return [line for line in self.lines if line.is_open and not line.is_explained]

    @property
    def has_illustration(self) -> bool:
        return any(
            getattr(thing, "is_illustration", False)
            for line in self.lines
            for thing in (line.item.program, line.item.series)
        )


def read_lines(
    period: ReportingPeriod, organization: Organization, report: ProgressReport | None, *, today: dt.date
) -> ReportLines:
    """Return the lines of an agency's report; fifteen queries at most, however many items there are.

    Until it is sent in for the first time it has what is due from the agency now; from then on it stays as it was sent.
    """
    items = items_of(period, organization, report, today=today)
    previous = _previous(period, organization)
    past = _past(items)
    open_keys = _open(items, report)
    unknown = [item for item in items if item.kind == Kind.MONEY and item.key not in previous]
    newer = told_later(unknown, period) if unknown else set()
    lines = []
    for item in items:
        # What the register has of a later period, or of this very report, is not what was there before.
        own = item.key not in previous and _is_in_the_register(item)
        last = Last() if own or item.key in newer else _last(item, previous.get(item.key), past)
        usual = past[item.key].usual if item.key in past else None
        lines.append(Line(item, last, usual, doubts_of(item, last, usual), item.key in open_keys))
    return ReportLines(report, lines)


def _is_in_the_register(item: ReportItem) -> bool:
    """Tell whether what the item says is what the register has now, and is not being corrected."""
    is_written = 0 < item.written_version == item.version
    return item.kind in _KEPT_ONCE and is_written and item.check_state == Check.ACCEPTED


def items_of(
    period: ReportingPeriod,
    organization: Organization,
    report: ProgressReport | None,
    *,
    today: dt.date,
    asked: Sequence[ReportItem] | None = None,
) -> list[ReportItem]:
    """Return the items of a report in the order of the form, those that nobody saved yet among them.

    asked: what the same function returned a moment before, so that only what is saved is read anew; it stays as it is.
    """
    saved = {item.key: item for item in report.items.select_related(*_OBJECTS)} if report is not None else {}
    if report is not None and report.first_submitted_at is not None:
        return list(saved.values())
    wanted = asked
    if wanted is None:
        wanted = asked_items(period, today=today, agencies=[organization.pk]).get(organization.pk, [])
    for item in wanted:
        if item.key in saved:
            saved[item.key].position = item.position
    if asked is not None:
        return [saved.get(item.key) or copy(item) for item in asked]
    items = [saved.get(item.key, item) for item in wanted]
    take_recorded(items)
    return items


def open_items(items: Iterable[ReportItem]) -> set[str]:
    """Return the keys of the items that the agency may change: those that came back, else all that nobody accepted."""
    given = list(items)
    returned = {item.key for item in given if item.check_state == Check.RETURNED}
    return returned or {item.key for item in given if item.check_state != Check.ACCEPTED}


def _open(items: Sequence[ReportItem], report: ProgressReport | None) -> set[str]:
    if report is not None and report.state not in WITH_THE_AGENCY:
        return set()
    return open_items(items)


def _previous(period: ReportingPeriod, organization: Organization) -> dict[str, tuple[ReportItem, Period]]:
    """Return what the agency answered in the last report that it sent in before this one, by key."""
    earlier = ProgressReport.objects.filter(
        reporting_period__cycle_id=period.cycle_id,
        reporting_period__period_start__lt=period.period_start,
        organization=organization,
        state__in=SENT,
    ).order_by("-reporting_period__period_start")
    found = earlier.values_list("pk", "reporting_period__period").first()
    if found is None:
        return {}
    items = ReportItem.objects.filter(report_id=found[0], kind__in=[Kind.PROGRAM, Kind.MONEY])
    return {item.key: (item, found[1]) for item in items.exclude(answer__in=[Answer.NONE, Answer.UNAVAILABLE])}


def told_later(items: Iterable[ReportItem], period: ReportingPeriod) -> set[str]:
    """Return the keys of those that a report of a later period has told the register already; one query."""
    later = ReportItem.objects.filter(
        key__in=[item.key for item in items],
        written_version__gt=0,
        report__reporting_period__period_end__gt=period.period_end,
        answer__in=[Answer.GIVEN, Answer.UNCHANGED],
    )
    return set(later.values_list("key", flat=True))


@dataclass(frozen=True, slots=True)
class _Past:
    """What is recorded before a figure, and what is usual there."""

    before: Decimal | None
    usual: Decimal | None


def _past(items: Sequence[ReportItem]) -> dict[str, _Past]:
    """Return for each figure what the data have before its period; two queries."""
    figures = [item for item in items if item.kind == Kind.FIGURE]
    areas = list({item.area_id: item.area for item in figures if item.area}.values())
    columns = {}
    for item in figures:
        if item.series is None or item.period is None:
            continue
        for period in (item.period.previous(), item.period):
            columns[item.series_id, period] = observations.SheetColumn(item.series, period, "")
    wanted = sorted(columns.values(), key=lambda column: column.period.start)
    cells = {
        (cell.column.series.pk, cell.area.pk, cell.column.period): cell
        for row in observations.read_sheet(areas=areas, columns=wanted).rows
        for cell in row
    }
    past = {}
    for item in figures:
        if item.series_id is None or item.area_id is None or item.period is None:
            continue
        usual = cells[item.series_id, item.area_id, item.period].usual
        before = cells[item.series_id, item.area_id, item.period.previous()]
        past[item.key] = _Past(before.value, usual)
    return past


def take_recorded(items: Sequence[ReportItem]) -> None:
    """Put what the agency recorded already beside the report into the figures that nobody answered yet; one query."""
    figures = [item for item in items if item.kind == Kind.FIGURE and item.is_untouched and item.period is not None]
    if not figures:
        return
    starts = [item.period.start for item in figures if item.period is not None]
    found = Observation.objects.filter(
        series_id__in={item.series_id for item in figures},
        area_id__in={item.area_id for item in figures},
        period_start__range=(min(starts), max(starts)),
        value__isnull=False,
    )
    rows = found.order_by().values_list("series_id", "area_id", "period", "value", "quality")
    known = {(series, area, period): (value, quality) for series, area, period, value, quality in rows}
    for item in figures:
        recorded = known.get((item.series_id or 0, item.area_id or 0, item.period)) if item.period else None
        if recorded is not None:
            item.answer = Answer.GIVEN
            item.number, item.quality = recorded


def _last(item: ReportItem, previous: tuple[ReportItem, Period] | None, past: dict[str, _Past]) -> Last:
    earlier, when = previous if previous is not None else (None, None)
    match item.kind:
        case Kind.PROGRAM:
            stage = earlier.stage if earlier is not None else item.program.stage if item.program else ""
            return Last(number=earlier.number if earlier else None, stage=stage, period=when)
        case Kind.MONEY:
            known = item.budget_line.realization if item.budget_line else None
            return Last(amount=earlier.amount if earlier else known, period=when)
        case Kind.FIGURE if item.key in past and item.period is not None:
            return Last(number=past[item.key].before, period=item.period.previous())
    return Last()


def remarkable_items(reports: Sequence[int]) -> list[ReportItem]:
    """Return the items of these reports that carry a remark or are not available, report by report; one query."""
    found = ReportItem.objects.filter(report_id__in=reports).exclude(check_state=Check.ACCEPTED)
    told = found.exclude(note="") | found.filter(answer=Answer.UNAVAILABLE)
    return list(told.select_related(*_OBJECTS).order_by("report_id", "position"))


def value_text(item: ReportItem) -> str:
    """Return what an item says in words and figures, without its remarks; an en dash for what is open."""
    if item.answer in {Answer.NONE, Answer.UNAVAILABLE}:
        return formats.MISSING
    match item.kind:
        case Kind.PROGRAM:
            return " · ".join(filter(None, (stage_text(item.stage), formats.percent(item.number, None))))
        case Kind.MILESTONE:
            return formats.day(item.reached_on)
        case Kind.MONEY:
            return formats.rupiah(item.amount)
    return figure(item.number, item.series.unit if item.series else "")


def last_text(line: Line) -> str:
    """Return what was there last time, as `value_text` writes it; "" where nothing was."""
    last, item = line.last, line.item
    match item.kind:
        case Kind.PROGRAM:
            known = last.stage and last.stage != Stage.UNREPORTED
            parts = (
                stage_text(last.stage) if known else "",
                formats.percent(last.number, None) if last.number is not None else "",
            )
            return " · ".join(filter(None, parts))
        case Kind.MONEY:
            return "" if last.amount is None else formats.rupiah(last.amount)
        case Kind.FIGURE:
            return "" if last.number is None else figure(last.number, item.series.unit if item.series else "")
    return ""


def usual_text(line: Line) -> str:
    """Return the median of the figures before, "" where there are too few; of whole things a whole number."""
    series = line.item.series
    if line.usual is None:
        return ""
    counts = series is not None and series.value_type == ValueType.COUNT
    usual = line.usual.quantize(Decimal(1), ROUND_HALF_UP) if counts else line.usual
    return figure(usual, series.unit if series is not None else "")


def stage_text(stage: str) -> str:
    return str(Stage(stage).label) if stage in Stage.values else ""
