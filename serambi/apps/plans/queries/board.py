"""The board: the programs of the register in one column for each stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum, Window
from django.db.models.functions import RowNumber

from serambi.apps.plans.delays import Delay
from serambi.apps.plans.labels import delay_text
from serambi.apps.plans.models import BudgetLine, Program, ProgramQuerySet, Stage
from serambi.apps.plans.queries.budgets import BudgetTotals
from serambi.apps.plans.queries.lateness import delays_of, is_late
from serambi.apps.plans.queries.register import Chosen, RegisterSummary, order_of
from serambi.ui.shelf import Shelf

CARDS = 20
_NOTHING = {"count": 0, "late": 0, "unowned": 0, "illustrations": 0}


@dataclass(frozen=True, slots=True)
class Card:
    """A program on the board on a day."""

    program: Program
    delays: tuple[Delay, ...]
    today: dt.date

    @property
    def why_late(self) -> str:
        return " ".join(delay_text(delay, today=self.today) for delay in self.delays)


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with how many programs are in it, their money, and the first of them."""

    stage: Stage
    count: int
    late: int
    unowned: int
    illustrations: int
    budget: BudgetTotals
    cards: tuple[Card, ...]

    @property
    def name(self) -> str:
        return str(self.stage.label)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.cards)


@dataclass(frozen=True, slots=True)
class Board:
    """The columns in the order of the work; only the stage that was chosen where one was."""

    columns: tuple[Column, ...]

    @property
    def summary(self) -> RegisterSummary:
        """Return the counts of all columns together, as the register says them."""
        return RegisterSummary(
            count=sum(column.count for column in self.columns),
            late=sum(column.late for column in self.columns),
            unowned=sum(column.unowned for column in self.columns),
            illustrations=sum(column.illustrations for column in self.columns),
        )


def board_of(programs: ProgramQuerySet, chosen: Chosen, *, sort: str, today: dt.date) -> Board:
    """Return the board of these programs with the first CARDS of each stage in the register's order.

    Asks five times, however many programs there are.
    """
    counts = _counts(programs, today=today)
    money = _money(programs, chosen)
    cards = _cards(programs, chosen, sort=sort, today=today)
    return Board(
        tuple(
            Column(
                stage=stage,
                budget=money.get(stage.value, BudgetTotals()),
                cards=tuple(cards.get(stage.value, ())),
                **counts.get(stage.value, _NOTHING),
            )
            for stage in Stage
            if not chosen.stage or stage.value == chosen.stage
        )
    )


_boards: Shelf[Board] = Shelf(48)


def kept_board(programs: ProgramQuerySet, chosen: Chosen, *, sort: str, today: dt.date, key: Hashable | None) -> Board:
    """Return the same as `board_of`, read once until something is written. key: as for `timeline_page`."""
    return _boards.get(key and (key, chosen, sort), lambda: board_of(programs, chosen, sort=sort, today=today))


def _counts(programs: ProgramQuerySet, *, today: dt.date) -> dict[str, dict[str, int]]:
    rows = programs.values("stage").annotate(
        count=Count("pk"),
        late=Count("pk", filter=is_late(today)),
        unowned=Count("pk", filter=Q(lead__isnull=True)),
        illustrations=Count("pk", filter=Q(is_illustration=True)),
    )
    return {
        row["stage"]: {
            "count": row["count"],
            "late": row["late"],
            "unowned": row["unowned"],
            "illustrations": row["illustrations"],
        }
        for row in rows
    }


def _money(programs: ProgramQuerySet, chosen: Chosen) -> dict[str, BudgetTotals]:
    lines = BudgetLine.objects.filter(program__in=programs.values("pk"))
    if chosen.year is not None:
        lines = lines.filter(year=chosen.year)
    rows = (
        lines.order_by()
        .values("program__stage")
        .annotate(
            line_count=Count("pk"),
            reported_count=Count("realization"),
            set_aside=Sum("ceiling"),
            spent=Sum("realization"),
            set_aside_of_reported=Sum("ceiling", filter=Q(realization__isnull=False)),
        )
    )
    return {
        row["program__stage"]: BudgetTotals(
            lines=row["line_count"],
            reported=row["reported_count"],
            ceiling=row["set_aside"],
            realization=row["spent"],
            reported_ceiling=row["set_aside_of_reported"],
        )
        for row in rows
    }


def _cards(programs: ProgramQuerySet, chosen: Chosen, *, sort: str, today: dt.date) -> dict[str, list[Card]]:
    order = order_of(sort, chosen)
    place = Window(RowNumber(), partition_by=[F("stage")], order_by=order)
    first = list(programs.annotate(place=place).filter(place__lte=CARDS).values_list("pk", flat=True))
    picked = Program.objects.filter(pk__in=first).select_related("pillar", "lead")
    shown = list(picked.defer("description", "stage_note", "source").order_by(*order))
    reasons = delays_of(shown, today=today)
    found: dict[str, list[Card]] = {}
    for program in shown:
        found.setdefault(program.stage, []).append(Card(program, reasons[program.pk], today))
    return found
