"""What people type about commitments of partners, and what they look for."""

from serambi.apps.partnerships.forms.commitments import CommitmentForm, PartForm, PartFormSet, parts_in
from serambi.apps.partnerships.forms.filters import CommitmentFilter
from serambi.apps.partnerships.forms.moves import AgreementForm, DeliveryForm, MoveForm, WithdrawForm

__all__ = [
    "AgreementForm",
    "CommitmentFilter",
    "CommitmentForm",
    "DeliveryForm",
    "MoveForm",
    "PartForm",
    "PartFormSet",
    "WithdrawForm",
    "parts_in",
]
