"""What partners promised, in which parts, and what was delivered of it."""

from serambi.apps.partnerships.models.commitments import (
    AgreementType,
    Commitment,
    CommitmentKind,
    CommitmentMove,
    CommitmentQuerySet,
)
from serambi.apps.partnerships.models.deliveries import Delivery, DeliveryQuerySet, Instalment
from serambi.apps.partnerships.workflow import CommitmentState

__all__ = [
    "AgreementType",
    "Commitment",
    "CommitmentKind",
    "CommitmentMove",
    "CommitmentQuerySet",
    "CommitmentState",
    "Delivery",
    "DeliveryQuerySet",
    "Instalment",
]
