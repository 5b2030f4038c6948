from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.observations import errors
from serambi.apps.observations.models import Observation, Origin, Quality, Series, ValueType
from serambi.apps.observations.services import Cell, Changes, record_value
from serambi.apps.regions.models import Area, AreaKind
from serambi.methods.periods import Period
from tests.cast import Cast, make_area, make_series

from .conftest import TODAY

Record = Callable[..., Observation]


def test_a_new_figure_is_kept_with_who_and_how(cast: Cast, waste: Series, record: Record, heard: list[Changes]) -> None:
    observation = record("12.5", quality=Quality.SURVEYED, source=" Timbangan TPA ", note="Maret")
    kept = Observation.objects.get()
    assert kept == observation
    assert (kept.value, kept.quality, kept.source, kept.note) == (Decimal("12.5"), "surveyed", "Timbangan TPA", "Maret")
    assert (kept.period_start, kept.period_end) == (dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    assert (kept.recorded_by, kept.revision, kept.is_final) == (cast.oka, 1, False)
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor_id, entry.after["value"]) == (Verb.CREATED, cast.oka.pk, "12.5")
    cell = Cell(waste.pk, cast.areas["90.01.01.1001"].pk, Period.parse("2026-03"))
    assert heard == [Changes((cell,))]
    assert heard[0].since == dt.date(2026, 3, 1)


def test_a_changed_figure_keeps_the_earlier_one_with_the_reason(
    cast: Cast, record: Record, heard: list[Changes]
) -> None:
    record(14, note="pertama")
    changed = record(41, by=cast.hadi, reason="Salah ketik", note="kedua")
    earlier = changed.revisions.get()
    assert (changed.value, changed.revision, changed.recorded_by) == (41, 2, cast.hadi)
    assert (earlier.value, earlier.revision, earlier.note, earlier.recorded_by) == (14, 1, "pertama", cast.oka)
    assert (earlier.replaced_because, earlier.replaced_by) == ("Salah ketik", cast.hadi)
    entry = Entry.objects.get(verb=Verb.REVISED)
    assert (entry.before["value"], entry.after["value"], entry.reason) == ("14.000000", "41", "Salah ketik")
    assert len(heard) == 2


def test_a_change_needs_a_reason_and_a_difference(record: Record) -> None:
    record(14)
    with pytest.raises(errors.ReasonMissing):
        record(41, reason="  ")
    with pytest.raises(errors.NothingChanged):
        record(14, reason="Sama")
    assert Observation.objects.get().revision == 1


def test_a_final_figure_that_its_agency_corrects_is_preliminary_again(cast: Cast, record: Record) -> None:
    assert record(14, by=cast.vera, is_final=True).is_final
    corrected = record(41, by=cast.oka, reason="Salah ketik")
    assert not corrected.is_final
    assert corrected.revisions.get().is_final


def test_a_verifier_makes_a_figure_final_by_recording_it_again(cast: Cast, record: Record) -> None:
    record(14)
    assert record(14, by=cast.vera, is_final=True).is_final


@pytest.mark.parametrize("person", ["sari", "bima", "wati"])
def test_who_does_not_answer_for_a_series_cannot_record_it(cast: Cast, record: Record, person: str) -> None:
    with pytest.raises(errors.NotYourSeries, match="Dinas Lingkungan Hidup"):
        record(1, by=cast.people[person])
    assert not Observation.objects.exists()


def test_a_series_without_a_producer_is_for_verifiers(cast: Cast, record: Record) -> None:
    orphan = make_series("orphan")
    with pytest.raises(errors.NobodysSeries):
        record(1, series=orphan)
    assert record(1, series=orphan, by=cast.vera).value == 1


def test_an_officer_cannot_say_that_a_figure_is_final(record: Record) -> None:
    with pytest.raises(errors.NotAVerifier):
        record(1, is_final=True)


def test_an_archived_series_takes_no_figures(cast: Cast, waste: Series, record: Record) -> None:
    waste.archived_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with pytest.raises(errors.SeriesArchived):
        record(1, by=cast.rani)


@pytest.mark.parametrize("period", ["2026", "2026-Q1", "2026-S1", "2026-03-01"])
def test_the_period_must_be_as_long_as_those_of_the_series(record: Record, period: str) -> None:
    with pytest.raises(errors.WrongFrequency, match="2024-03"):
        record(1, period=period)


@pytest.mark.parametrize(
    ("frequency", "period"),
    [("day", "2026-05-20"), ("month", "2026-05"), ("quarter", "2026-Q2"), ("semester", "2026-S1"), ("year", "2026")],
)
def test_the_period_of_today_may_be_recorded_and_the_next_not(
    cast: Cast, record: Record, frequency: str, period: str
) -> None:
    series = make_series(f"every.{frequency}", frequency=frequency, producer=cast.dlh)
    assert record(1, series=series, period=period).period == Period.parse(period)
    with pytest.raises(errors.FuturePeriod):
        record(1, series=series, period=str(Period.parse(period).shift(1)))


def test_a_place_outside_the_region_is_refused(cast: Cast, record: Record) -> None:
    make_area("91.01.01", "Kota Lain", AreaKind.DISTRICT, make_area("91.01", "Lain", AreaKind.REGENCY))
    Area.objects.filter(code="91.01.01").delete()  # a neighbor of which no district is known
    cast.areas["91.01"] = Area.objects.get(code="91.01")
    for code in ("90", "91.01"):
        with pytest.raises(errors.OutsideRegion, match="Kabupaten Serumpun"):
            record(1, area=code)


def test_a_part_of_the_areas_observed_is_refused_and_the_whole_named(cast: Cast, record: Record) -> None:
    series = make_series("ipm", area_level=3, producer=cast.dlh)
    with pytest.raises(errors.BelowLevel, match="Hulu"):
        record(70, series=series, area="90.01.01.1001")
    assert record(70, series=series, area="90.01.01")
    assert record(70, series=series, area="90.01")


def test_an_area_takes_figures_only_while_it_exists(cast: Cast, record: Record) -> None:
    village, heir = cast.areas["90.01.01.1001"], cast.areas["90.01.01.2002"]
    village.valid_until = dt.date(2026, 2, 28)
    assert record(1, period="2026-02")
    with pytest.raises(errors.AreaNotThen):
        record(1, period="2026-03")
    village.successor = heir
    with pytest.raises(errors.AreaEnded, match="Bukit"):
        record(1, period="2026-03")
    heir.valid_from = dt.date(2026, 3, 1)
    with pytest.raises(errors.AreaNotThen):
        record(1, area="90.01.01.2002", period="2026-02")


def test_bounds_are_included_and_named(record: Record) -> None:
    assert record(0, period="2026-01").value == 0
    assert record(5000, period="2026-02").value == 5000
    with pytest.raises(errors.AboveMaximum, match=r"0.ton\b.*5\.000.ton"):
        record("5000.01")
    with pytest.raises(errors.BelowMinimum):
        record(-1)


def test_counts_are_whole(cast: Cast, record: Record) -> None:
    people = make_series("people", value_type=ValueType.COUNT, producer=cast.dlh)
    assert record("3.000", series=people).value == 3
    with pytest.raises(errors.NotWhole):
        record("3.5", series=people, period="2026-02")


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("1234567890.123456", errors.TooManyDigits),
        ("1234567890123456", errors.TooManyDigits),
        ("0.0000001", errors.TooManyDecimals),
        ("1e18", errors.TooLarge),
        ("NaN", errors.NotANumber),
        ("Infinity", errors.NotANumber),
    ],
)
def test_a_figure_that_cannot_be_kept_exactly_is_refused(
    cast: Cast, record: Record, value: str, error: type[errors.ObservationError]
) -> None:
    with pytest.raises(error):
        record(value, series=make_series("any", producer=cast.dlh))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(digits=st.integers(-(10**15) + 1, 10**15 - 1), decimals=st.integers(0, 6))
def test_every_figure_of_fifteen_digits_comes_back_exactly(cast: Cast, digits: int, decimals: int) -> None:
    value = Decimal(digits).scaleb(-decimals)
    series = make_series(f"exact_{Series.objects.count()}", producer=cast.dlh)
    record_value(series, area=cast.region, period=Period.parse("2026-01"), value=value, by=cast.oka,
                 is_final=False, quality=Quality.MEASURED, origin=Origin.AGENCY, today=TODAY)  # fmt: skip
    assert Observation.objects.get(series=series).value == value


def test_a_form_left_open_does_not_overwrite_what_came_meanwhile(cast: Cast, record: Record) -> None:
    record(14, expected_revision=0)
    with pytest.raises(errors.ChangedMeanwhile, match="Oka"):
        record(15, by=cast.hadi, expected_revision=0, reason="Saya juga")
    assert record(15, by=cast.hadi, expected_revision=1, reason="Saya juga").value == 15


def test_a_figure_of_an_illustration_series_is_an_illustration(cast: Cast, record: Record) -> None:
    made_up = make_series("made.up", is_illustration=True, producer=cast.dlh)
    assert record(1, series=made_up).is_illustration
    assert record(1, origin=Origin.ILLUSTRATION, period="2026-01").is_illustration
    assert not record(1, period="2026-02").is_illustration


OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["oka", "vera"]), st.integers(0, 3), st.booleans()), min_size=1, max_size=8
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=OPERATIONS)
def test_the_history_never_loses_a_figure(cast: Cast, operations: list[tuple[str, int, bool]]) -> None:
    series = make_series(f"history_{Series.objects.count()}", producer=cast.dlh)
    accepted: list[tuple[Decimal, bool]] = []
    for person, value, is_final in operations:
        final = is_final and person == "vera"
        try:
            record_value(series, area=cast.region, period=Period.parse("2026-01"), value=Decimal(value),
                         by=cast.people[person], is_final=final, quality=Quality.MEASURED, origin=Origin.AGENCY,
                         reason="lagi", today=TODAY)  # fmt: skip
        except errors.NothingChanged:
            continue
        accepted.append((Decimal(value), final))
    observation = Observation.objects.get(series=series)
    kept = [(revision.value, revision.is_final) for revision in observation.revisions.order_by("revision")]
    assert [*kept, (observation.value, observation.is_final)] == accepted
    assert observation.revision == len(accepted)


def test_recording_costs_few_queries(
    cast: Cast, record: Record, heard: list[Changes], django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(11):  # two open and close the transaction's savepoints, two find who records
        record(14)
    with django_assert_max_num_queries(10):
        record(15, reason="Salah ketik")
