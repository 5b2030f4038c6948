"""Made-up partners: what a file may say, and what stays when they are taken away."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from serambi.apps.agencies.models import Organization
from serambi.apps.partnerships.models import Commitment, CommitmentState, Delivery
from serambi.apps.plans.models import MasterPlan
from serambi.exchange.content.folder import ContentRefused
from serambi.exchange.content.illustration import remove_illustration
from serambi.exchange.content.loaded import Loaded
from serambi.exchange.content.partners import load_partners, remove_partners
from tests.cast import Cast, make_plan, make_program

TODAY = dt.date(2026, 11, 25)
FILE = """
[[partner]]
abbreviation = "BANK"
name = "Bank Contoh"
sector = "private"
[[commitment]]
partner = "BANK"
title = "Dana"
kind = "money"
promised = 100
program = "P-1"
agency = "DLH"
day = -100
due = -10
parts = [[-60, 40], [-10, 60]]
agreement = ["mou", "ILUSTRASI/1", 5]
deliveries = [[20, 40, "Bagian pertama"]]
[[commitment]]
partner = "BANK"
title = "Mesin"
kind = "goods"
promised = 5
unit = "unit"
agency = "DLH"
day = -50
deliveries = [[20, 5, "Semua"]]
agreement = ["letter", "", 1]
finished = 30
verified = 40
"""


def load(folder: Path, cast: Cast, text: str = FILE) -> Loaded:
    (folder / "partners.toml").write_text(text)
    loaded = Loaded()
    plan = MasterPlan.objects.first()
    if plan is None:
        plan = make_plan(cast.region)
        make_program(plan, "P-1")
    load_partners(folder, plan, loaded, today=TODAY)
    return loaded


def test_what_is_told_happened_in_its_order(cast: Cast, tmp_path: Path) -> None:
    assert load(tmp_path, cast).added == {"partners": 1, "commitments": 2}
    money, goods = Commitment.objects.order_by("title")
    assert (money.state, money.next_due_on, money.days_late_on(TODAY)) == ("partly", dt.date(2026, 11, 15), 10)
    assert money.promised == Decimal(100)
    assert (goods.state, goods.next_due_on) == (CommitmentState.VERIFIED, None)
    for one in (money, goods):
        moves = list(one.moves.order_by("at", "pk"))
        assert [move.before for move in moves[1:]] == [move.after for move in moves[:-1]]
        assert moves[-1].after == one.state
    # A second time nothing is added.
    assert load(tmp_path, cast).added == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FILE.replace('"P-1"', '"P-9"'), "program “P-9”"),
        (FILE.replace('"DLH"', '"TIADA"'), "organization “TIADA”"),
        (FILE.replace("[[20, 40", "[[200, 40"), "still to come"),
        ("[[partner", r"partners\.toml"),
    ],
)
def test_what_is_not_known_is_refused(cast: Cast, tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ContentRefused, match=told):
        load(tmp_path, cast, text)


def test_nothing_is_left_when_it_is_taken_away(cast: Cast, tmp_path: Path) -> None:
    load(tmp_path, cast)
    assert remove_illustration() == {"komitmen mitra": 2, "perangkat dan mitra": 1}
    assert not Commitment.objects.exists()
    assert not Delivery.objects.exists()
    assert remove_partners() == {}


def test_a_partner_with_a_real_promise_stays(cast: Cast, tmp_path: Path) -> None:
    load(tmp_path, cast)
    Commitment.objects.filter(title="Dana").update(is_illustration=False)
    remove_illustration()
    assert Commitment.objects.get().title == "Dana"
    assert Organization.objects.get(is_illustration=True).abbreviation == "BANK"


def test_a_folder_without_partners_adds_none(cast: Cast, tmp_path: Path) -> None:
    loaded = Loaded()
    load_partners(tmp_path, make_plan(cast.region), loaded, today=TODAY)
    assert loaded.added == {}
