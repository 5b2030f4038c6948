"""What taking a load back would do: what goes, what is archived, what is restored, and what stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from serambi.apps.audit.services import in_parts
from serambi.apps.indicators.models import Baseline, Indicator, ProgramIndicator, Target
from serambi.apps.observations.models import Series
from serambi.apps.plans.models import Activity, BudgetLine, Program
from serambi.exchange.imports.standing import Named, Row, Standing, by_owner
from serambi.exchange.models import Load

_TOGETHER = 2000


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that is not taken back, or not wholly: what it is, its name, and why, in a sentence."""

    kind: str
    name: str
    reason: str


@dataclass(slots=True)
class Undoing:
    """What taking a load back does.

    remove: numbers of created rows that go, by table. archive: numbers of created rows that others built upon; they
    leave the register and every count with all they have, and can be restored. restore: changed fields that get their
    old value, by row. conflicts: what is archived instead of removed, and what stays as it is.
    """

    remove: dict[type[Model], list[int]] = field(default_factory=dict)
    archive: dict[type[Model], list[int]] = field(default_factory=dict)
    restore: dict[Any, dict[str, Any]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    _alone: dict[type[Model], list[int]] = field(default_factory=dict)

    def take(self, model: type[Model], pk: int, *, with_owner: bool) -> None:
        """Remove a row. with_owner: what it hangs on goes as well."""
        self.remove.setdefault(model, []).append(pk)
        if not with_owner:
            self._alone.setdefault(model, []).append(pk)

    def alone(self, model: type[Model]) -> list[int]:
        """Return the rows that go while what they hang on stays."""
        return self._alone.get(model, [])

    def gone(self, model: type[Model]) -> list[int]:
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


_Key = tuple[type[Model], int]


class _Found(NamedTuple):
    """A conflict before anything has its name. culprit: the row that the reason names, where it names one."""

    row: _Key
    reason: Callable[[str], str]
    culprit: _Key | None = None


class _Examination:
    """Sorts what a load wrote into what goes, what is archived, what is restored and what stays."""

    def __init__(self, load: Load) -> None:
        self.result = Undoing()
        self._found: list[_Found | Conflict] = []
        self._named: dict[type[Model], dict[int, Any]] = {}
        self._standing = Standing(load.created)
        self._series: dict[str, Named] = {row.code: row for row in self._standing.of(Series).values()}
        self._used = self._used_indicators()
        self._archived = self._programs()
        self._indicators()
        self._rest()
        self._changes(load.changed)
        self._name_conflicts()

    def _programs(self) -> set[int]:
        """Sort the programs; return the numbers of those that are kept whole because people worked with them."""
        standing = self._standing
        below: tuple[type[Model], ...] = (BudgetLine, Activity, ProgramIndicator)
        parts = {model: by_owner(standing.of(model).values()) for model in below}
        kept: set[int] = set()
        for program in standing.of(Program).values():
            conflict = self._built_upon(program.pk, parts)
            if conflict is None:
                self.result.remove.setdefault(Program, []).append(program.pk)
                continue
            kept.add(program.pk)
            if not program.is_archived:
                self.result.archive.setdefault(Program, []).append(program.pk)
                self._found.append(conflict)
        return kept

    def _built_upon(self, program: int, parts: dict[type[Model], dict[int, list[Row]]]) -> _Found | None:
        """Return why a created program has to stay, None where nothing stands against removing it."""
        standing, key = self._standing, (Program, program)
        added = standing.used.get(key)
        if added:
            return _Found(
                key,
                lambda _name: (
                    _("Archived instead of removed, because something was added to it: %(what)s.") % {"what": added}
                ),
            )
        if key in standing.changed:
            return _Found(key, lambda _name: _("Archived instead of removed, because somebody changed it."))
        for model, rows in parts.items():
            for row in rows.get(program, ()):
                is_link = model is ProgramIndicator
                if row.other in self._used if is_link else standing.is_touched(model, row.pk):
                    culprit = (Indicator, row.other) if is_link and row.other is not None else (model, row.pk)
                    return _Found(
                        key,
                        lambda name: (
                            _("Archived instead of removed, because somebody changed or used “%(what)s”.")
                            % {"what": name}
                        ),
                        culprit,
                    )
        return None

    def _used_indicators(self) -> set[int]:
        """Return the created indicators that somebody changed, used, or gave figures, other aims or programs."""
        standing = self._standing
        used: set[int] = set()
        for model in (Target, Baseline, ProgramIndicator):
            for row in standing.of(model).values():
                indicator = row.other if model is ProgramIndicator else row.owner
                if indicator is not None and standing.is_touched(model, row.pk):
                    used.add(indicator)
        for indicator in standing.of(Indicator).values():
            own = self._series.get(indicator.formula)
            is_figured = own is not None and standing.is_touched(Series, own.pk)
            if standing.is_touched(Indicator, indicator.pk) or is_figured:
                used.add(indicator.pk)
        return used

    def _indicators(self) -> None:
        """Remove each indicator with its series and aims, or archive it where somebody used it."""
        standing, series = self._standing, dict(self._series)
        kept = {link.other for link in standing.of(ProgramIndicator).values() if link.owner in self._archived}
        for indicator in standing.of(Indicator).values():
            own = series.pop(indicator.formula, None)
            if indicator.pk not in self._used and indicator.pk not in kept:
                self.result.remove.setdefault(Indicator, []).append(indicator.pk)
                if own is not None:
                    self.result.remove.setdefault(Series, []).append(own.pk)
                continue
            self._archive_indicator(indicator, own)
        for row in series.values():  # of an indicator that somebody removed, or gave another formula
            if standing.is_touched(Series, row.pk):
                self._stays((Series, row.pk), lambda _name: _("Stays, because figures or formulas use it."))
            else:
                self.result.remove.setdefault(Series, []).append(row.pk)

    def _archive_indicator(self, indicator: Named, own: Named | None) -> None:
        key = (Indicator, indicator.pk)
        if indicator.pk in self._standing.in_formulas:
            self._stays(key, lambda _name: _("Stays, because formulas use it."))
            return
        if not indicator.is_archived:
            self.result.archive.setdefault(Indicator, []).append(indicator.pk)
            self._stays(
                key, lambda _name: _("Archived instead of removed, because it or its program was used or changed.")
            )
        if own is not None and not own.is_archived:
            self.result.archive.setdefault(Series, []).append(own.pk)

    def _rest(self) -> None:
        """Sort what was added to programs and indicators that were there before."""
        standing = self._standing
        closed = {model: _archived(model) for model in (Program, Indicator)}
        gone = {model: set(self.result.gone(model)) for model in (Program, Indicator)}
        held = {line.other for line in standing.of(BudgetLine).values() if standing.is_touched(BudgetLine, line.pk)}
        for model, owner in (
            (Activity, Program),
            (BudgetLine, Program),
            (ProgramIndicator, Indicator),
            (Target, Indicator),
            (Baseline, Indicator),
        ):
            owners, leaving = standing.of(owner), gone[owner]
            is_link = model is ProgramIndicator
            program_side = Program if is_link else owner
            for row in standing.of(model).values():
                if (owner is Program or is_link) and row.owner in self._archived:
                    continue  # stays with its program
                hangs_on = row.other if is_link else row.owner
                if hangs_on in owners:
                    if hangs_on in leaving:
                        self.result.take(model, row.pk, with_owner=True)
                    continue  # goes or stays with what the load created
                if standing.is_touched(model, row.pk) or row.owner in closed[program_side]:
                    self._stays((model, row.pk), _stays_as_it_is)
                elif model is Activity and row.pk in held:
                    self._stays((model, row.pk), _stays_as_it_is)  # with a budget line of its own that stays
                else:
                    self.result.take(model, row.pk, with_owner=False)

    # Changed fields ---------------------------------------------------------------------------------------------------

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
                    self._found.append(Conflict(str(model._meta.verbose_name), str(entry["id"]), reason))
                else:
                    self._change(row, entry)

    def _change(self, row: Any, entry: dict[str, Any]) -> None:
        column = row._meta.get_field(entry["field"])
        now = getattr(row, column.attname)
        word = {"field": column.verbose_name}
        if now != column.to_python(entry["new"]):
            reason = _("“%(field)s” stays, because somebody changed it since.") % word
        elif _is_closed(row):
            reason = _("“%(field)s” stays, because it was archived since.") % word
        else:
            old = column.to_python(entry["old"])
            if column.is_relation:
                old = self._row(column.related_model, old)
            self.result.restore.setdefault(row, {})[entry["field"]] = old
            return
        self._found.append(Conflict(str(row._meta.verbose_name), str(row), reason))

    def _row(self, model: type[Model], pk: int | None) -> Model | None:
        """Return a row that a field named before; None where it is gone or the field was empty."""
        if model not in self._named:
            self._named[model] = model._default_manager.in_bulk()
        return None if pk is None else self._named[model].get(pk)

    # Conflicts --------------------------------------------------------------------------------------------------------

    def _stays(self, row: _Key, reason: Callable[[str], str]) -> None:
        self._found.append(_Found(row, reason))

    def _name_conflicts(self) -> None:
        """Give every conflict the names of what it is about, each table read once."""
        pending = [one for one in self._found if isinstance(one, _Found)]
        names = _names({one.row for one in pending} | {one.culprit for one in pending if one.culprit is not None})
        for one in self._found:
            if isinstance(one, _Found):
                reason = one.reason(names.get(one.culprit, "") if one.culprit is not None else "")
                one = Conflict(str(one.row[0]._meta.verbose_name), names.get(one.row, ""), reason)  # noqa: PLW2901
            self.result.conflicts.append(one)


def _stays_as_it_is(_name: str) -> str:
    return _("Stays, because somebody changed it, or what it belongs to, since.")


def _names(keys: Iterable[_Key]) -> dict[_Key, str]:
    """Return what these rows are called."""
    by_model: dict[type[Model], list[int]] = {}
    for model, pk in keys:
        by_model.setdefault(model, []).append(pk)
    found: dict[_Key, str] = {}
    for model, numbers in by_model.items():
        related = [one.name for one in model._meta.concrete_fields if one.is_relation]
        for part in in_parts(numbers, _TOGETHER):
            rows = model._default_manager.select_related(*related).filter(pk__in=part)
            found.update({(model, row.pk): str(row) for row in rows})
    return found


def _archived(model: type[Program] | type[Indicator]) -> set[int]:
    return set(model._default_manager.filter(archived_at__isnull=False).order_by().values_list("pk", flat=True))


def _is_closed(row: Any) -> bool:
    """Tell whether the row, its program or its indicator is archived and takes no changes."""
    owner = getattr(row, "program", None) or getattr(row, "indicator", None) or row
    return getattr(owner, "archived_at", None) is not None


def _counted(rows: dict[type[Model], list[int]]) -> dict[str, int]:
    return {model._meta.label_lower: len(found) for model, found in rows.items() if found}
