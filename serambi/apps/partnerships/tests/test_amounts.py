"""What was promised, due and came: exact, added up like with like, and missing where nobody said it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serambi.apps.partnerships import errors, queries, services
from serambi.apps.partnerships.amounts import amount_text, exact_text
from serambi.apps.partnerships.models import Commitment
from serambi.apps.partnerships.queries import Balance, WantedCommitments
from serambi.apps.partnerships.services import Part
from serambi.apps.partnerships.tests.builders import (
    TODAY,
    delivered,
    facts,
    finished,
    in_parts,
    make_commitment,
    make_partner,
    signed,
)
from serambi.apps.plans.models import BudgetLine
from tests.cast import Cast, make_plan, make_program

MARCH, JUNE, AUGUST = dt.date(2026, 3, 31), dt.date(2026, 6, 30), dt.date(2026, 8, 31)


def balance(promised: int | None, came: int | None, *parts: tuple[dt.date, int]) -> Balance:
    return Balance(
        None if promised is None else Decimal(promised),
        None if came is None else Decimal(came),
        AUGUST,
        tuple((day, Decimal(amount)) for day, amount in parts),
    )


def test_the_next_day_is_that_of_the_first_part_that_is_not_there() -> None:
    parts = (MARCH, 30), (JUNE, 50), (AUGUST, 20)
    assert balance(100, None, *parts).next_due_on == MARCH
    assert balance(100, 30, *parts).next_due_on == JUNE
    assert balance(100, 79, *parts).next_due_on == JUNE
    assert balance(100, 80, *parts).next_due_on == AUGUST
    assert balance(100, 100, *parts).next_due_on is None
    assert balance(100, 140, *parts).next_due_on is None
    assert balance(100, 99).next_due_on == AUGUST
    assert balance(None, 99).next_due_on == AUGUST


def test_the_first_parts_are_filled_first() -> None:
    parts = (MARCH, 30), (JUNE, 50), (AUGUST, 20)
    assert balance(100, None, *parts).came_by_part == (0, 0, 0)
    assert balance(100, 45, *parts).came_by_part == (30, 15, 0)
    assert balance(100, 130, *parts).came_by_part == (30, 50, 20)


def test_the_share_that_is_missing_counts_what_should_be_there() -> None:
    parts = (MARCH, 30), (JUNE, 50), (AUGUST, 20)
    assert balance(100, 10, *parts).share_missing_on(MARCH) == 0  # the day itself is in time
    assert balance(100, 10, *parts).share_missing_on(dt.date(2026, 4, 1)) == Decimal("0.2")
    assert balance(100, 10, *parts).share_missing_on(dt.date(2026, 7, 1)) == Decimal("0.7")
    assert balance(100, 10).share_missing_on(dt.date(2026, 9, 1)) == Decimal("0.9")
    assert balance(100, 10).share_missing_on(AUGUST) == 0
    assert balance(None, 10).share_missing_on(dt.date(2026, 9, 1)) is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(
    st.lists(st.integers(1, 10**15), min_size=1, max_size=6),
    st.integers(0, 10**16),
    st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
)
def test_a_share_lies_between_nothing_and_all(sizes: list[int], came: int, day: dt.date) -> None:
    parts = tuple((MARCH + dt.timedelta(days=30 * place), size) for place, size in enumerate(sizes))
    found = balance(sum(sizes), came, *parts)
    share = found.share_missing_on(day)
    assert share is not None
    assert 0 <= share <= 1
    missing, promised = found.missing, found.promised
    assert missing is not None
    assert promised is not None
    assert missing + found.came - found.beyond == promised
    # Something is missing on a day exactly if something should have come before it and did not.
    due = found.next_due_on
    assert (share > 0) == (due is not None and due < day and not found.is_complete)


def test_parts_add_up_to_what_is_promised(cast: Cast) -> None:
    commitment = make_commitment(cast)
    wrong: list[tuple[type[errors.PartnershipError], list[Part]]] = [
        (errors.PartsDiffer, [Part(MARCH, Decimal(99_999_999))]),
        (errors.PartIncomplete, [Part(MARCH, Decimal(0)), Part(JUNE, Decimal(100_000_000))]),
        (errors.PartAfterEnd, [Part(dt.date(2026, 9, 1), Decimal(100_000_000))]),
        (errors.PartBeforePromise, [Part(dt.date(2026, 2, 1), Decimal(100_000_000))]),
    ]
    for error, parts in wrong:
        with pytest.raises(error):
            services.set_parts(commitment, parts, by=cast.rani)
    with pytest.raises(errors.NotACoordinator):
        services.set_parts(commitment, [], by=cast.oka)
    with pytest.raises(errors.NotMeasured):
        services.set_parts(make_commitment(cast, promised=None), [Part(MARCH, Decimal(1))], by=cast.rani)

    made = in_parts(cast, commitment, (MARCH, 40_000_000), (JUNE, 60_000_000))
    assert (made.next_due_on, made.days_late_on(dt.date(2026, 4, 10))) == (MARCH, 10)
    delivered(cast, signed(cast, made), 40_000_000, day=MARCH)
    assert Commitment.objects.get(pk=made.pk).next_due_on == JUNE
    # Another promise does not fit the old parts.
    with pytest.raises(errors.PartsDiffer):
        services.change_commitment(
            made, facts(cast, promised=Decimal(90_000_000)), reason="Adendum", by=cast.rani, today=TODAY, seen=None
        )
    assert in_parts(cast, made).next_due_on == AUGUST


def test_money_and_units_are_added_up_apart(cast: Cast) -> None:
    first = signed(cast, promised=Decimal("9007199254740993.27"))  # more digits than a float holds
    delivered(cast, first, "9007199254740993.26")
    second = signed(cast, title="Kedua", promised=Decimal("0.02"))
    delivered(cast, second, "0.02")
    finished(cast, second)
    services.move_commitment(second, "verify", by=cast.vera, today=TODAY)
    vague = signed(cast, title="Tanpa jumlah", promised=None)
    delivered(cast, vague, 5)
    trees = {"kind": "goods", "unit": "bibit"}
    delivered(cast, signed(cast, title="Bibit", promised=Decimal(300), **trees), 120)
    make_commitment(cast, title="Bibit lagi", promised=Decimal(100), due_on=None, **trees)
    make_commitment(cast, title="Data", kind="data", promised=None, due_on=None)
    gone = signed(cast, title="Batal", promised=Decimal(10**9))
    delivered(cast, gone, 7)
    services.move_commitment(gone, "cancel", by=cast.rani, today=TODAY, said="Pindah")

    wanted = queries.commitments(WantedCommitments(state="all"), cast.wati, today=TODAY)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        sums = queries.sums_of(wanted, overdue=queries.overdue_on(TODAY))
    assert len(caught) == 2
    money = sums.money
    assert money is not None
    assert money.promised == Decimal("9007199254740993.29")
    assert money.delivered == Decimal("9007199254740998.28")
    assert (money.verified, money.unsaid) == (Decimal("0.02"), 1)
    # What came of a promise of unknown size is not held against the others.
    assert money.counted == Decimal("9007199254740993.28")
    assert [(one.unit, one.promised, one.delivered, one.percent) for one in sums.others] == [("bibit", 400, 120, 30)]
    assert (sums.commitments, sums.uncounted, sums.overdue) == (6, 1, 3)


def test_nothing_promised_is_missing_and_not_nothing(cast: Cast) -> None:
    signed(cast, promised=None)
    sums = queries.sums_of(Commitment.objects.all(), overdue=queries.overdue_on(TODAY))
    assert sums.money is not None
    assert (sums.money.promised, sums.money.delivered, sums.money.verified, sums.money.percent) == (None,) * 4
    none = queries.sums_of(Commitment.objects.none(), overdue=queries.overdue_on(TODAY))
    assert (none.money, none.others, none.commitments) == (None, (), 0)


def test_beside_the_budget_of_a_program(cast: Cast) -> None:
    program = make_program(make_plan(cast.region), "P-1", lead=cast.dlh)
    for source, ceiling in (("csr", 150), ("private", 50), ("apbd_dau", 800)):
        BudgetLine.objects.create(program=program, year=2026, fund_source=source, ceiling=Decimal(ceiling * 1_000_000))
    delivered(cast, signed(cast, program=program), 25_000_000)
    make_commitment(cast, title="Program lain")

    assert queries.partners_of_program(None, program, today=TODAY) is None
    with CaptureQueriesContext(connection) as caught:
        found = queries.partners_of_program(cast.wati, program, today=TODAY)
    assert len(caught) == 7  # one of them the person's roles
    assert found is not None
    assert (found.expected, found.ceiling, found.unpromised) == (200_000_000, 1_000_000_000, 100_000_000)
    assert found.percent_of_budget == 10
    assert [(line.commitment.title, line.days_late) for line in found.lines] == [("Sepuluh bank sampah", 36)]
    assert not found.may_record

    bare = make_program(program.plan, "P-2")
    other = queries.partners_of_program(cast.wati, bare, today=TODAY)
    assert other is not None
    assert not other
    assert (other.expected, other.unpromised, other.percent_of_budget) == (None, None, None)


def test_what_is_overdue(cast: Cast) -> None:
    program = make_program(make_plan(cast.region), "P-1")
    late = make_commitment(cast, title="Lewat", program=program)
    half = signed(cast, title="Separuh", due_on=dt.date(2026, 9, 6))
    delivered(cast, half, 75_000_000)
    complete = signed(cast, title="Lengkap")
    delivered(cast, complete, 100_000_000)
    make_commitment(cast, title="Belum", due_on=dt.date(2026, 12, 1))
    make_commitment(cast, title="Tanpa hari", due_on=None)
    uncounted = signed(cast, title="Data", kind="data", promised=None, due_on=dt.date(2026, 10, 1))
    delivered(cast, uncounted, None, what="Sebagian")

    with CaptureQueriesContext(connection) as caught:
        found = queries.overdue_commitments(TODAY)
    assert len(caught) == 4
    assert [(one.pk, one.days_late, one.share) for one in found] == [
        (late.pk, 36, 1),
        (half.pk, 30, Decimal("0.25")),
        (uncounted.pk, 5, 1),
    ]
    assert [one.is_counted for one in found] == [True, True, False]
    assert [one.pk for one in queries.overdue_commitments(TODAY, programs=[program.pk])] == [late.pk]


def test_the_database_refuses_what_is_no_commitment(cast: Cast) -> None:
    commitment = make_commitment(cast)
    for wrong in ({"promised": 0}, {"unit": "unit"}, {"kind": "goods"}, {"due_on": "2026-01-01"}, {"state": "signed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.filter(pk=commitment.pk).update(**wrong)


def test_amounts_in_words() -> None:
    assert amount_text(Decimal("1390250000"), "") == "Rp1,39\xa0miliar"
    assert exact_text(Decimal("1390250000.50"), "") == "Rp1.390.250.000,50"
    assert amount_text(Decimal("12.50"), "ton") == "12,50 ton"
    assert amount_text(Decimal("1250.00"), "bibit") == "1.250 bibit"
    assert exact_text(None, "ton") == "–"
    with translation.override("en"):
        assert exact_text(Decimal(1250), "trees") == "1,250 trees"


def test_a_partner_and_an_agency_each_see_their_side(cast: Cast) -> None:
    partner = make_partner()
    make_commitment(cast, organization=partner)
    for organization, is_partner in ((partner, True), (cast.dlh, False)):
        found = queries.commitments_of(cast.wati, organization, today=TODAY)
        assert found is not None
        assert (found.is_partner, found.sums.commitments, found.sums.overdue) == (is_partner, 1, 1)
    assert queries.commitments_of(cast.wati, cast.dinkes, today=TODAY) is None
    assert queries.commitments_of(None, partner, today=TODAY) is None
