"""The objects that rows of a file name, read once for a load and added to while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from serambi.apps.agencies.models import Organization
from serambi.apps.indicators.models import Indicator
from serambi.apps.observations.models import Series
from serambi.apps.plans.models import Activity, Goal, MasterPlan, Mission, Pillar, Program, Strategy, SubDimension
from serambi.apps.regions.models import Area
from serambi.exchange.workbook.cells import plain_text
from serambi.exchange.workbook.names import Names
from serambi.exchange.workbook.register import Register, strategy_label


class Found:
    """Objects by what the workbook calls them."""

    def __init__(self, register: Register, names: Names) -> None:
        self._register, self._names = register, names
        # Activities that this load made, by their row in the file.
        self.made_activities: dict[int, Activity] = {}

    @property
    def plan(self) -> MasterPlan:
        plan = self._register.plan
        if plan is None:  # `load` asks before it begins
            raise LookupError("there is no plan")
        return plan

    @cached_property
    def organizations(self) -> dict[str, Organization]:
        return {one.abbreviation: one for one in Organization.objects.all()}

    @cached_property
    def areas(self) -> dict[str, Area]:
        found = Area.objects.in_bulk()
        return {code: found[pk] for pk, code in self._register.areas.items()}

    @cached_property
    def pillars(self) -> dict[str, Pillar]:
        return {one.code: one for one in Pillar.objects.filter(plan=self.plan)}

    @cached_property
    def parts(self) -> dict[tuple[str, str], SubDimension]:
        found = SubDimension.objects.filter(pillar__plan=self.plan).select_related("pillar")
        return {(one.pillar.code, one.code): one for one in found}

    @cached_property
    def missions(self) -> dict[str, Mission]:
        found = Mission.objects.in_bulk(list(self._register.missions))
        return {name: found[pk] for pk, name in self._register.missions.items()}

    @cached_property
    def goals(self) -> dict[tuple[str, str], Goal]:
        found = Goal.objects.filter(pillar__plan=self.plan).select_related("pillar")
        return {(one.pillar.code, plain_text(one.code)): one for one in found}

    @cached_property
    def strategies(self) -> dict[tuple[str, str], Strategy]:
        found = Strategy.objects.filter(goal__pillar__plan=self.plan).select_related("goal__pillar")
        return {(one.goal.pillar.code, strategy_label(one.goal.code, one.code)): one for one in found}

    @cached_property
    def standards(self) -> dict[str, int]:
        return {name: pk for pk, name in self._register.standards.items()}

    @cached_property
    def programs(self) -> dict[str, Program]:
        return {one.code: one for one in self._register.programs.select_related("plan", "lead")}

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {one.code: one for one in self._register.indicators}

    @cached_property
    def series(self) -> dict[str, Series]:
        return {one.code: one for one in self._register.series}

    @cached_property
    def _activities(self) -> dict[int, Activity]:
        return {one.pk: one for one in self._register.activities.select_related("program__lead", "program__plan")}

    def activity(self, values: Mapping[str, Any], column: str = "activity") -> Activity | None:
        """Return the activity that a row names, one that this load made too; None where it names none."""
        if not values.get(column):
            return None
        target = self._names.activity(values, column)
        if target is None:
            raise LookupError(values)  # comparing has found it before
        pk, row = target
        return self._activities[pk] if pk else self.made_activities[row]
