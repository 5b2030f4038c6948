"""What people do with commitments of partners."""

from serambi.apps.partnerships.services.moving import (
    AgreementFacts,
    DeliveryFacts,
    move_commitment,
    record_delivery,
    sign_commitment,
    withdraw_delivery,
)
from serambi.apps.partnerships.services.recording import (
    CommitmentFacts,
    Part,
    change_commitment,
    record_commitment,
    set_parts,
)

__all__ = [
    "AgreementFacts",
    "CommitmentFacts",
    "DeliveryFacts",
    "Part",
    "change_commitment",
    "move_commitment",
    "record_commitment",
    "record_delivery",
    "set_parts",
    "sign_commitment",
    "withdraw_delivery",
]
