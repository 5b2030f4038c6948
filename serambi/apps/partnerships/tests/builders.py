"""What the tests of commitments are made of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from serambi.apps.agencies.models import Organization, Sector
from serambi.apps.partnerships import services
from serambi.apps.partnerships.models import Commitment, Delivery
from serambi.apps.partnerships.services import AgreementFacts, CommitmentFacts, DeliveryFacts, Part
from tests.cast import Cast, make_organization

TODAY = dt.date(2026, 10, 6)


def make_partner(abbreviation: str = "BANK", name: str = "Bank Serumpun", **fields: Any) -> Organization:
    found = Organization.objects.filter(abbreviation=abbreviation).first()
    return found or make_organization(abbreviation, name, **{"sector": Sector.PRIVATE, **fields})


def facts(cast: Cast, **given: Any) -> CommitmentFacts:
    """Return a promise of money to the environment agency, a hundred million rupiah by the end of August."""
    usual: dict[str, Any] = {
        "title": "Sepuluh bank sampah",
        "organization": given.pop("organization", None) or make_partner(),
        "agency": cast.dlh,
        "kind": "money",
        "promised": Decimal(100_000_000),
        "promised_on": dt.date(2026, 2, 2),
        "due_on": dt.date(2026, 8, 31),
    }
    return CommitmentFacts(**{**usual, **given})


def make_commitment(cast: Cast, *, today: dt.date = TODAY, **given: Any) -> Commitment:
    return services.record_commitment(facts(cast, **given), by=cast.rani, today=today)


def signed(cast: Cast, commitment: Commitment | None = None, **given: Any) -> Commitment:
    made = commitment or make_commitment(cast, **given)
    agreement = AgreementFacts("cooperation", made.promised_on, "PKS/7/2026")
    return services.sign_commitment(made, agreement, by=cast.oka, today=TODAY)


def delivered(
    cast: Cast,
    commitment: Commitment,
    amount: int | str | None,
    *,
    by: Any = None,
    day: dt.date | None = None,
    **more: Any,
) -> Delivery:
    came = DeliveryFacts(day or dt.date(2026, 5, 4), None if amount is None else Decimal(amount), **more)
    return services.record_delivery(commitment, came, by=by or cast.oka, today=TODAY)


def finished(cast: Cast, commitment: Commitment, *, by: Any = None) -> Commitment:
    return services.move_commitment(
        commitment, "finish", by=by or cast.oka, today=TODAY, said="Semua diterima.", without_evidence="Transfer bank."
    )


def in_parts(cast: Cast, commitment: Commitment, *parts: tuple[dt.date, int]) -> Commitment:
    made = [Part(day, Decimal(amount)) for day, amount in parts]
    return services.set_parts(commitment, made, by=cast.rani)
