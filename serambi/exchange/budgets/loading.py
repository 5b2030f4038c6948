"""Loading realizations: one transaction through the service of plans, all or nothing, kept so that it can be undone."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.plans.models import BudgetLine, MasterPlan
from serambi.apps.plans.services import report_realizations
from serambi.exchange import errors, permissions
from serambi.exchange.budgets.realizations import Realizations
from serambi.exchange.imports.choices import Doubt, doubt_of
from serambi.exchange.imports.kept import Kept
from serambi.exchange.imports.services import LoadedFile
from serambi.exchange.models import REPORTED, Load
from serambi.exchange.tables.understanding import Weight

_NOTHING: frozenset[Doubt] = frozenset()


@transaction.atomic
def load_realizations(
    proposal: Realizations, *, file: LoadedFile, by: Any, accepted: frozenset[Doubt] = _NOTHING, seen: str = ""
) -> Load:
    """Make every change of a proposal, and keep what it takes to undo them (`imports.undo`).

    accepted: the doubts that were looked at. seen: the fingerprint of the proposal that the person saw, where it was
    made again since; "" for this very one.
    Raises NotAReporter, HasErrors, DoubtsOpen, NothingToLoad, and RegisterChanged when the proposal is another than was
    seen, or a line says something else than what it was made of; whatever the service refuses goes through. Nothing is
    loaded then.
    """
    if by is not None and not permissions.can_load_realizations(by):
        raise errors.NotAReporter
    if seen and seen != proposal.fingerprint:
        raise errors.RegisterChanged
    _refuse(proposal, accepted)
    MasterPlan.objects.select_for_update().get(pk=proposal.plan.pk)
    lines = BudgetLine.objects.select_for_update(of=("self",)).select_related("program__plan", "activity")
    there = lines.in_bulk([change.line.pk for change in proposal.changes])
    kept = Kept()
    for change in proposal.changes:
        line = there.get(change.line.pk)
        if line is None or (line.realization, line.ceiling) != (change.old, change.line.ceiling):
            raise errors.RegisterChanged
        kept.change_value(line, "realization", change.old, change.new)
    report_realizations({there[change.line.pk]: change.new for change in proposal.changes}, by=by)
    made = Load.objects.create(
        plan=proposal.plan,
        file_name=file.name[:255],
        file_sha256=file.sha256,
        file_size=file.size,
        layout_name=proposal.kind,
        loaded_by=by,
        loaded_at=timezone.now(),
        counts={REPORTED: len(proposal.changes)},
        totals={
            str(proposal.year): {"understood": f"{proposal.understood:f}", "loaded": f"{proposal.loaded:f}"},
        },
        accepted=[[one.code, one.place.sheet, one.place.row, one.place.column] for one in proposal.of(Weight.DOUBT)],
        changed=kept.changed,
    )
    record(Verb.LOADED, made, by=by, after={"file": made.file_name, "sha256": made.file_sha256, **made.counts})
    return made


def _refuse(proposal: Realizations, accepted: frozenset[Doubt]) -> None:
    wrong = proposal.of(Weight.ERROR)
    doubts = [one for one in proposal.of(Weight.DOUBT) if doubt_of(one) not in accepted]
    if wrong:
        raise errors.HasErrors(count=len(wrong))
    if doubts:
        raise errors.DoubtsOpen(count=len(doubts))
    if not proposal.changes:
        raise errors.NothingToLoad
