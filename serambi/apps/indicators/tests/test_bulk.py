"""Many indicators at once follow the same rules and are computed once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from serambi.apps.audit.models import Entry
from serambi.apps.indicators import errors, services
from serambi.apps.indicators.models import Baseline, Indicator, IndicatorValue, Polarity, ProgramIndicator, Target
from serambi.apps.indicators.services import Aims, BaselineValue, IndicatorFacts, TargetValue
from serambi.apps.indicators.services import changes as announcing
from serambi.apps.observations import errors as series_errors
from serambi.apps.observations.models import AreaLevel, FrequencyChoice, Series
from serambi.apps.observations.services import create_many_series, remove_series
from serambi.methods.periods import Period
from tests.cast import Cast, make_indicator, make_observation, make_plan, make_program, make_series, make_target

YEAR = Period.parse("2025")


def facts(code: str, formula: str = "5", **fields: object) -> IndicatorFacts:
    one = IndicatorFacts(
        code=code, name=code, formula=formula, unit="%", polarity=Polarity.HIGHER, level="outcome",
        area_level=AreaLevel.REGENCY, frequency=FrequencyChoice.YEAR, decimals=1, reporting_days=45,
    )  # fmt: skip
    return replace(one, **fields)  # type: ignore[arg-type]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    heard: list[object] = []
    monkeypatch.setattr(announcing, "_listeners", [heard.append])
    monkeypatch.setattr(announcing, "_links_listeners", [heard.append])
    return heard


def test_indicators_are_created_linked_and_told_of_once(cast: Cast, told: list[object]) -> None:
    program = make_program(make_plan(cast.region), "A")
    wanted = [facts("a", programs={program.pk: Decimal(2)}), facts("b", programs={program.pk: Decimal(0)})]
    created = services.create_indicators(wanted, by=cast.rani)
    assert list(ProgramIndicator.objects.values_list("indicator__code", "weight")) == [("a", 2), ("b", 0)]
    assert [type(one).__name__ for one in told] == ["ValuesChanged", "LinksChanged"]
    entry = Entry.objects.get(object_id=str(created[0].pk), object_type="indicators.indicator")
    assert (entry.after["programs"], entry.after["formula"]) == ({"A": "2.000"}, "5")


def test_one_wrong_indicator_keeps_all_out(cast: Cast, told: list[object]) -> None:
    make_plan(cast.region)
    make_series("taken")
    for wrong, error in (
        (facts("taken"), errors.CodeTaken), (facts("ok"), errors.CodeTaken), (facts("sum"), errors.CodeReserved),
        (facts("new"), errors.CodeReserved), (facts("b", "lost.series"), errors.FormulaRefused),
    ):  # fmt: skip
        with pytest.raises(error):
            services.create_indicators([facts("ok"), wrong], by=cast.rani)
    assert (Indicator.objects.count(), told) == (0, [])


def test_aims_are_set_where_they_differ(cast: Cast, told: list[object]) -> None:
    make_plan(cast.region)
    first, second = make_indicator("a", "5"), make_indicator("b", "5")
    make_target(first, cast.region, "2025", 10)
    aims = Aims((TargetValue(cast.region, YEAR, Decimal(20)),), (BaselineValue(cast.region, YEAR, Decimal(1)),))
    same = Aims((TargetValue(cast.region, YEAR, Decimal(10)),))
    services.set_aims({first: same}, by=cast.rani)
    assert (told, Entry.objects.count()) == ([], 0)
    services.set_aims({first: aims, second: aims}, by=cast.rani)
    assert sorted(Target.objects.values_list("indicator__code", "value")) == [("a", 20), ("b", 20)]
    assert Baseline.objects.count() == 2
    assert IndicatorValue.objects.filter(period=YEAR).count() == 2
    assert len(told) == 1
    assert sorted(Entry.objects.exclude(verb="computed").values_list("verb", flat=True)) == [
        "changed",
        *["created"] * 3,
    ]


def test_a_wrong_aim_keeps_all_out(cast: Cast) -> None:
    make_plan(cast.region)
    indicator = make_indicator("a", "5")
    good = TargetValue(cast.region, YEAR, Decimal(20))
    province = cast.areas["90"]
    for aims, error in (
        (Aims((good, replace(good, area=province))), errors.AreaOutside),
        (Aims((good, replace(good, value=Decimal("0.0000001")))), errors.TooPrecise),
        (Aims((good, replace(good, upper=Decimal(30)))), errors.UpperUnused),
        (Aims((good,), (BaselineValue(province, YEAR, Decimal(1)),)), errors.AreaOutside),
    ):
        with pytest.raises(error):
            services.set_aims({indicator: aims}, by=cast.rani)
    assert not Target.objects.exists()


def test_indicators_are_removed_with_their_aims(cast: Cast, told: list[object]) -> None:
    program = make_program(make_plan(cast.region), "A")
    gone, kept = make_indicator("a", "5", program=program), make_indicator("b", "5")
    for one in (gone, kept):
        make_target(one, cast.region, "2025", 10)
    services.refresh_indicators([gone.pk, kept.pk])
    services.remove_indicators([gone], by=cast.rani)
    assert list(Indicator.objects.all()) == [kept]
    assert (Target.objects.count(), ProgramIndicator.objects.count()) == (1, 0)
    assert not IndicatorValue.objects.exclude(indicator=kept).exists()
    assert sorted(Entry.objects.filter(verb="deleted").values_list("object_type", flat=True)) == [
        "indicators.indicator", "indicators.target",
    ]  # fmt: skip


def test_an_indicator_in_a_formula_is_not_removed_alone(cast: Cast) -> None:
    make_plan(cast.region)
    first, second = make_indicator("a", "5"), make_indicator("b", "2 * a")
    with pytest.raises(errors.UsedInFormulas):
        services.remove_indicators([first], by=cast.rani)
    services.remove_indicators([first, second], by=cast.rani)
    assert not Indicator.objects.exists()


def test_what_changes_in_a_block_is_computed_at_its_end(cast: Cast, told: list[object]) -> None:
    make_plan(cast.region)
    indicator = make_indicator("a", "5")
    with services.computed_once():
        services.set_target(indicator, TargetValue(cast.region, YEAR, Decimal(1)), by=cast.rani)
        services.set_baseline(indicator, area=cast.region, period=YEAR, value=Decimal(1), by=cast.rani)
        assert (told, IndicatorValue.objects.count()) == ([], 0)
    assert (len(told), IndicatorValue.objects.filter(period=YEAR).count()) == (1, 1)


def test_series_are_created_and_removed_where_nothing_was_recorded(cast: Cast) -> None:
    first, second = create_many_series([{"code": "a.b", "name": "A"}, {"code": "a.c", "name": "B"}], by=cast.rani)
    for codes in (("x", "x"), ("x", "a.b")):
        with pytest.raises(series_errors.CodeTaken):
            create_many_series([{"code": code, "name": "A"} for code in codes], by=cast.rani)
    make_observation(second, cast.region, "2025-01", 1)
    with pytest.raises(series_errors.FiguresThere):
        remove_series([first, second], by=cast.rani)
    remove_series([first], by=cast.rani)
    assert list(Series.objects.all()) == [second]


@pytest.mark.parametrize("name", ["oka", "hadi", "vera", "wati"])
def test_all_of_it_is_the_coordinators(cast: Cast, name: str) -> None:
    make_plan(cast.region)
    person, indicator, series = cast.people[name], make_indicator("a", "5"), make_series("s")
    aims = Aims((TargetValue(cast.region, YEAR, Decimal(1)),))
    for attempt in (
        lambda: services.create_indicators([facts("b")], by=person),
        lambda: services.set_aims({indicator: aims}, by=person),
        lambda: services.remove_indicators([indicator], by=person),
    ):
        with pytest.raises(errors.NotACoordinator):
            attempt()
    for attempt in (
        lambda: create_many_series([{"code": "x", "name": "X"}], by=person),
        lambda: remove_series([series], by=person),
    ):
        with pytest.raises(series_errors.NotACoordinator):
            attempt()
