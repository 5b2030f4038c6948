"""Loading a table of observations of any length: all of it or nothing, in memory that does not grow with it."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from serambi.apps.evaluation.services import recompute_all as recompute_scores
from serambi.apps.indicators.services import recompute_all
from serambi.apps.observations.datasets import whole_observations
from serambi.apps.observations.labels import plain_number
from serambi.apps.observations.permissions import can_finalize
from serambi.apps.observations.services import merge_tables
from serambi.apps.plans.queries import current_plan
from serambi.exchange.observations_csv import errors
from serambi.exchange.observations_csv.blocks import read_blocks
from serambi.exchange.observations_csv.checking import Checker, Reject
from serambi.exchange.observations_csv.comparing import Comparison
from serambi.exchange.observations_csv.headings import Column, Headings, read_headings
from serambi.exchange.observations_csv.known import Known, period_of, split_key
from serambi.exchange.observations_csv.notations import find_notation
from serambi.exchange.observations_csv.opening import OpenedText, open_text
from serambi.exchange.observations_csv.progress import Progress, Stage
from serambi.exchange.observations_csv.rejects import Rejects
from serambi.exchange.observations_csv.staging import StagedRow, Staging, say_the_same
from serambi.exchange.tables.notation import Notation


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a table is to be loaded.

    notation: which mark begins the decimals, None to find out. is_final: whether figures are final whose row does not
    say. reason: why earlier figures change; the name of the file when empty. with_rejects: load the good rows although
    others are refused. for_good: False to find out only what would happen. compute: compute the indicators afterwards.
    """

    notation: Notation | None = None
    is_final: bool = False
    reason: str = ""
    with_rejects: bool = False
    for_good: bool = True
    compute: bool = True


@dataclass(slots=True)
class Outcome:
    """What is in a table and what became of it. repeated: rows that say the same as an earlier one of their cell."""

    name: str
    encoding: str
    separator: str
    notation: Notation
    unknown: tuple[str, ...]
    rows: int = 0
    blank: int = 0
    without_value: int = 0
    repeated: int = 0
    rejected: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    series: int = 0
    is_loaded: bool = False
    problems: list[Reject] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def load_observations_file(
    source: Path | IO[bytes],
    *,
    name: str,
    by: Any,
    today: dt.date,
    rejects: Path,
    wishes: Wishes | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Load a table of observations and return what became of it; with a refused row nothing is loaded.

    The table is read and checked before anything is written, so the database is locked only while it is written.
    rejects: where the refused rows are written, a file that is made only when there are any.
    by: somebody who may record the series, or None for the program; rows of other series are refused.

    Raises UnreadableTable for what is no such table, AmbiguousColumn when no value says which mark begins the decimals,
    and OSError when the file cannot be read or written.
    """
    with tempfile.TemporaryDirectory(prefix="serambi-observations-") as folder:
        text = open_text(source, name=name, folder=Path(folder))
        loading = _Loading(
            text,
            Known(by=by, today=today),
            folder=Path(folder),
            rejects=rejects,
            wishes=wishes or Wishes(),
            progress=progress or Progress(),
        )
        try:
            return loading.run()
        finally:
            loading.close()


class _Loading:
    """One load under way."""

    def __init__(
        self, text: OpenedText, known: Known, *, folder: Path, rejects: Path, wishes: Wishes, progress: Progress
    ) -> None:
        self._text, self._known, self._wishes, self._progress = text, known, wishes, progress
        self._headings = read_headings(text.headings, name=text.name)
        self._staging = Staging(folder)
        self._comparison = Comparison(self._staging, self._known, is_final=wishes.is_final)
        self._rejects = Rejects(rejects, text)
        self._began = time.perf_counter()
        columns, unknown = _readable(self._headings, known.by)
        self._columns = columns
        self._outcome = Outcome(text.name, text.encoding, text.separator, Notation.PLAIN, unknown)

    def close(self) -> None:
        self._staging.close()
        self._rejects.close()

    def run(self) -> Outcome:
        outcome = self._outcome
        self._begin(Stage.NUMBERS)
        outcome.notation = self._wishes.notation or find_notation(self._text, self._headings, self._progress)
        self._read()
        self._begin(Stage.SORTING)
        for rows in self._staging.take_out_repeated():
            self._judge(rows)
        outcome.rejected, outcome.problems = self._rejects.count, self._rejects.told
        self._begin(Stage.COMPARING)
        positions = self._comparison.series()
        self._comparison.compare(whole_observations(self._known.series[at].pk for at in positions))
        outcome.new, outcome.changed, outcome.unchanged = self._comparison.counts()
        outcome.series = len(positions)
        if self._wishes.for_good and (self._wishes.with_rejects or not outcome.rejected):
            self._write()
            outcome.is_loaded = True
        self._begin(None)
        return outcome

    def _begin(self, stage: Stage | None) -> None:
        """Begin the next stage, and note how long the one before took."""
        now = time.perf_counter()
        self._outcome.seconds[self._progress.stage.value] = round(now - self._began, 2)
        self._began = now
        if stage is not None:
            self._progress.begin(stage)

    def _read(self) -> None:
        self._begin(Stage.READING)
        outcome = self._outcome
        checker = Checker(self._known, self._headings, outcome.notation, self._columns)
        for block in read_blocks(self._text, sorted(self._headings.at[column] for column in self._columns)):
            checked = checker.check(block)
            self._staging.add(checked.rows)
            for reject in checked.rejects:
                self._rejects.add(reject)
            outcome.rows += checked.count
            outcome.blank += checked.blank
            outcome.without_value += checked.without_value
            self._progress.read(block.end, self._text.size)

    def _judge(self, rows: list[StagedRow]) -> None:
        """Say of the rows of one cell that they repeat one another, or refuse them all."""
        if say_the_same(rows):
            self._outcome.repeated += len(rows) - 1
            return
        for row in rows:
            # Each is held against the first that says something else.
            other = next(one for one in rows if one.said != row.said)
            first, second = sorted((row, other), key=lambda one: one.line)
            self._rejects.add(Reject(row.line, row.start, row.stop, str(self._conflict(first, second))))

    def _conflict(self, first: StagedRow, second: StagedRow) -> errors.RowError:
        series, area, period = split_key(first.key)
        facts = {
            "first": first.line, "second": second.line, "series": self._known.series[series].code,
            "area": self._known.areas[area].code, "period": str(period_of(period)),
        }  # fmt: skip
        one, other = first.said[0], second.said[0]  # the values
        if one == other:
            return errors.OtherContent(**facts)
        return errors.TwoValues(one=plain_number(one), other=plain_number(other), **facts)

    @transaction.atomic
    def _write(self) -> None:
        outcome = self._outcome
        about = self._comparison.about()
        if not about:
            return
        self._begin(Stage.WRITING)
        total = outcome.new + outcome.changed
        merge_tables(
            self._comparison.fresh(),
            self._comparison.changed(),
            about=about,
            by=self._known.by,
            reason=self._wishes.reason or _("Loaded from %(file)s") % {"file": self._text.name},
            progress=lambda done: self._progress.read(done, total),
        )
        if self._wishes.compute:
            self._begin(Stage.COMPUTING)
            recompute_all(progress=self._progress.read)
            plan = current_plan()
            if plan is not None:
                recompute_scores(plan, today=self._known.today)


def _readable(headings: Headings, by: Any) -> tuple[Sequence[Column], tuple[str, ...]]:
    """Return the columns that are read and the headings of the others, which the person is told of.

    Who may not make figures final cannot do it in a table either: their column of the status is left alone.
    """
    columns, unknown = list(headings.at), headings.unknown
    if by is not None and Column.FINAL in columns and not can_finalize(by):
        columns.remove(Column.FINAL)
        unknown = (*unknown, headings.texts[headings.at[Column.FINAL]].strip())
    return columns, unknown
