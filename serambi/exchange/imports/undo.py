"""Taking exactly one load back, and saying what stands against taking back all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.indicators.models import Baseline, Indicator, ProgramIndicator, Target
from serambi.apps.indicators.services import (
    Aims,
    BaselineValue,
    TargetValue,
    archive_indicator,
    change_indicator,
    computed_once,
    remove_baseline,
    remove_indicators,
    remove_target,
    set_aims,
)
from serambi.apps.observations.models import Series
from serambi.apps.observations.services import archive_series, remove_series
from serambi.apps.plans.models import Activity, BudgetLine, Program
from serambi.apps.plans.services import (
    archive_program,
    change_activity,
    change_program,
    remove_activities,
    remove_budget_lines,
    remove_programs,
    report_realizations,
    set_ceilings,
    told_once,
)
from serambi.exchange import errors, permissions
from serambi.exchange.imports.services import facts_of, facts_with
from serambi.exchange.imports.standing import Standing, by_program
from serambi.exchange.models import Load
from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that is not taken back, or not wholly: what it is, its name, and why, in a sentence."""

    kind: str
    name: str
    reason: str


@dataclass(slots=True)
class Undoing:
    """What taking a load back does.

    remove: created rows that go, by table. archive: created rows that others built upon; they leave the register and
    every count with all they have, and can be restored. restore: changed fields that get their old value, by row.
    conflicts: what is archived instead of removed, and what stays as it is.
    """

    remove: dict[type[Model], list[Any]] = field(default_factory=dict)
    archive: dict[type[Model], list[Any]] = field(default_factory=dict)
    restore: dict[Any, dict[str, Any]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def gone(self, model: type[Model]) -> list[Any]:
        return self.remove.get(model, [])

    def as_json(self) -> dict[str, Any]:
        """Return how many rows are removed, archived and restored, and the conflicts, for the load to keep."""
        return {
            "removed": _counted(self.remove),
            "archived": _counted(self.archive),
            "restored": len(self.restore),
            "conflicts": [[one.kind, one.name, one.reason] for one in self.conflicts],
        }


def examine(load: Load) -> Undoing:
    """Return what taking a load back would do now; nothing is written."""
    return _Examination(load).result


@transaction.atomic
def undo(load: Load, *, by: Any) -> Undoing:
    """Take a load back and return what was done.

    What it created is removed, with an entry in the record for each row; what people built upon since is archived
    instead, and what they changed since stays as they left it: both are among the conflicts. Raises NotACoordinator
    and AlreadyUndone.
    """
    if by is not None and not permissions.can_load(by):
        raise errors.NotACoordinator
    current = Load.objects.select_for_update().get(pk=load.pk)
    if current.undone_at is not None:
        raise errors.AlreadyUndone(day=formats.day(current.undone_at))
    doing = examine(current)
    _take_back(doing, by=by)
    current.undone_at, current.undone_by, current.undone = timezone.now(), by, doing.as_json()
    current.save(update_fields=["undone_at", "undone_by", "undone"])
    record(Verb.REMOVED, current, by=by, before=current.counts, after=current.undone)
    return doing


def _take_back(doing: Undoing, *, by: Any) -> None:
    with told_once(), computed_once():
        _restore(doing, by=by)
        links = doing.gone(ProgramIndicator)
        leaving = {indicator.pk for indicator in doing.gone(Indicator)}
        for link in links:
            if link.indicator_id not in leaving:
                _unlink(link, by=by)
        for target in doing.gone(Target):
            if target.indicator_id not in leaving:
                remove_target(target, by=by)
        for baseline in doing.gone(Baseline):
            if baseline.indicator_id not in leaving:
                remove_baseline(baseline, by=by)
        remove_indicators(doing.gone(Indicator), by=by)
        remove_series(doing.gone(Series), by=by)
        for indicator in doing.archive.get(Indicator, ()):
            archive_indicator(indicator, by=by, reason=_("The load was taken back."))
        for series in doing.archive.get(Series, ()):
            archive_series(series, by=by, reason=_("The load was taken back."))
        removed = {program.pk for program in doing.gone(Program)}
        remove_budget_lines([line for line in doing.gone(BudgetLine) if line.program_id not in removed], by=by)
        remove_activities([one for one in doing.gone(Activity) if one.program_id not in removed], by=by)
        for program in doing.archive.get(Program, ()):
            archive_program(program, by=by, reason=_("The load was taken back."))
    remove_programs(doing.gone(Program), by=by)


def _restore(doing: Undoing, *, by: Any) -> None:
    ceilings: dict[BudgetLine, Decimal] = {}
    realizations: dict[BudgetLine, Decimal | None] = {}
    aims: dict[Indicator, Aims] = {}
    for row, fields in doing.restore.items():
        if isinstance(row, Program):
            change_program(row, by=by, **fields)
        elif isinstance(row, Activity):
            change_activity(row, by=by, **fields)
        elif isinstance(row, BudgetLine):
            if "ceiling" in fields:
                ceilings[row] = fields["ceiling"]
            if "realization" in fields:
                realizations[row] = fields["realization"]
        elif isinstance(row, Target):
            known = aims.get(row.indicator, Aims())
            said = {"value": row.value, "upper": row.upper, "source": row.source, **fields}
            wanted = TargetValue(row.area, row.period, said["value"], said["upper"], said["source"])
            aims[row.indicator] = Aims((*known.targets, wanted), known.baselines)
        elif isinstance(row, Baseline):
            known = aims.get(row.indicator, Aims())
            base = {"value": row.value, "source": row.source, **fields}
            stood = BaselineValue(row.area, row.period, base["value"], base["source"])
            aims[row.indicator] = Aims(known.targets, (*known.baselines, stood))
    set_ceilings(ceilings, by=by)
    report_realizations(realizations, by=by)
    set_aims(aims, by=by)


def _unlink(link: ProgramIndicator, *, by: Any) -> None:
    facts = facts_of(link.indicator)
    programs = {program: weight for program, weight in facts.programs.items() if program != link.program_id}
    change_indicator(link.indicator, facts_with(facts, programs), by=by)


class _Examination:
    """Sorts what a load wrote into what goes, what is archived, what is restored and what stays."""

    def __init__(self, load: Load) -> None:
        self.result = Undoing()
        self._named: dict[type[Model], dict[int, Any]] = {}
        self._standing = Standing(load.created)
        self._series = {row.code: row for row in self._standing.of(Series).values()}
        self._used = self._used_indicators()
        self._archived = self._programs()
        self._indicators()
        self._rest()
        self._changes(load.changed)

    def _programs(self) -> set[int]:
        """Sort the programs; return the ids of those that are kept whole because people worked with them."""
        standing = self._standing
        parts = [by_program(standing.of(model).values()) for model in (BudgetLine, Activity, ProgramIndicator)]
        kept: set[int] = set()
        for program in standing.of(Program).values():
            below = [row for table in parts for row in table.get(program.pk, ())]
            reason = self._reason(program, below)
            if not reason:
                self.result.remove.setdefault(Program, []).append(program)
                continue
            kept.add(program.pk)
            if program.archived_at is None:
                self.result.archive.setdefault(Program, []).append(program)
                self._conflict(program, reason)
        return kept

    def _reason(self, program: Program, below: list[Any]) -> str:
        standing = self._standing
        added = standing.used.get((Program, program.pk))
        if added:
            return _("Archived instead of removed, because something was added to it: %(what)s.") % {"what": added}
        if (Program, program.pk) in standing.changed:
            return _("Archived instead of removed, because somebody changed it.")
        for row in below:
            used = row.indicator_id in self._used if isinstance(row, ProgramIndicator) else standing.is_touched(row)
            if used:
                what = row.indicator if isinstance(row, ProgramIndicator) else row
                return _("Archived instead of removed, because somebody changed or used “%(what)s”.") % {"what": what}
        return ""

    def _used_indicators(self) -> set[int]:
        """Return the created indicators that somebody changed, used, or gave figures, other aims or programs."""
        standing = self._standing
        used = {
            row.indicator_id
            for model in (Target, Baseline, ProgramIndicator)
            for row in standing.of(model).values()
            if standing.is_touched(row)
        }
        for indicator in standing.of(Indicator).values():
            own = self._series.get(indicator.formula)
            if standing.is_touched(indicator) or (own is not None and standing.is_touched(own)):
                used.add(indicator.pk)
        return used

    def _indicators(self) -> None:
        """Remove each indicator with its series and aims, or archive it where somebody used it."""
        standing = self._standing
        series = dict(self._series)
        kept = {
            link.indicator_id for link in standing.of(ProgramIndicator).values() if link.program_id in self._archived
        }
        for indicator in standing.of(Indicator).values():
            own = series.pop(indicator.formula, None)
            if indicator.pk not in self._used | kept:
                self.result.remove.setdefault(Indicator, []).append(indicator)
                if own is not None:
                    self.result.remove.setdefault(Series, []).append(own)
                continue
            self._archive_indicator(indicator, own)
        for row in series.values():  # of an indicator that somebody removed, or gave another formula
            if standing.is_touched(row):
                self._conflict(row, _("Stays, because figures or formulas use it."))
            else:
                self.result.remove.setdefault(Series, []).append(row)

    def _archive_indicator(self, indicator: Indicator, own: Series | None) -> None:
        if indicator.pk in self._standing.in_formulas:
            self._conflict(indicator, _("Stays, because formulas use it."))
            return
        if indicator.archived_at is None:
            self.result.archive.setdefault(Indicator, []).append(indicator)
            self._conflict(indicator, _("Archived instead of removed, because it or its program was used or changed."))
        if own is not None and own.archived_at is None:
            self.result.archive.setdefault(Series, []).append(own)

    def _rest(self) -> None:
        """Sort what was added to programs and indicators that were there before."""
        standing = self._standing
        programs, indicators = standing.of(Program), standing.of(Indicator)
        gone_programs = {row.pk for row in self.result.gone(Program)}
        gone_indicators = {row.pk for row in self.result.gone(Indicator)}
        for model, owner, owners, leaving in (
            (Activity, "program_id", programs, gone_programs),
            (BudgetLine, "program_id", programs, gone_programs),
            (ProgramIndicator, "indicator_id", indicators, gone_indicators),
            (Target, "indicator_id", indicators, gone_indicators),
            (Baseline, "indicator_id", indicators, gone_indicators),
        ):
            for row in standing.of(model).values():
                if getattr(row, "program_id", None) in self._archived:
                    continue  # stays with its program
                if getattr(row, owner) in owners:
                    if getattr(row, owner) in leaving:
                        self.result.remove.setdefault(model, []).append(row)
                    continue  # goes or stays with what the load created
                if standing.is_touched(row) or self._is_closed(row):
                    self._conflict(row, _("Stays, because somebody changed it, or what it belongs to, since."))
                else:
                    self.result.remove.setdefault(model, []).append(row)
        held = {line.activity_id for line in standing.of(BudgetLine).values() if standing.is_touched(line)}
        for activity in list(self.result.gone(Activity)):
            if activity.pk in held:
                self.result.remove[Activity].remove(activity)
                self._conflict(activity, _("Stays, because somebody changed it, or what it belongs to, since."))

    def _changes(self, changed: list[dict[str, Any]]) -> None:
        """Restore each field that still says what the load made it say."""
        labels = {entry["model"] for entry in changed}
        for label in sorted(labels):
            model = apps.get_model(label)
            entries = [entry for entry in changed if entry["model"] == label]
            related = [one.name for one in model._meta.concrete_fields if one.is_relation]
            if "program" in related:
                related.append("program__plan")  # every line asks for the years of its plan
            rows = model._default_manager.select_related(*related).in_bulk([entry["id"] for entry in entries])
            for entry in entries:
                row = rows.get(entry["id"])
                if row is None:
                    reason = _("It is not there any more.")
                    self.result.conflicts.append(Conflict(str(model._meta.verbose_name), str(entry["id"]), reason))
                else:
                    self._change(row, entry)

    def _change(self, row: Any, entry: dict[str, Any]) -> None:
        column = row._meta.get_field(entry["field"])
        now = getattr(row, column.attname)
        word = {"field": column.verbose_name}
        if now != column.to_python(entry["new"]):
            self._conflict(row, _("“%(field)s” stays, because somebody changed it since.") % word)
        elif self._is_closed(row):
            self._conflict(row, _("“%(field)s” stays, because it was archived since.") % word)
        else:
            old = column.to_python(entry["old"])
            if column.is_relation:
                old = self._row(column.related_model, old)
            self.result.restore.setdefault(row, {})[entry["field"]] = old

    def _row(self, model: type[Model], pk: int | None) -> Model | None:
        """Return a row that a field named before; None where it is gone or the field was empty."""
        if model not in self._named:
            self._named[model] = model._default_manager.in_bulk()
        return None if pk is None else self._named[model].get(pk)

    def _is_closed(self, row: Any) -> bool:
        """Tell whether the row, its program or its indicator is archived and takes no changes."""
        owner = getattr(row, "program", None) or getattr(row, "indicator", None) or row
        return getattr(owner, "archived_at", None) is not None

    def _conflict(self, row: Model, reason: str) -> None:
        self.result.conflicts.append(Conflict(str(row._meta.verbose_name), str(row), reason))


def _counted(rows: dict[type[Model], list[Any]]) -> dict[str, int]:
    return {model._meta.label_lower: len(found) for model, found in rows.items() if found}
