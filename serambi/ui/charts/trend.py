"""The trend of one or a few figures over time, with its targets and its outlook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from serambi.ui import formats
from serambi.ui.formats import CalendarPeriod


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a line. A missing value is a gap; note: why it is missing or what is odd about it."""

    period: CalendarPeriod
    value: formats.Number
    preliminary: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure over time, oldest first. colour: a pillar's code, or "" for the page's own."""

    label: str
    points: Sequence[Point]
    colour: str = ""

    @property
    def known(self) -> list[Point]:
        """Return the points that have a value."""
        return [point for point in self.points if formats.exact(point.value) is not None]


@dataclass(frozen=True, slots=True)
class Target:
    """What was to be reached in a period; a run of them is drawn as steps."""

    period: CalendarPeriod
    value: formats.Number


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is expected in a period: the middle, and from where to where with 80 and with 95 percent."""

    period: CalendarPeriod
    value: float
    low80: float
    high80: float
    low95: float
    high95: float


@dataclass(frozen=True, slots=True)
class TrendChart:
    """A trend chart that says a finding.

    title: the finding, one sentence. unit, decimals: how values are written. from_zero: whether the axis must begin
    at zero. source, note: under the chart. illustration: whether any figure in it is made up for demonstration.
    """

    title: str
    lines: Sequence[Line]
    unit: str = ""
    decimals: int | None = 1
    targets: Sequence[Target] = ()
    outlook: Sequence[Outlook] = ()
    from_zero: bool = False
    source: str = ""
    note: str = ""
    illustration: bool = False

    @property
    def has_values(self) -> bool:
        return any(line.known for line in self.lines)

    @property
    def has_preliminary(self) -> bool:
        return any(point.preliminary and point.value is not None for line in self.lines for point in line.points)

    @property
    def period_text(self) -> str:
        """Return from when to when the chart reaches, "" when it holds nothing."""
        periods = sorted((point.period for line in self.lines for point in line.points), key=lambda p: (p.start, p.end))
        return formats.period_range(periods[0], periods[-1]) if periods else ""

    @property
    def summary(self) -> str:
        """Return what somebody hears who does not see the chart."""
        said = [self.title]
        for line in self.lines:
            known = line.known
            if not known:
                said.append(_("%(line)s: no values.") % {"line": line.label})
                continue
            first, last = known[0], known[-1]
            said.append(
                _("%(line)s: %(first)s in %(start)s, %(last)s in %(end)s.")
                % {
                    "line": line.label,
                    "first": self.written(first.value),
                    "start": formats.period(first.period),
                    "last": self.written(last.value),
                    "end": formats.period(last.period),
                }
            )
        return " ".join(said)

    def written(self, value: formats.Number) -> str:
        return formats.with_unit(value, self.decimals, self.unit)

    def amounts(self) -> list[float]:
        """Return every value that the axis must reach."""
        amounts = [float(a) for line in self.lines for p in line.points if (a := formats.exact(p.value)) is not None]
        amounts += [float(a) for t in self.targets if (a := formats.exact(t.value)) is not None]
        for ahead in self.outlook:
            amounts += [ahead.low95, ahead.high95]
        return amounts

    @property
    def headers(self) -> list[str]:
        heads = [line.label for line in self.lines]
        return [*heads, _("Target")] if self.targets else heads

    def rows(self) -> Iterator[tuple[CalendarPeriod, list[formats.Number], list[str]]]:
        """Yield for the table: period, one value a column and one remark a line, oldest first."""
        periods = {(p.period.start, p.period.end): p.period for line in self.lines for p in line.points}
        for key in sorted(periods):
            values: list[formats.Number] = []
            remarks = []
            for line in self.lines:
                point = next((p for p in line.points if (p.period.start, p.period.end) == key), None)
                values.append(point.value if point else None)
                word = _("preliminary") if point and point.preliminary else ""
                remarks.append("; ".join(filter(None, (word, point.note if point else ""))))
            if self.targets:
                values.append(self._target_in(periods[key]))
            yield periods[key], values, remarks

    def _target_in(self, period: CalendarPeriod) -> formats.Number:
        holding = [t for t in self.targets if t.period.start <= period.start and period.end <= t.period.end]
        return min(holding, key=lambda t: t.period.end - t.period.start).value if holding else None
