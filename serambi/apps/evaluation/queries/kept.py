"""What was read for a page, kept in the process until anything is written.

Ten people who look at the dashboard on one morning see the same rows. They are read once, and again as soon as the
record of writes has a new entry: every write leaves one in its own transaction, so nothing old can be shown. What is
kept are the rows, not the page. `docs/decisions/0009-kept-rows.md` has the reasons and the limits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.permissions import can_see_preliminary, is_coordinator
from serambi.apps.audit.queries import newest_entry, recent_entries
from serambi.apps.evaluation.models import JoinedPlan, Node
from serambi.apps.evaluation.queries.asked import Asked
from serambi.apps.evaluation.queries.bands import Scale, scale
from serambi.apps.evaluation.queries.basis import Basis
from serambi.apps.evaluation.queries.follow_up import FollowUp, follow_up_of
from serambi.apps.evaluation.queries.joining import NodeKey
from serambi.apps.evaluation.queries.lists import Entry, due_soon, needs_decision
from serambi.apps.evaluation.queries.news import news
from serambi.apps.evaluation.queries.organizations import OrganizationWork, organization_work
from serambi.apps.evaluation.queries.overview import Overview, read_overview
from serambi.apps.evaluation.queries.programs import ProgramTable, program_table
from serambi.apps.evaluation.queries.realization import Realization, WantedRealization, read_realization
from serambi.apps.evaluation.queries.scores import Scores, read_scores
from serambi.apps.evaluation.queries.trends import IndicatorTrend, indicator_trends
from serambi.apps.evaluation.queries.why import Explanation, explain_program
from serambi.apps.evaluation.queries.work import WorkSoFar, work_of
from serambi.apps.partnerships.queries import (
    OrganizationCommitments,
    ProgramPartners,
    commitments_of,
    partners_of_program,
)
from serambi.apps.plans.models import MasterPlan, Program, ProgramQuerySet
from serambi.apps.plans.permissions import can_see_plan
from serambi.apps.plans.queries import ProgramFacts, register_facts
from serambi.methods.periods import Period
from serambi.ui.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Front:
    """Everything on the dashboard: the rows of the table and the three short lists."""

    overview: Overview
    decisions: tuple[Entry, ...]
    deadlines: tuple[Entry, ...]
    news: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """Everything on the page of a program that is the same for all who see it with these figures."""

    bands: Scale
    why: Explanation
    trends: list[IndicatorTrend]
    scores: Scores
    facts: ProgramFacts
    work: WorkSoFar | None
    follow_up: FollowUp | None
    partners: ProgramPartners | None


_overviews: Shelf[Overview] = Shelf(48)
_fronts: Shelf[Front] = Shelf(48)
_programs: Shelf[ProgramTable] = Shelf(96)
_pages: Shelf[ProgramPage] = Shelf(96)
_work: Shelf[OrganizationWork] = Shelf(96)
_realizations: Shelf[Realization] = Shelf(32)
_promises: Shelf[OrganizationCommitments | None] = Shelf(96)


def kept_overview(plan: MasterPlan, user: Any, *, quarter: Period, basis: Basis, today: dt.date) -> Overview:
    """Return the same as `read_overview`, without a query where nothing was written since somebody like this asked.

    plan: as `current_plan_for` returns it.
    """

    def read() -> Overview:
        return read_overview(plan, user, quarter=quarter, basis=basis, today=today)

    key = _key(plan, user, quarter, basis, today)
    return _overviews.get(key, read)


def kept_front(plan: MasterPlan, user: Any, *, quarter: Period, basis: Basis, today: dt.date) -> Front:
    """Return the rows and lists of the dashboard, without a query where nothing was written since. plan: as above."""

    def read() -> Front:
        overview = read_overview(plan, user, quarter=quarter, basis=basis, today=today)
        return Front(overview, needs_decision(overview), due_soon(plan, user, today=today), news(plan, user))

    key = _key(plan, user, quarter, basis, today)
    return _fronts.get(key, read)


def kept_programs(
    overview: Overview, user: Any, node: NodeKey, programs: ProgramQuerySet, *, sort: str, number: str
) -> ProgramTable:
    """Return the same as `program_table`, kept like the overview it belongs to."""

    def read() -> ProgramTable:
        return program_table(overview, node, programs, sort=sort, number=number)

    key = _key(overview.plan, user, overview.quarter, overview.basis, overview.today)
    return _programs.get(None if key is None else (key, node, sort, number), read)


def kept_program(page: Asked, user: Any, program: Program) -> ProgramPage:
    """Return what the page of a program shows, kept like the rows. page: of the program's own plan."""

    def read() -> ProgramPage:
        bands = scale()
        why = explain_program(page.plan, user, program, quarter=page.quarter, basis=page.basis, bands=bands)
        return ProgramPage(
            bands,
            why,
            trends=indicator_trends(page.plan, why, basis=page.basis),
            scores=read_scores(page.plan, [page.quarter], basis=page.basis, along=(Node.PROGRAM.value, program.pk)),
            facts=register_facts(program, page.today),
            work=work_of(program, today=page.today),
            follow_up=follow_up_of(user, program, today=page.today),
            partners=partners_of_program(user, program, today=page.today),
        )

    return _pages.get(_under(page, user, program.pk, program.updated_at), read)


def kept_work(page: Asked, user: Any, organization: Organization) -> OrganizationWork:
    """Return the same as `organization_work`, kept like the rows."""

    def read() -> OrganizationWork:
        return organization_work(
            organization, user, plan=page.plan, quarter=page.quarter, basis=page.basis, today=page.today
        )

    return _work.get(_under(page, user, organization.pk), read)


def kept_realization(page: Asked, user: Any, wanted: WantedRealization) -> Realization:
    """Return the money and work of the plan's active programs, kept like the rows."""

    def read() -> Realization:
        programs = Program.objects.visible_to(user).active().filter(plan_id=page.plan.pk)
        return read_realization(programs, wanted, today=page.today)

    return _realizations.get(_under(page, user, wanted), read)


def kept_commitments(page: Asked, user: Any, organization: Organization) -> OrganizationCommitments | None:
    """Return the same as `commitments_of`, kept like the rows."""

    def read() -> OrganizationCommitments | None:
        return commitments_of(user, organization, today=page.today)

    return _promises.get(_under(page, user, organization.pk), read)


def rows_key(page: Asked, user: Any) -> Hashable | None:
    """Return what decides a row of a table; None where the plan came without its state."""
    return _key(page.plan, user, page.quarter, page.basis, page.today)


def _under(page: Asked, user: Any, *parts: Hashable) -> Hashable | None:
    key = rows_key(page, user)
    return None if key is None else (key, *parts)


def current_plan_for(user: Any) -> MasterPlan | None:
    """Return the current plan if the person may see it, with the state of the data beside it; one query.

    The state is other after any write: the number of the last entry of the record, how many of the last there are, and
    the name of the last time when the whole plan was joined, which leaves no entry.
    """
    joined = JoinedPlan.objects.filter(plan_id=OuterRef("pk"))
    plan = (
        MasterPlan.objects.filter(is_current=True)
        .select_related("region")
        .annotate(
            state_run=Subquery(joined.values("run")),
            state_last=newest_entry(),
            state_recent=recent_entries(),
        )
        .first()
    )
    return plan if plan is not None and can_see_plan(user, plan) else None


def _key(plan: MasterPlan, user: Any, quarter: Period, basis: Basis, today: dt.date) -> Hashable | None:
    """Return what decides the rows: the state of the data, the day, the language, and what such a person may see.

    None where the plan came without its state, or was never joined: then nothing is kept.
    """
    state = tuple(getattr(plan, name, None) for name in ("state_run", "state_last", "state_recent"))
    if state[0] is None:
        return None
    sees = (basis, is_coordinator(user), can_see_preliminary(user), bool(getattr(user, "is_authenticated", False)))
    return plan.pk, state, quarter, today, get_language(), sees
