"""Loading a proposal: one transaction through the services of plans, observations and indicators, all or nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import as_one_write, in_parts, record
from serambi.apps.indicators.models import Indicator
from serambi.apps.indicators.queries.definitions import Definitions, definitions, forget_definitions
from serambi.apps.indicators.services import (
    Aims,
    BaselineValue,
    IndicatorFacts,
    TargetValue,
    computed_once,
    create_indicators,
    link_indicators,
    set_aims,
)
from serambi.apps.observations.models import AreaLevel, FrequencyChoice, Overall, Series, ValueType
from serambi.apps.observations.services import create_many_series
from serambi.apps.observations.services.series import SeriesFields
from serambi.apps.plans.models import Activity, BudgetLine, MasterPlan, Program
from serambi.apps.plans.services import (
    add_activities,
    add_budget_lines,
    change_activity,
    change_program,
    create_programs,
    set_ceilings,
    told_once,
)
from serambi.exchange import errors, permissions
from serambi.exchange.imports import steps
from serambi.exchange.imports.changes import FieldChange, ProposedIndicator, ProposedLine
from serambi.exchange.imports.kept import Kept
from serambi.exchange.imports.proposal import Proposal
from serambi.exchange.imports.register import read_register
from serambi.exchange.models import Load
from serambi.methods.periods import Period
from serambi.methods.units import parse_unit

REPORTING_DAYS = 45
LONGEST_SOURCE = 300
# Indicators whose targets are in memory at once.
TOGETHER = 2000


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """The file that a table was read from. sha256: of its bytes, in hexadecimal digits. size: in bytes."""

    name: str
    sha256: str
    size: int


@transaction.atomic
def load(proposal: Proposal, *, file: LoadedFile, by: Any, seen: str = "", step: steps.Step = steps.untold) -> Load:
    """Make every change of a proposal and keep what it takes to undo them.

    seen: the fingerprint of the proposal that the person saw, where it was made again since; "" for this very one.
    step: told what is done now.
    Values and scores are computed once, at the end. Raises NotACoordinator, HasErrors, DoubtsOpen, NothingToLoad, and
    RegisterChanged when the register, the table or a choice is another than what was seen; whatever a service refuses
    goes through. Nothing is loaded then.
    """
    if by is not None and not permissions.can_load(by):
        raise errors.NotACoordinator
    if proposal.errors:
        raise errors.HasErrors(count=len(proposal.errors))
    if proposal.open_doubts:
        raise errors.DoubtsOpen(count=len(proposal.open_doubts))
    plan = MasterPlan.objects.select_for_update().get(pk=proposal.plan.pk)
    if read_register(plan).fingerprint != proposal.register or (seen and seen != proposal.fingerprint):
        raise errors.RegisterChanged
    if proposal.is_empty:
        raise errors.NothingToLoad
    kept = Kept()
    with _uncounted(), as_one_write(), told_once(), computed_once():
        _Loading(proposal, plan, kept, by).run(step)
        step(steps.SCORES)
    made = Load.objects.create(
        plan=plan,
        file_name=file.name[:255],
        file_sha256=file.sha256,
        file_size=file.size,
        layout_name=proposal.choices.layout[:120],
        loaded_by=by,
        loaded_at=timezone.now(),
        counts=proposal.counts,
        totals=totals_as_text(proposal),
        accepted=proposal.choices.as_json()["accepted"],
        created=kept.created(),
        changed=kept.changed,
    )
    record(Verb.LOADED, made, by=by, after={"file": made.file_name, "sha256": made.file_sha256, **made.counts})
    return made


@contextmanager
def _uncounted() -> Iterator[None]:
    """Let the search for unused objects pass over all that is there already; of a large load that is a fifth."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def totals_as_text(proposal: Proposal) -> dict[str, dict[str, str]]:
    """Return the rupiah of each year as exact text: what the table says, and what the register has of it."""
    sides = {"understood": proposal.understood_totals, "loaded": proposal.loaded_totals}
    years = sorted({year for totals in sides.values() for year in totals})
    return {
        str(year): {side: f"{totals[year]:f}" for side, totals in sides.items() if year in totals} for year in years
    }


class _Years(dict[int, Period]):
    """The year of each number, read once."""

    def __missing__(self, year: int) -> Period:
        self[year] = Period.parse(str(year))
        return self[year]


class _Loading:
    """One load under way. programs, activities: the rows by the index of the table."""

    def __init__(self, proposal: Proposal, plan: MasterPlan, kept: Kept, by: Any) -> None:
        self._proposal, self._plan, self._kept, self._by = proposal, plan, kept, by
        self._source = (proposal.choices.source or proposal.choices.layout)[:LONGEST_SOURCE]
        self._organizations = Organization.objects.in_bulk()
        self._programs: dict[int, Program] = {}
        self._activities: dict[int, Activity] = {}
        self._years = _Years()

    def run(self, step: steps.Step) -> None:
        step(steps.PROGRAMS)
        self._load_programs()
        step(steps.ACTIVITIES)
        self._load_activities()
        step(steps.MONEY)
        self._load_lines()
        step(steps.INDICATORS)
        self._load_indicators(step)

    def _load_programs(self) -> None:
        there = Program.objects.select_related("plan", "pillar").in_bulk(
            [one.existing for one in self._proposal.programs if one.existing is not None]
        )
        pillars = {pillar.pk: pillar for pillar in self._plan.pillars.all()}
        subs = {
            part.pk: part
            for pillar in self._plan.pillars.prefetch_related("sub_dimensions")
            for part in pillar.sub_dimensions.all()
        }
        places: dict[str, dict[int, Any]] = {"pillar": pillars, "sub_dimension": subs, "lead": self._organizations}
        new: dict[int, Program] = {}
        for one in self._proposal.programs:
            if one.existing is None:
                new[one.index] = Program(
                    plan=self._plan,
                    code=one.code,
                    name=one.name,
                    description=one.description,
                    pillar=pillars[one.pillar],
                    sub_dimension=subs.get(one.sub_dimension or 0),
                    lead=self._organizations.get(one.lead or 0),
                    source=self._source,
                )
            else:
                program = there[one.existing]
                self._programs[one.index] = program
                if one.changes:
                    self._kept.change(program, one.changes)
                    fields: Any = _values(one.changes, places)
                    program = self._programs[one.index] = change_program(program, by=self._by, **fields)
                program.plan = self._plan  # known already; every new line of the program asks for its years
        create_programs(self._plan, list(new.values()), by=self._by)
        self._programs |= new
        self._kept.create(Program, new.values())

    def _load_activities(self) -> None:
        there = Activity.objects.select_related("program").in_bulk(
            [one.existing for one in self._proposal.activities if one.existing is not None]
        )
        positions: dict[int, int] = {}
        stored = Activity.objects.filter(program__plan=self._plan).values_list("program_id", "position")
        for owner, position in stored:
            positions[owner] = max(position, positions.get(owner, 0))
        new: dict[int, Activity] = {}
        for one in self._proposal.activities:
            if one.existing is None:
                program = self._programs[one.program]
                positions[program.pk] = positions.get(program.pk, 0) + 1
                new[one.index] = Activity(
                    program=program,
                    code=one.code,
                    name=one.name,
                    organization=self._organizations.get(one.organization or 0),
                    position=positions[program.pk],
                )
            else:
                self._activities[one.index] = there[one.existing]
                if one.changes:
                    self._kept.change(there[one.existing], one.changes)
                    fields: Any = _values(one.changes, {"organization": self._organizations})
                    change_activity(there[one.existing], by=self._by, **fields)
        add_activities(list(new.values()), by=self._by)
        self._activities |= new
        self._kept.create(Activity, new.values())

    def _load_lines(self) -> None:
        changed = [one for one in self._proposal.lines if not one.is_new and not one.is_same]
        there = BudgetLine.objects.select_related("program__plan", "activity").in_bulk(
            [one.existing for one in changed]
        )
        ceilings = {there[one.existing or 0]: one.ceiling for one in changed}
        for line, ceiling in ceilings.items():
            self._kept.change_value(line, "ceiling", line.ceiling, ceiling)
        set_ceilings(ceilings, by=self._by)
        for part in in_parts((one for one in self._proposal.lines if one.is_new), TOGETHER):
            new = [self._line(one) for one in part]
            self._kept.create(BudgetLine, add_budget_lines(new, by=self._by))

    def _line(self, one: ProposedLine) -> BudgetLine:
        return BudgetLine(
            program=self._programs[one.program],
            activity=None if one.activity is None else self._activities[one.activity],
            year=one.year,
            fund_source=one.fund_source,
            ceiling=one.ceiling,
            source=self._source,
        )

    def _load_indicators(self, step: steps.Step) -> None:
        ids: dict[str, int] = {}
        for part in in_parts((one for one in self._proposal.indicators if one.is_new), TOGETHER):
            self._kept.create(Series, create_many_series([self._series(one) for one in part], by=self._by))
        if any(one.is_new for one in self._proposal.indicators):
            # Read once, with all series there: no new indicator is made from another.
            known = definitions()
            for part in in_parts((one for one in self._proposal.indicators if one.is_new), TOGETHER):
                ids |= self._create_indicators(part, known)
            del known
            forget_definitions()
        gained: list[tuple[int, int, Decimal]] = []
        wanted: dict[int, ProposedIndicator] = {}
        for one in self._proposal.indicators:
            pk = one.existing if one.existing is not None else ids[one.code]
            if not one.is_new and not one.is_linked:
                gained.append((pk, self._programs[one.program].pk, one.weight))
            if not all(aim.is_same for aim in one.aims):
                wanted[pk] = one
        self._link(gained)
        step(steps.TARGETS)
        for together in in_parts(wanted, TOGETHER):
            indicators = Indicator.objects.in_bulk(together)
            aims = {indicators[pk]: self._aims(wanted[pk]) for pk in together}
            self._kept.set_aims(set_aims(aims, by=self._by))

    def _create_indicators(self, new: list[ProposedIndicator], known: Definitions) -> dict[str, int]:
        """Create indicators, each over the series that was made for it, and return their ids by code."""
        created = create_indicators([self._facts(one) for one in new], by=self._by, known=known)
        self._kept.create(Indicator, created)
        self._kept.create_links(
            (indicator.pk, self._programs[one.program].pk) for indicator, one in zip(created, new, strict=True)
        )
        return {one.code: indicator.pk for one, indicator in zip(new, created, strict=True)}

    def _series(self, one: ProposedIndicator) -> SeriesFields:
        """Return the series that keeps the figures of a new indicator: one number for the regency each year."""
        is_number = parse_unit(one.unit).is_number
        return {
            "code": one.series,
            "name": one.name[:200],
            "unit": one.unit,
            "value_type": ValueType.NUMBER.value,
            "frequency": FrequencyChoice.YEAR.value,
            "area_level": AreaLevel.REGENCY.value,
            "over_time": Overall.LAST.value,
            "over_area": (Overall.MEAN if is_number else Overall.SUM).value,
            "producer": self._organizations.get(one.owner or 0),
            "definition": one.description,
            "source": self._source,
        }

    def _facts(self, one: ProposedIndicator) -> IndicatorFacts:
        return IndicatorFacts(
            code=one.code,
            name=one.name,
            formula=one.series,
            unit=one.unit,
            polarity=one.polarity,
            level=one.level,
            area_level=AreaLevel.REGENCY.value,
            frequency=FrequencyChoice.YEAR.value,
            decimals=one.decimals,
            reporting_days=REPORTING_DAYS,
            description=one.description,
            owner=self._organizations.get(one.owner or 0),
            programs={self._programs[one.program].pk: one.weight},
        )

    def _link(self, links: list[tuple[int, int, Decimal]]) -> None:
        """Give programs indicators of the register, and keep what was not linked before."""
        link_indicators(links, by=self._by)
        self._kept.create_links((indicator, program) for indicator, program, _weight in links)

    def _aims(self, one: ProposedIndicator) -> Aims:
        region = self._plan.region
        wanted = [aim for aim in one.aims if not aim.is_same]
        years = self._years
        return Aims(
            tuple(
                TargetValue(region, years[aim.year], aim.value, aim.upper, self._source)
                for aim in wanted
                if not aim.is_baseline
            ),
            tuple(BaselineValue(region, years[aim.year], aim.value, self._source) for aim in wanted if aim.is_baseline),
        )


def _values(changes: tuple[FieldChange, ...], rows: dict[str, dict[int, Any]]) -> dict[str, Any]:
    """Return the new value of each field; of a field that names a row, that row."""
    return {
        change.field: rows[change.field].get(change.new or 0) if change.field in rows else change.new
        for change in changes
    }
