"""From pledged to verified: every move of the table by its people, and what each of them asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Role, Sector
from serambi.apps.audit.models import Entry
from serambi.apps.partnerships import errors, queries, services
from serambi.apps.partnerships.models import Commitment, CommitmentKind, CommitmentState, Delivery
from serambi.apps.partnerships.services import AgreementFacts, DeliveryFacts
from serambi.apps.partnerships.tests.builders import (
    TODAY,
    delivered,
    facts,
    finished,
    make_commitment,
    make_partner,
    signed,
)
from serambi.apps.partnerships.workflow import MOVES, WITH_OWN_PAGE
from serambi.apps.plans.models import Activity
from tests.cast import Cast, make_plan, make_program, make_user

AGREED = AgreementFacts("cooperation", dt.date(2026, 2, 2), "PKS/7")


def fresh(commitment: Commitment) -> Commitment:
    return Commitment.objects.get(pk=commitment.pk)


def again(user: User) -> User:
    """Return the person as a new request has them, without what was kept on them."""
    return User.objects.get(pk=user.pk)


def make(cast: Cast, commitment: Commitment, name: str, *, by: User) -> None:
    """Make a move of the table by the service that is there for it."""
    match name:
        case "sign":
            services.sign_commitment(commitment, AGREED, by=by, today=TODAY)
        case "deliver":
            delivered(cast, commitment, 1, by=by)
        case _:
            services.move_commitment(commitment, name, by=by, today=TODAY, said="Ya")


def test_a_commitment_needs_what_it_says(cast: Cast) -> None:
    plan = make_plan(cast.region)
    program, other = make_program(plan, "P-1"), make_program(plan, "P-2")
    activity = Activity.objects.create(program=other, name="Sosialisasi")
    usual = facts(cast)
    wrong: list[tuple[type[errors.PartnershipError], dict[str, Any]]] = [
        (errors.TitleMissing, {"title": " "}),
        (errors.NotAPartner, {"organization": cast.dinkes}),
        (errors.NotAnAgency, {"agency": make_partner()}),
        (errors.OtherProgram, {"program": program, "activity": activity}),
        (errors.OtherProgram, {"activity": activity}),
        (errors.NothingPromised, {"promised": Decimal(0)}),
        (errors.UnitMissing, {"kind": "goods"}),
        (errors.PromisedLater, {"promised_on": dt.date(2026, 10, 7), "due_on": None}),
        (errors.DaysBackward, {"due_on": dt.date(2026, 2, 1)}),
    ]
    for error, given in wrong:
        with pytest.raises(error):
            services.record_commitment(replace(usual, **given), by=cast.rani, today=TODAY)
    for person in (cast.oka, cast.vera, cast.bima):
        with pytest.raises(errors.NotACoordinator):
            services.record_commitment(usual, by=person, today=TODAY)
    assert not Commitment.objects.exists()

    made = services.record_commitment(replace(usual, unit="unit"), by=cast.rani, today=TODAY)
    assert (made.state, made.unit, made.next_due_on) == (CommitmentState.PLEDGED, "", dt.date(2026, 8, 31))
    # What nobody said is missing, not nothing.
    vague = services.record_commitment(replace(usual, promised=None, due_on=None), by=cast.rani, today=TODAY)
    assert (vague.promised, vague.next_due_on, vague.days_late_on(TODAY)) == (None, None, 0)


def test_from_pledged_to_verified(cast: Cast) -> None:
    commitment = signed(cast)
    assert commitment.state == CommitmentState.SIGNED
    delivered(cast, commitment, "40000000.50")
    assert fresh(commitment).state == CommitmentState.PARTLY
    delivered(cast, commitment, "59999999.50")
    assert fresh(commitment).next_due_on is None  # all of it is there
    done = finished(cast, commitment)
    assert (done.state, done.finished_by) == (CommitmentState.DELIVERED, cast.oka)
    verified = services.move_commitment(done, "verify", by=cast.vera, today=TODAY)

    assert verified.state == CommitmentState.VERIFIED
    told = [(one.move, one.by, one.after) for one in reversed(queries.timeline(commitment))]
    assert told == [
        ("record", cast.rani, "pledged"),
        ("sign", cast.oka, "signed"),
        ("deliver", cast.oka, "partly"),
        ("deliver", cast.oka, "partly"),
        ("finish", cast.oka, "delivered"),
        ("verify", cast.vera, "verified"),
    ]
    entries = Entry.objects.filter(object_type="partnerships.commitment").order_by("pk")
    states = [one.after["state"] for one in entries if "state" in one.after]
    assert states == ["pledged", "signed", "partly", "delivered", "verified"]
    assert Entry.objects.filter(object_type="partnerships.delivery", verb="created").count() == 2


def test_less_or_more_than_promised_may_come(cast: Cast) -> None:
    commitment = signed(cast)
    delivered(cast, commitment, 130_000_000)
    balance = queries.balance_of(commitment)
    assert (balance.beyond, balance.missing, balance.percent) == (30_000_000, 0, 130)

    less = signed(cast, title="Lain")
    delivered(cast, less, 30_000_000)
    assert finished(cast, less).state == CommitmentState.DELIVERED
    assert queries.balance_of(less).missing == 70_000_000


def test_a_delivery_says_when_and_how_much(cast: Cast) -> None:
    commitment = signed(cast)
    wrong: list[tuple[type[errors.PartnershipError], DeliveryFacts]] = [
        (errors.DeliveredLater, DeliveryFacts(dt.date(2026, 10, 7), Decimal(1))),
        (errors.DeliveredBefore, DeliveryFacts(dt.date(2026, 2, 1), Decimal(1))),
        (errors.AmountMissing, DeliveryFacts(dt.date(2026, 5, 1))),
        (errors.AmountMissing, DeliveryFacts(dt.date(2026, 5, 1), Decimal(-1))),
    ]
    for error, given in wrong:
        with pytest.raises(error):
            services.record_delivery(commitment, given, by=cast.oka, today=TODAY)
    uncounted = signed(cast, kind="data", promised=None, title="Akses data pelanggan")
    with pytest.raises(errors.WhatMissing):
        delivered(cast, uncounted, None)
    # Where nothing is counted, an amount that is sent all the same is not kept.
    assert delivered(cast, uncounted, 7, what="Akun dibuka").amount is None
    with pytest.raises(errors.MoveNotOpen):
        delivered(cast, make_commitment(cast), 1)


def test_a_delivery_is_taken_out_again(cast: Cast) -> None:
    commitment = signed(cast)
    first = delivered(cast, commitment, 60_000_000)
    second = delivered(cast, commitment, 40_000_000, by=cast.rani)
    finished(cast, commitment)

    with pytest.raises(errors.NothingSaid):
        services.withdraw_delivery(first, reason=" ", by=cast.oka, today=TODAY)
    with pytest.raises(errors.NotTheirDelivery):
        services.withdraw_delivery(second, reason="Salah", by=cast.oka, today=TODAY)
    left = services.withdraw_delivery(first, reason="Salah catat", by=cast.oka, today=TODAY)
    assert (left.state, left.finished_by, left.next_due_on) == (CommitmentState.PARTLY, None, left.due_on)
    assert queries.balance_of(commitment).delivered == 40_000_000
    with pytest.raises(errors.TakenOut):
        services.withdraw_delivery(first, reason="Lagi", by=cast.oka, today=TODAY)

    assert services.withdraw_delivery(second, reason="Salah", by=cast.rani, today=TODAY).state == "signed"
    assert queries.balance_of(commitment).delivered is None
    assert Delivery.objects.count() == 2  # kept, with the reason


def test_what_is_verified_takes_no_more(cast: Cast) -> None:
    commitment = signed(cast)
    delivery = delivered(cast, commitment, 100_000_000)
    finished(cast, commitment)
    services.move_commitment(commitment, "verify", by=cast.vera, today=TODAY)

    with pytest.raises(errors.MoveNotOpen):
        services.withdraw_delivery(delivery, reason="Salah", by=cast.rani, today=TODAY)
    with pytest.raises(errors.MoveNotOpen):
        delivered(cast, commitment, 1)
    with pytest.raises(errors.Settled):
        services.set_parts(commitment, [], by=cast.rani)

    assert services.move_commitment(commitment, "reopen", by=cast.rani, today=TODAY, said="Salah").state == "partly"


def test_returned_and_taken_back_with_a_reason(cast: Cast) -> None:
    commitment = signed(cast)
    delivered(cast, commitment, 100_000_000)
    finished(cast, commitment)
    with pytest.raises(errors.NothingSaid):
        services.move_commitment(commitment, "return", by=cast.vera, today=TODAY)
    returned = services.move_commitment(commitment, "return", by=cast.vera, today=TODAY, said="Tanpa bukti")
    assert (returned.state, returned.next_due_on) == (CommitmentState.PARTLY, None)
    finished(cast, commitment)
    assert services.move_commitment(commitment, "take-back", by=cast.oka, today=TODAY, said="Keliru").state == "partly"


@pytest.mark.parametrize("came", [False, True])
def test_a_cancelled_commitment_goes_back_to_where_it_stood(cast: Cast, came: bool) -> None:
    commitment = signed(cast)
    if came:
        delivered(cast, commitment, 1)
    cancelled = services.move_commitment(commitment, "cancel", by=cast.rani, today=TODAY, said="Perusahaan pindah")
    assert (cancelled.state, cancelled.next_due_on) == (CommitmentState.CANCELLED, None)
    opened = services.move_commitment(commitment, "reopen", by=cast.rani, today=TODAY, said="Kembali")
    assert opened.state == (CommitmentState.PARTLY if came else CommitmentState.SIGNED)
    assert opened.next_due_on == opened.due_on


def test_who_recorded_it_does_not_verify_it(cast: Cast) -> None:
    """Rani coordinates, so she may verify; here she recorded one of the deliveries."""
    commitment = signed(cast)
    delivered(cast, commitment, 60_000_000, by=cast.rani)
    delivered(cast, commitment, 40_000_000)
    finished(cast, commitment)
    for name in ("verify", "return"):
        with pytest.raises(errors.OwnWork):
            services.move_commitment(commitment, name, by=cast.rani, today=TODAY, said="Bagus")
    hindered = queries.moves_open_to(fresh(commitment), cast.rani, today=TODAY)
    assert {one.move.name for one in hindered if one.hindrance is not None} == {"verify", "return"}
    assert services.move_commitment(commitment, "verify", by=cast.vera, today=TODAY).state == "verified"


def test_every_move_is_its_people_s_alone(cast: Cast) -> None:
    partner = make_partner("KAMPUS", "Universitas Serumpun", sector=Sector.ACADEMIA)
    member = make_user("Dosen", role=Role.OFFICER, organization=partner)
    other = make_user("Bankir", role=Role.OFFICER, organization=make_partner())
    may = {
        "agency": {cast.rani, cast.oka, cast.hadi},
        "parties": {cast.rani, cast.oka, cast.hadi, member},
        "verifier": {cast.rani, cast.vera},
        "coordinator": {cast.rani},
    }
    everybody = {cast.rani, cast.oka, cast.hadi, cast.sari, cast.vera, cast.bima, cast.wati, member, other}
    commitment = make_commitment(cast, organization=partner)
    for move in MOVES:
        commitment.state = move.before
        Commitment.objects.filter(pk=commitment.pk).update(
            state=move.before, agreement_type="mou", agreed_on=commitment.promised_on
        )
        allowed = {
            person
            for person in everybody
            if move in [one.move for one in queries.moves_open_to(commitment, again(person), today=TODAY)]
        }
        assert allowed == may[move.who], move
        for person in everybody - allowed:
            with pytest.raises(errors.NotYours):
                make(cast, commitment, move.name, by=again(person))


def test_the_partners_own_people_record_what_came(cast: Cast) -> None:
    partner = make_partner("KAMPUS", "Universitas Serumpun", sector=Sector.ACADEMIA)
    member = make_user("Dosen", role=Role.OFFICER, organization=partner)
    commitment = signed(cast, organization=partner, kind="people", promised=Decimal(20), unit="relawan")
    delivered(cast, commitment, 12, by=member)
    assert finished(cast, commitment, by=member).finished_by == member


def test_moves_with_a_page_of_their_own_are_not_made_by_name(cast: Cast) -> None:
    for name in WITH_OWN_PAGE:
        with pytest.raises(errors.MoveNotOpen):
            services.move_commitment(signed(cast), name, by=cast.rani, today=TODAY, said="Ya")


def test_delivered_needs_evidence_or_a_reason(cast: Cast) -> None:
    commitment = signed(cast)
    delivered(cast, commitment, 1)
    with pytest.raises(errors.NoEvidence):
        services.move_commitment(commitment, "finish", by=cast.oka, today=TODAY, said="Sudah")
    with pytest.raises(errors.NothingSaid):
        services.move_commitment(commitment, "finish", by=cast.oka, today=TODAY, without_evidence="Lisan")


def test_an_agreement_says_what_and_when_and_is_corrected(cast: Cast) -> None:
    pledged = make_commitment(cast)
    with pytest.raises(errors.AgreementMissing):
        services.sign_commitment(pledged, replace(AGREED, agreement_type=""), by=cast.oka, today=TODAY)
    with pytest.raises(errors.AgreedLater):
        services.sign_commitment(pledged, replace(AGREED, agreed_on=dt.date(2026, 10, 7)), by=cast.oka, today=TODAY)
    signed(cast, pledged)
    corrected = services.sign_commitment(pledged, replace(AGREED, agreement_number="PKS/8"), by=cast.oka, today=TODAY)
    assert (corrected.state, corrected.agreement_number) == (CommitmentState.SIGNED, "PKS/8")


def test_two_people_at_once(cast: Cast) -> None:
    commitment = make_commitment(cast)
    services.sign_commitment(commitment, AGREED, by=cast.oka, today=TODAY, seen=commitment.version)
    with pytest.raises(errors.ChangedMeanwhile):
        services.move_commitment(commitment, "cancel", by=cast.rani, today=TODAY, said="X", seen=commitment.version)
    with pytest.raises(errors.ChangedMeanwhile):
        services.change_commitment(
            commitment, facts(cast), reason="X", by=cast.rani, today=TODAY, seen=commitment.version
        )


def test_what_is_promised_is_changed_with_a_reason(cast: Cast) -> None:
    commitment = signed(cast)
    with pytest.raises(errors.NothingSaid):
        services.change_commitment(commitment, facts(cast), reason="", by=cast.rani, today=TODAY, seen=None)
    with pytest.raises(errors.NotACoordinator):
        services.change_commitment(commitment, facts(cast), reason="X", by=cast.oka, today=TODAY, seen=None)
    later = facts(cast, due_on=dt.date(2026, 12, 1))
    changed = services.change_commitment(commitment, later, reason="Adendum", by=cast.rani, today=TODAY, seen=None)
    assert (changed.next_due_on, changed.days_late_on(TODAY)) == (dt.date(2026, 12, 1), 0)
    entry = Entry.objects.filter(object_type="partnerships.commitment").latest("pk")
    assert (entry.reason, entry.before["due_on"], entry.after["due_on"]) == ("Adendum", "2026-08-31", "2026-12-01")

    delivered(cast, commitment, 5_000_000)
    other = facts(cast, kind=CommitmentKind.GOODS, unit="unit", promised=Decimal(10))
    with pytest.raises(errors.MeasureFixed):
        services.change_commitment(commitment, other, reason="X", by=cast.rani, today=TODAY, seen=None)


def test_whom_to_call_is_kept_apart_in_the_record(cast: Cast) -> None:
    make_commitment(cast, contact_name="Ibu Lestari", email="lestari@bank.example", phone="0812")
    entry = Entry.objects.get(object_type="partnerships.commitment")
    assert not {"contact_name", "email", "phone"} & {name for name, value in entry.after.items() if value}
    assert "Lestari" not in str(entry.after)
