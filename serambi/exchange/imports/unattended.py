"""Loading without a page: one choice for all, nothing asked, all or nothing."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from serambi.apps.plans.models import MasterPlan
from serambi.exchange.imports.choices import Choices, Placing, doubts_in, sure_organizations
from serambi.exchange.imports.known_rows import with_known
from serambi.exchange.imports.proposal import Proposal, propose
from serambi.exchange.imports.services import LoadedFile
from serambi.exchange.tables.understanding import Understood


def propose_unattended(
    understood: Understood, plan: MasterPlan, *, place: str, accept_doubts: bool, answers: Choices | None = None
) -> Proposal:
    """Return what loading would change when nobody is there to be asked.

    place: where new programs go, written `living` or `environment/waste`; "" for nowhere, an error for each new one.
    Agencies count only where they are named as in the register. accept_doubts: take what is doubtful as it was read;
    whoever is named by a doubtful text is left open then. answers: what was answered about such tables before.
    """
    pillar, _, part = place.partition("/")
    choices = with_known(answers or Choices(), understood)
    choices = replace(choices, organizations={**sure_organizations(understood), **choices.organizations})
    if pillar:
        choices = replace(choices, placing=Placing(pillar, part))
    proposal = propose(understood, plan, choices)
    if not accept_doubts:
        return proposal
    return proposal.decided(plan, replace(choices, accepted=doubts_in(proposal.problems)))


def file_of(path: Path) -> LoadedFile:
    """Return what is kept of a file: its name, its fingerprint and its size."""
    content = path.read_bytes()
    return LoadedFile(path.name, hashlib.sha256(content).hexdigest(), len(content))
