"""Loading a workbook: everything in it or nothing, through the services that pages use, computed anew once at the end.

Loaded is everything that the workbook has: the plan, pillars and sub-dimensions as changes only, all else as new rows
and changes. Areas are a reference sheet: never loaded, by design, because which there are is decided elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from serambi.apps.agencies.models import Organization
from serambi.apps.evaluation.services import recompute_all as recompute_scores
from serambi.apps.indicators import services as indicators
from serambi.apps.indicators.models import Baseline, Constant, Indicator, ProgramIndicator, Target
from serambi.apps.observations import services as observations
from serambi.apps.observations.errors import RowRefused
from serambi.apps.observations.models import Observation, Series
from serambi.apps.plans import services as plans
from serambi.apps.plans.errors import NotACoordinator
from serambi.apps.plans.models import (
    Activity,
    BudgetLine,
    Dependency,
    Goal,
    MasterPlan,
    Milestone,
    Mission,
    Participation,
    Pillar,
    Program,
    Risk,
    Strategy,
    SubDimension,
)
from serambi.apps.plans.permissions import can_edit_plan
from serambi.apps.plans.queries.objects import current_plan
from serambi.exchange.tables.understanding import Problem
from serambi.exchange.workbook.bulk_writers import BULK_WRITERS, fits
from serambi.exchange.workbook.columns import Column, Kind
from serambi.exchange.workbook.compare import Comparison, RowChange, SheetChanges, compare
from serambi.exchange.workbook.found import Found
from serambi.exchange.workbook.read import ReadBook
from serambi.exchange.workbook.register import Register
from serambi.exchange.workbook.writers import WRITERS
from serambi.exchange.workbook.writing import Loading, said
from serambi.ui.refusals import Refusal

# Refused figures are looked for one after the other, each time from the first: so many are enough to begin with.
MOST_REFUSED_FIGURES = 20
ROWS_AT_ONCE = 2_000
# Fewer are as quickly written one by one.
FEWEST_AT_ONCE = 10
TABLES: dict[str, type[Model]] = {
    "plan": MasterPlan, "pillars": Pillar, "sub_dimensions": SubDimension, "programs": Program,
    "activities": Activity, "milestones": Milestone, "budget": BudgetLine, "series": Series,
    "indicators": Indicator, "targets": Target, "observations": Observation, "missions": Mission, "goals": Goal,
    "strategies": Strategy, "participations": Participation, "risks": Risk, "dependencies": Dependency,
    "weights": ProgramIndicator, "baselines": Baseline, "constants": Constant, "organizations": Organization,
}  # fmt: skip
_NAMED_BY_OTHERS = frozenset({
    "organizations", "missions", "goals", "strategies", "programs", "activities", "series", "constants", "indicators",
})  # fmt: skip
# What values of indicators are made from; a load of nothing else leaves them as they are.
COMPUTED_FROM = frozenset({"series", "observations", "constants", "indicators", "weights", "targets", "baselines"})
Step = Callable[[int, int], None]
_CHECKED = frozenset({Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.MONEY})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file says beside the register, and whether it was loaded."""

    comparison: Comparison
    is_loaded: bool


def _nothing(_number: int, _total: int) -> None:
    """Tell nobody how far it is."""


def load_workbook(book: ReadBook, *, by: Any, today: dt.date, step: Step = _nothing) -> Outcome:
    """Load a file: all of it, or nothing where there is a problem, which the comparison then names.

    by: the coordinator, or None for the program itself; raises NotACoordinator for anybody else. A file that changes
    nothing is not loaded, so nothing is computed and nothing recorded. step: is told how many rows of how many are
    written; once that is all of them, values and scores are computed.
    """
    return _run(book, by=by, today=today, is_for_good=True, step=step)


def rehearse_workbook(book: ReadBook, *, by: Any, today: dt.date, step: Step = _nothing) -> Outcome:
    """Return what loading the file would change and every problem it would meet; nothing is written."""
    return _run(book, by=by, today=today, is_for_good=False, step=step)


def _run(book: ReadBook, *, by: Any, today: dt.date, is_for_good: bool, step: Step) -> Outcome:
    if by is not None and not can_edit_plan(by):
        raise NotACoordinator
    with transaction.atomic():
        register = Register(current_plan(), by)
        comparison = compare(book, register)
        if register.plan is None:
            message = _("There is no master plan yet. Create it on its page, then load the workbook.")
            comparison.problems.append(Problem(next(book.in_order()).place(), "no_plan", message))
        elif not comparison.is_empty and not comparison.problems:
            # Cells that cannot be read are named first: rows that build on them would only be refused for that.
            write(comparison, Loading(by, today, Found(register, comparison.names)), step)
        if register.plan is None or comparison.problems or comparison.is_empty or not is_for_good:
            transaction.set_rollback(True)
            return Outcome(comparison, is_loaded=False)
        if any(sheet.rows and name in COMPUTED_FROM for name, sheet in comparison.sheets.items()):
            indicators.recompute_all()
        recompute_scores(register.plan, today=today)
    return Outcome(comparison, is_loaded=True)


def write(comparison: Comparison, loading: Loading, step: Step = _nothing) -> None:
    """Write every row that is new or changed, inside a transaction; what is refused is added to the problems."""
    total = sum(len(sheet.rows) for sheet in comparison.sheets.values())
    written = 0
    with plans.holding(), observations.unannounced(), indicators.holding():
        for name in WRITERS:
            before = len(comparison.problems)
            if name in comparison.sheets:
                sheet = comparison.sheets[name]
                _Sheet(sheet, loading, comparison.problems, _counting(step, written, total)).write()
                written += len(sheet.rows)
                step(written, total)
            if len(comparison.problems) > before and name in _NAMED_BY_OTHERS:
                # Rows that name what was refused would be refused for that alone.
                return


def _counting(step: Step, before: int, total: int) -> Callable[[int], None]:
    return lambda row: step(before + row, total)


class _Sheet:
    """Writes one sheet."""

    def __init__(
        self, sheet: SheetChanges, loading: Loading, problems: list[Problem], told: Callable[[int], None]
    ) -> None:
        self._told = told
        self._changes, self._loading, self._problems = sheet, loading, problems
        self._read, self._sheet = sheet.read, sheet.read.sheet

    def write(self) -> None:
        rows = [row for row in self._changes.rows if self._is_valid(row)]
        if self._sheet.name == "observations":
            self._record([row for row in rows if row.is_new])
            rows = [row for row in rows if not row.is_new]
        if self._sheet.name == "indicators":
            rows = self._in_order_of_formulas(rows)
        rows = self._in_bulk(rows)
        before = len(self._changes.rows) - len(rows)
        for number, row in enumerate(rows, start=before):
            self._told(number)
            refusal = self._refusal(row)
            if refusal is not None:
                self._refuse(row, refusal)

    def _in_bulk(self, rows: list[RowChange]) -> list[RowChange]:
        """Write what can be written at once; return the rest, and all of it where a rule is broken somewhere."""
        name = self._sheet.name
        rest = rows
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = [row for row in rows[start : start + ROWS_AT_ONCE] if fits(name, row)]
            if len(some) < FEWEST_AT_ONCE:
                continue
            try:
                with transaction.atomic():
                    BULK_WRITERS[name](some, self._loading)
            except (Refusal, ValidationError):
                continue
            written = {row.row.number for row in some}
            rest = [row for row in rest if row.row.number not in written]
            self._told(len(rows) - len(rest))
        return rest

    def _refusal(self, row: RowChange) -> Refusal | ValidationError | None:
        try:
            WRITERS[self._sheet.name](row, self._loading)
        except (Refusal, ValidationError) as refusal:
            return refusal
        return None

    def _in_order_of_formulas(self, rows: list[RowChange]) -> list[RowChange]:
        """Write the indicators whose formulas name none that is yet to come, until no more can be; return the rest."""
        while rows:
            rest = [row for row in rows if self._refusal(row) is not None]
            if len(rest) == len(rows):
                break
            rows = rest
        return rows

    def _refuse(self, row: RowChange, refusal: Refusal | ValidationError) -> None:
        is_ours = isinstance(refusal, Refusal)
        field = refusal.field if isinstance(refusal, Refusal) else ""
        column = {"is_published": "published", "since": "stage_changed_on"}.get(field, field)
        place = self._read.place(row.row.number, column if column in self._sheet.by_name else "")
        message = str(refusal) if is_ours else " ".join(refusal.messages)  # type: ignore[union-attr]  # one of the two
        code = refusal.code if isinstance(refusal, Refusal) else "invalid"
        value = row.row.values.get(column)
        self._problems.append(Problem(place, code, message, value="" if value is None else str(value)))

    def _is_valid(self, row: RowChange) -> bool:
        """Tell whether the new values are what the table takes: lengths, ranges, codes, addresses."""
        is_valid = True
        for name, message in self._invalid(row):
            value = str(row.row.values.get(name) or "")
            self._problems.append(Problem(self._read.place(row.row.number, name), "invalid", message, value=value))
            is_valid = False
        return is_valid

    def _invalid(self, row: RowChange) -> Iterator[tuple[str, str]]:
        table = TABLES[self._sheet.name]
        columns = {field.name: field for field in table._meta.concrete_fields}
        for change in row.changes:
            column = self._sheet.by_name[change.column]
            field = columns.get(column.name)
            if field is None or field.is_relation or not _is_checked(column, change.new):
                continue
            try:
                field.run_validators(change.new)
            except ValidationError as error:
                yield column.name, " ".join(error.messages)

    def _record(self, rows: list[RowChange]) -> None:
        """Record the new figures in one go."""
        waiting = sorted(rows, key=lambda row: (said("observations", row, "series"), row.row.number))
        for _attempt in range(MOST_REFUSED_FIGURES):
            try:
                with transaction.atomic():
                    observations.load_observations(
                        map(self._loaded, waiting), by=self._loading.by, today=self._loading.today
                    )
            except RowRefused as refused:
                row = waiting.pop(refused.facts["row"] - 1)
                self._refuse(row, refused.facts["reason"])
            else:
                return

    def _loaded(self, row: RowChange) -> observations.LoadedValue:
        found = self._loading.found
        names = ("quality", "origin", "source", "source_url", "note")
        return observations.LoadedValue(
            series_id=found.series[said("observations", row, "series")].pk,
            area_id=found.areas[said("observations", row, "area")].pk,
            period=said("observations", row, "period"),
            value=said("observations", row, "value"),
            is_final=said("observations", row, "final"),
            is_illustration=bool(said("observations", row, "illustration")),
            **{name: said("observations", row, name) for name in names},
        )


def _is_checked(column: Column, value: Any) -> bool:
    return column.kind in _CHECKED and value is not None and value != ""
