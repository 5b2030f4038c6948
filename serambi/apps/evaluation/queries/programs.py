"""The programs of a pillar or of one of its parts, with their scores, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from serambi.apps.evaluation.models import Node
from serambi.apps.evaluation.queries.bands import Scale
from serambi.apps.evaluation.queries.joining import NodeKey
from serambi.apps.evaluation.queries.overview import Overview
from serambi.apps.evaluation.queries.quarters import trend_of
from serambi.apps.evaluation.queries.scores import Scores, read_scores
from serambi.apps.evaluation.queries.states import in_language
from serambi.apps.observations.models import Mark
from serambi.apps.plans.labels import delay_text
from serambi.apps.plans.models import Program, ProgramQuerySet, Stage
from serambi.apps.plans.queries import delays_of, with_lateness
from serambi.methods.periods import Period

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """A program in a table. value: percent, None when missing; delays: why it is late, in sentences.

    support: how the organization whose page it is takes part, "" where that is not the question.
    """

    program: Program
    value: float | None
    coverage: float
    marks: Mark
    band: str | None
    band_name: str
    change: float | None
    delays: tuple[str, ...]
    indicators: int
    support: str = ""

    @property
    def is_preliminary(self) -> bool:
        return Mark.PRELIMINARY in self.marks

    @property
    def is_illustration(self) -> bool:
        return Mark.ILLUSTRATION in self.marks or self.program.is_illustration

    @property
    def shown(self) -> Hashable:
        """Return everything that the row of a table shows: rows that show the same are written once."""
        program, lead = self.program, self.program.lead
        named = (program.code, program.display_name, program.stage, program.is_quick_win, lead and lead.abbreviation)
        judged = (self.value, self.band, self.band_name, self.change, self.is_illustration, self.is_preliminary)
        return named, judged, self.delays, bool(self.indicators), self.support


class _Light(NamedTuple):
    """What sorting needs of a program."""

    pk: int
    code: str
    name: str
    stage: str
    lead: str
    is_late: bool
    value: float | None
    is_on_plan: bool


_STAGES = [str(stage) for stage in Stage.values]
_SORTS: dict[str, Callable[[_Light], Any]] = {
    "attention": lambda one: (_need(one), one.value or 0.0, one.code),
    "name": lambda one: (one.name.casefold(), one.code),
    "attainment": lambda one: (one.value is None, one.value or 0.0, one.code),
    "stage": lambda one: (_STAGES.index(one.stage), one.code),
    "lead": lambda one: (not one.lead, one.lead, one.code),
    "late": lambda one: (not one.is_late, one.code),
}


@dataclass(frozen=True)
class ProgramTable:
    """One page of the programs under a node. scores: theirs, and the node's own at every quarter of the plan."""

    page: Page[ProgramLine]
    scores: Scores


def program_table(
    overview: Overview, node: NodeKey, programs: ProgramQuerySet, *, sort: str, number: str
) -> ProgramTable:
    """Return one page of these programs, which stand under that node; four queries however many there are.

    sort: `attention` (late, behind, without a value, on plan), name, attainment, stage, lead or late, with a minus for
    the other way round; anything else is attention. number: of the page, as an address has it.
    """
    quarters = trend_of(overview.plan, overview.quarter)[-2:]
    columns = ("pk", "code", "name", "name_en", "stage", "lead__abbreviation", "is_late")
    rows: list[tuple[Any, ...]] = list(with_lateness(programs, today=overview.today).order_by().values_list(*columns))
    scores = read_scores(overview.plan, quarters, basis=overview.basis, programs=[row[0] for row in rows], along=node)
    light = [
        _Light(pk, code, in_language(name, name_en), stage, lead or "", late, value, overview.scale.is_on_plan(value))
        for pk, code, name, name_en, stage, lead, late in rows
        for value in [scores.value(Node.PROGRAM, pk, overview.quarter)]
    ]
    light.sort(key=_SORTS.get(sort.removeprefix("-"), _SORTS["attention"]), reverse=sort.startswith("-"))
    page = Paginator(light, PAGE_SIZE).get_page(number)
    ids = [one.pk for one in page.object_list]
    lines = program_lines(ids, scores=scores, scale=overview.scale, quarter=overview.quarter, today=overview.today)
    return ProgramTable(Page(lines, page.number, page.paginator), scores)  # type: ignore[arg-type]  # it only counts rows


def program_lines(ids: list[int], *, scores: Scores, scale: Scale, quarter: Period, today: Any) -> list[ProgramLine]:
    """Return these programs in this order with what a table shows; two queries. scores: with theirs in it."""
    counted = Count("program_indicators", filter=Q(program_indicators__indicator__archived_at__isnull=True))
    found = Program.objects.filter(pk__in=ids).select_related("lead", "pillar").annotate(indicator_count=counted)
    programs = {program.pk: program for program in found}
    delays = delays_of(programs.values(), today=today)
    lines = []
    for pk in ids:
        value = scores.value(Node.PROGRAM, pk, quarter)
        band = scale.code(value)
        lines.append(
            ProgramLine(
                program=programs[pk],
                value=value,
                coverage=scores.coverage(Node.PROGRAM, pk, quarter),
                marks=scores.marks(Node.PROGRAM, pk, quarter),
                band=band,
                band_name=scale.name(band),
                change=scores.change(Node.PROGRAM, pk, quarter),
                delays=tuple(delay_text(delay, today=today) for delay in delays[pk]),
                indicators=getattr(programs[pk], "indicator_count", 0),
            )
        )
    return lines


def _need(one: _Light) -> int:
    if one.is_late:
        return 0
    if one.value is None:
        return 2
    return 3 if one.is_on_plan else 1
