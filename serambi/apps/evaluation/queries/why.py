"""Why a score is what it is: what it is made of, with which weight, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.evaluation.labels import LeftOut
from serambi.apps.evaluation.models import Node
from serambi.apps.evaluation.queries import joining
from serambi.apps.evaluation.queries.attainments import Judged, judged_indicators
from serambi.apps.evaluation.queries.bands import Scale, scale
from serambi.apps.evaluation.queries.basis import Basis
from serambi.apps.evaluation.queries.joining import Limits
from serambi.apps.evaluation.queries.scores import Scores, read_scores
from serambi.apps.indicators.models import ProgramIndicator
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import MasterPlan, Pillar, Program, SubDimension
from serambi.methods import scoring
from serambi.methods.periods import Period

NO_MARK = Mark(0)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a score is made of, before the arithmetic. url: its page; why: where its own value is explained.

    judged: the target, the value and their comparison, for an indicator.
    """

    name: str
    url: str
    why: str
    weight: Any
    value: float | None
    coverage: float
    marks: Mark
    left_out: LeftOut | None = None
    judged: Judged | None = None

    @property
    def is_preliminary(self) -> bool:
        return Mark.PRELIMINARY in self.marks

    @property
    def is_illustration(self) -> bool:
        return Mark.ILLUSTRATION in self.marks


@dataclass(frozen=True, slots=True)
class Line:
    """A part with what it contributes; share and points are None for what is left out."""

    part: Part
    contribution: scoring.Contribution
    band: str | None
    band_name: str

    @property
    def share_percent(self) -> float:
        return self.contribution.share * 100


@dataclass(frozen=True)
class Explanation:
    """A score taken apart. lines: what counts, largest contribution first; left_out: what does not, and why.

    uncounted: parts without programs, which do not lower the coverage. limits: for a program, how much an attainment
    counts at most and at least; None elsewhere, where every part lies within them already.
    """

    node: Node
    pk: int
    name: str
    url: str
    pillar: str
    plan: MasterPlan
    quarter: Period
    value: float | None
    coverage: float
    marks: Mark
    band: str | None
    band_name: str
    lines: tuple[Line, ...]
    left_out: tuple[Line, ...]
    uncounted: tuple[Part, ...]
    limits: Limits | None
    crumbs: tuple[tuple[str, str], ...]

    @property
    def coverage_percent(self) -> float:
        return self.coverage * 100

    @property
    def is_preliminary(self) -> bool:
        return Mark.PRELIMINARY in self.marks

    @property
    def is_illustration(self) -> bool:
        return Mark.ILLUSTRATION in self.marks

    @property
    def has_limited(self) -> bool:
        return any(line.contribution.is_limited for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is being explained, and its parts. marks: its own, which every value of it carries."""

    name: str
    url: str
    pillar: str
    parts: list[Part]
    crumbs: tuple[tuple[str, str], ...] = ()
    uncounted: tuple[Part, ...] = ()
    limits: Limits | None = None
    marks: Mark = NO_MARK


def explain(plan: MasterPlan, user: Any, node: Node, pk: int, *, quarter: Period, basis: Basis) -> Explanation:
    """Return what the score of a node at the end of a quarter is made of, down one level.

    Raises Http404 when the plan has no such node that the person may see.
    """
    match node:
        case Node.PLAN:
            subject = _plan(plan, pk, quarter=quarter, basis=basis)
        case Node.PILLAR:
            subject = _pillar(plan, pk, quarter=quarter, basis=basis)
        case Node.SUB_DIMENSION | Node.UNASSIGNED:
            subject = _group(plan, user, node, pk, quarter=quarter, basis=basis)
        case Node.PROGRAM:
            subject = _program(plan, user, pk, quarter=quarter, basis=basis)
    return _explanation(plan, node, pk, subject, quarter=quarter, bands=scale())


def explain_program(
    plan: MasterPlan, user: Any, program: Program, *, quarter: Period, basis: Basis, bands: Scale
) -> Explanation:
    """Return the same for a program that the caller has read already."""
    subject = _of_program(plan, user, program, quarter=quarter, basis=basis)
    return _explanation(plan, Node.PROGRAM, program.pk, subject, quarter=quarter, bands=bands)


def _explanation(
    plan: MasterPlan, node: Node, pk: int, subject: _Subject, *, quarter: Period, bands: Scale
) -> Explanation:
    limits = subject.limits
    joined = scoring.roll_up(
        [scoring.Child(index, part.value, part.weight, part.coverage) for index, part in enumerate(subject.parts)],
        ceiling=limits.ceiling if limits else None,
        floor=limits.floor if limits else None,
    )
    marks = NO_MARK
    lines: list[Line] = []
    left_out: list[Line] = []
    for part, contribution in zip(subject.parts, joined.contributions, strict=True):
        band = bands.code(part.value)
        line = Line(part, contribution, band, bands.name(band))
        counts = contribution.points is not None and contribution.share > 0
        (lines if counts else left_out).append(line)
        marks |= part.marks | subject.marks if counts else NO_MARK
    lines.sort(key=lambda line: -(line.contribution.points or 0.0))
    band = bands.code(joined.value)
    return Explanation(
        node=node,
        pk=pk,
        name=subject.name,
        url=subject.url,
        pillar=subject.pillar,
        plan=plan,
        quarter=quarter,
        value=joined.value,
        coverage=joined.coverage,
        marks=marks,
        band=band,
        band_name=bands.name(band),
        lines=tuple(lines),
        left_out=tuple(left_out),
        uncounted=subject.uncounted,
        limits=limits,
        crumbs=((plan.display_name, f"{reverse('evaluation:dashboard')}?period={quarter}"), *subject.crumbs),
    )


# Plan and pillars -------------------------------------------------------------------------------------------------


def why_url(node: Node, pk: int, quarter: Period) -> str:
    return f"{reverse('evaluation:why', args=[node.value, pk])}?period={quarter}"


def _part(
    scores: Scores, node: Node, pk: int, quarter: Period, *, name: str, url: str, weight: Any, reason: LeftOut
) -> Part:
    value = scores.value(node, pk, quarter)
    left_out = reason if value is None else LeftOut.NO_WEIGHT if not weight else None
    return Part(
        name=name,
        url=f"{url}?period={quarter}",
        why=why_url(node, pk, quarter),
        weight=weight,
        value=value,
        coverage=scores.coverage(node, pk, quarter),
        marks=scores.marks(node, pk, quarter),
        left_out=left_out,
    )


def _plan(plan: MasterPlan, pk: int, *, quarter: Period, basis: Basis) -> _Subject:
    if pk != plan.pk:
        raise Http404(pk)
    scores = read_scores(plan, [quarter], basis=basis)
    with_programs = set(_active(plan).values_list("pillar_id", flat=True).distinct())
    parts = [
        _part(
            scores, Node.PILLAR, pillar.pk, quarter,
            name=pillar.display_name, url=reverse("evaluation:pillar", args=[pillar.code]), weight=pillar.weight,
            reason=LeftOut.NOTHING_BELOW if pillar.pk in with_programs else LeftOut.NO_PROGRAM,
        )
        for pillar in plan.pillars.all()
    ]  # fmt: skip
    return _Subject(plan.display_name, reverse("evaluation:dashboard"), "", parts)


def _pillar(plan: MasterPlan, pk: int, *, quarter: Period, basis: Basis) -> _Subject:
    pillar = _pillar_or_404(plan, pk)
    scores = read_scores(plan, [quarter], basis=basis)
    with_programs = set(_active(plan).filter(pillar=pillar).values_list("sub_dimension_id", flat=True).distinct())
    counted: list[Part] = []
    uncounted: list[Part] = []
    for sub in pillar.sub_dimensions.all():
        part = _part(
            scores, Node.SUB_DIMENSION, sub.pk, quarter,
            name=sub.display_name, url=reverse("evaluation:sub_dimension", args=[pillar.code, sub.code]),
            weight=sub.weight, reason=LeftOut.NOTHING_BELOW if sub.pk in with_programs else LeftOut.NO_PROGRAM,
        )  # fmt: skip
        (counted if sub.pk in with_programs else uncounted).append(part)
    page = reverse("evaluation:pillar", args=[pillar.code])
    if None in with_programs:
        counted.append(
            _part(
                scores,
                Node.UNASSIGNED,
                pillar.pk,
                quarter,
                name=_("Programs without a sub-dimension"),
                url=page,
                weight=1,
                reason=LeftOut.NOTHING_BELOW,
            )
        )
    return _Subject(pillar.display_name, page, pillar.code, counted, uncounted=tuple(uncounted))


def _active(plan: MasterPlan) -> Any:
    return Program.objects.active().filter(plan=plan).order_by()


def _pillar_or_404(plan: MasterPlan, pk: int) -> Pillar:
    pillar = plan.pillars.filter(pk=pk).first()
    if pillar is None:
        raise Http404(pk)
    return pillar


# Groups of programs -----------------------------------------------------------------------------------------------


def _group(plan: MasterPlan, user: Any, node: Node, pk: int, *, quarter: Period, basis: Basis) -> _Subject:
    programs = Program.objects.visible_to(user).active().filter(plan=plan)
    if node is Node.UNASSIGNED:
        pillar = _pillar_or_404(plan, pk)
        programs = programs.filter(pillar=pillar, sub_dimension__isnull=True)
        name, page = _("Programs without a sub-dimension"), reverse("evaluation:pillar", args=[pillar.code])
    else:
        sub = SubDimension.objects.filter(pillar__plan=plan, pk=pk).select_related("pillar").first()
        if sub is None:
            raise Http404(pk)
        pillar = sub.pillar
        programs = programs.filter(sub_dimension=sub)
        name, page = sub.display_name, reverse("evaluation:sub_dimension", args=[pillar.code, sub.code])
    rows = list(programs.order_by("code"))
    ids = [program.pk for program in rows]
    scores = read_scores(plan, [quarter], basis=basis, programs=ids)
    links = ProgramIndicator.objects.filter(program_id__in=ids, indicator__archived_at__isnull=True)
    measured = set(links.order_by().values_list("program_id", flat=True).distinct())
    parts = [
        _part(
            scores, Node.PROGRAM, program.pk, quarter,
            name=program.display_name, url=reverse("evaluation:program", args=[program.code]), weight=program.weight,
            reason=LeftOut.NOTHING_BELOW if program.pk in measured else LeftOut.NO_INDICATOR,
        )
        for program in rows
    ]  # fmt: skip
    return _Subject(name, page, pillar.code, parts, crumbs=(_crumb(pillar, quarter),))


def _crumb(pillar: Pillar, quarter: Period) -> tuple[str, str]:
    return pillar.display_name, why_url(Node.PILLAR, pillar.pk, quarter)


# Programs ---------------------------------------------------------------------------------------------------------


def _program(plan: MasterPlan, user: Any, pk: int, *, quarter: Period, basis: Basis) -> _Subject:
    programs = Program.objects.visible_to(user).active().filter(plan=plan, pk=pk)
    program = programs.select_related("pillar", "sub_dimension").first()
    if program is None:
        raise Http404(pk)
    return _of_program(plan, user, program, quarter=quarter, basis=basis)


def _of_program(plan: MasterPlan, user: Any, program: Program, *, quarter: Period, basis: Basis) -> _Subject:
    judged = judged_indicators(plan, user, program, quarter=quarter, basis=basis)
    crumbs: Sequence[tuple[str, str]] = [_crumb(program.pillar, quarter)]
    if program.sub_dimension is not None:
        sub = program.sub_dimension
        crumbs = [*crumbs, (sub.display_name, why_url(Node.SUB_DIMENSION, sub.pk, quarter))]
    return _Subject(
        name=program.display_name,
        url=reverse("evaluation:program", args=[program.code]),
        pillar=program.pillar.code,
        parts=list(_indicator_parts(judged)),
        crumbs=tuple(crumbs),
        limits=joining.limits_of(plan.pk),
        marks=Mark.ILLUSTRATION if program.is_illustration else NO_MARK,
    )


def _indicator_parts(judged: Iterable[Judged]) -> Iterable[Part]:
    for one in judged:
        left_out = one.left_out or (LeftOut.NO_WEIGHT if not one.weight else None)
        yield Part(
            name=one.name,
            url=one.url,
            why=one.why,
            weight=one.weight,
            value=one.ratio,
            coverage=1.0,
            marks=one.marks,
            left_out=left_out,
            judged=one,
        )
