"""Files of commitments and their deliveries: who adds them, and which of them prove what came."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Role
from serambi.apps.partnerships import errors, services
from serambi.apps.partnerships.models import Commitment, CommitmentState, Delivery
from serambi.apps.partnerships.tests.builders import TODAY, delivered, finished, make_partner, signed
from tests.cast import Cast, make_user
from tests.evidence.conftest import attached, sent
from tests.files import jpeg, pdf, scene

SignIn = Callable[[User], Client]


def send(browser: Client, target: Commitment | Delivery, seed: int = 1) -> int:
    """Send a photograph and return what is answered. seed: another one is another picture."""
    address = reverse("attachments:of", args=[target._meta.label_lower, target.pk])
    return browser.post(address, {"file": sent("bast.jpg", jpeg(scene(seed)))}).status_code


def test_a_file_of_a_delivery_proves_it_and_the_agreement_does_not(cast: Cast) -> None:
    commitment = signed(cast)
    delivery = delivered(cast, commitment, 100_000_000)
    attached(commitment, cast.oka, pdf(), "pks.pdf")
    with pytest.raises(errors.NoEvidence):
        services.move_commitment(commitment, "finish", by=cast.oka, today=TODAY, said="Sudah")

    attached(delivery, cast.oka, pdf(), "bast.pdf")
    done = services.move_commitment(
        commitment, "finish", by=cast.oka, today=TODAY, said="Sudah", without_evidence="Lisan"
    )
    assert (done.state, done.without_evidence) == (CommitmentState.DELIVERED, "")


def test_its_agency_and_its_partner_add_files_until_it_is_verified(cast: Cast, signed_in: SignIn) -> None:
    member = make_user("Bankir", role=Role.OFFICER, organization=make_partner())
    commitment = signed(cast)
    delivery = delivered(cast, commitment, 100_000_000)
    for person in (cast.sari, cast.wati, cast.vera):
        assert (send(signed_in(person), commitment), send(signed_in(person), delivery)) == (403, 403)
    assert send(signed_in(make_user("Tamu")), delivery) == 404
    for seed, person in enumerate((cast.oka, member), start=2):
        assert (send(signed_in(person), commitment, seed), send(signed_in(person), delivery, seed)) == (302, 302)
    page = signed_in(cast.wati).get(commitment.get_absolute_url()).content.decode()
    assert "Bukti: 2 berkas" in page

    finished(cast, commitment)
    services.move_commitment(commitment, "verify", by=cast.vera, today=TODAY)
    assert (send(signed_in(cast.oka), commitment), send(signed_in(cast.oka), delivery)) == (403, 403)


def test_a_delivery_that_was_taken_out_takes_no_file(cast: Cast, signed_in: SignIn) -> None:
    commitment = signed(cast)
    delivery, other = (delivered(cast, commitment, amount) for amount in (100_000_000, 1))
    attached(delivery, cast.oka, pdf(), "bast.pdf")
    services.withdraw_delivery(delivery, reason="Salah", by=cast.oka, today=TODAY)
    assert send(signed_in(cast.oka), delivery) == 403
    # What proved the one proves nothing of the other.
    with pytest.raises(errors.NoEvidence):
        services.move_commitment(commitment, "finish", by=cast.oka, today=TODAY, said="Sudah")
    assert send(signed_in(cast.oka), other) == 302
