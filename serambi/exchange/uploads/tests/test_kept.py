"""What is kept beside a file: found again whole, and only by the key of all that it was made from."""

from __future__ import annotations

import io
import pickle
from dataclasses import replace
from decimal import Decimal

import pytest

from serambi.apps.plans.models import MasterPlan
from serambi.exchange.imports.choices import Doubt
from serambi.exchange.imports.proposal import propose
from serambi.exchange.imports.tests.tables import CHOICES, waste
from serambi.exchange.tables.book import Place
from serambi.exchange.uploads import files, pickles
from serambi.exchange.uploads.amounts import exact_number, exact_rupiah
from serambi.exchange.uploads.tests.world import send
from tests.cast import Cast


def again(made: object) -> object:
    file = io.BytesIO()
    pickles.write(file, made)
    file.seek(0)
    return pickles.read(file)


def test_everything_understood_is_found_again() -> None:
    made = waste()
    found = again(made)
    assert found == made
    assert repr(found) == repr(made)


def test_a_comparison_keeps_what_was_computed_of_it(plan: MasterPlan) -> None:
    made = propose(waste(), plan, CHOICES)
    fingerprint = made.fingerprint
    found = again(made)
    assert vars(found)["fingerprint"] == fingerprint
    accepted = made.decided(plan, replace(CHOICES, accepted=frozenset({Doubt("code_twice", "RPJMD", 5, 1)})))
    assert vars(accepted)["fingerprint"] == fingerprint
    assert accepted.choices != made.choices


@pytest.mark.parametrize("content", [b"", b"\x80\x05", b"not a pickle", pickle.dumps(Place("A", 1))[:-4]])
def test_what_another_version_wrote_counts_as_not_there(content: bytes) -> None:
    assert pickles.read(io.BytesIO(content)) is None


def test_another_key_finds_nothing(plan: MasterPlan, cast: Cast) -> None:
    upload = send(cast)
    files.keep(upload, "sketch", "a", [1])
    assert files.kept(upload, "sketch", "a") == [1]
    assert files.kept(upload, "sketch", "b") is None
    assert files.kept(upload, "nothing", "a") is None
    assert (files.is_kept(upload, "sketch", "a"), files.is_kept(upload, "sketch", "b")) == (True, False)
    files.remove_folder(upload)
    files.keep(upload, "sketch", "a", [1])  # discarded meanwhile: nothing is written
    assert files.kept(upload, "sketch", "a") is None


def test_a_folder_outside_is_no_folder(plan: MasterPlan, cast: Cast) -> None:
    upload = send(cast)
    upload.folder = "../" * 10 + "etc"
    with pytest.raises(ValueError, match="etc"):
        files.folder_of(upload)


def test_amounts_lose_nothing() -> None:
    assert exact_number(Decimal("719587600788.61")) == "719.587.600.788,61"
    assert exact_number(Decimal("1E+3")) == "1.000"
    assert exact_rupiah(Decimal("-0.5")) == "−Rp0,5"
    assert exact_rupiah(None) == "–"
