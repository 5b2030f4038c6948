"""Reading commitments of partners; what a person may not reach is not there for them."""

from serambi.apps.partnerships.queries.amounts import Balance, balance_of, balances
from serambi.apps.partnerships.queries.choices import LedgerChoices, ledger_choices
from serambi.apps.partnerships.queries.commitments import (
    PRESSING,
    OpenMove,
    WantedCommitments,
    commitments,
    commitments_waiting_for,
    deliveries_of,
    get_commitment_for,
    get_delivery_for,
    has_evidence,
    moves_open_to,
    parts_of,
    recorders_of,
    timeline,
)
from serambi.apps.partnerships.queries.overdue import OverdueCommitment, commitments_by_id, overdue_commitments
from serambi.apps.partnerships.queries.places import (
    CommitmentLine,
    OrganizationCommitments,
    ProgramPartners,
    commitments_of,
    lines_of,
    overdue_on,
    partners_of_program,
)
from serambi.apps.partnerships.queries.sums import MeasureSum, Sums, sums_of

__all__ = [
    "PRESSING",
    "Balance",
    "CommitmentLine",
    "LedgerChoices",
    "MeasureSum",
    "OpenMove",
    "OrganizationCommitments",
    "OverdueCommitment",
    "ProgramPartners",
    "Sums",
    "WantedCommitments",
    "balance_of",
    "balances",
    "commitments",
    "commitments_by_id",
    "commitments_of",
    "commitments_waiting_for",
    "deliveries_of",
    "get_commitment_for",
    "get_delivery_for",
    "has_evidence",
    "ledger_choices",
    "lines_of",
    "moves_open_to",
    "overdue_commitments",
    "overdue_on",
    "partners_of_program",
    "parts_of",
    "recorders_of",
    "sums_of",
    "timeline",
]
