"""Many indicators at once follow the same rules and are computed once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from serambi.apps.audit.models import Entry
from serambi.apps.audit.services import rows_in
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
    entries = Entry.objects.exclude(verb="computed").order_by("id")
    assert [(one.verb, one.object_type, one.object_name) for one in entries] == [
        ("figures_set", "indicators.indicator", str(first)),
        ("figures_set", "indicators.indicator", str(second)),
    ]
    changed, new = entries
    (kept,) = first.targets.all()
    assert rows_in(changed.before, "indicators.target") == {kept.pk: {"value": "10.000000"}}
    assert rows_in(changed.after, "indicators.target") == {kept.pk: {"value": "20"}}
    assert [row["value"] for row in rows_in(new.after, "indicators.target").values()] == ["20"]
    assert [row["period"] for row in rows_in(new.after, "indicators.baseline").values()] == ["2025"]


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
    services.remove_indicators([gone.pk], by=cast.rani)
    assert list(Indicator.objects.all()) == [kept]
    assert (Target.objects.count(), ProgramIndicator.objects.count()) == (1, 0)
    assert not IndicatorValue.objects.exclude(indicator=kept).exists()
    entry = Entry.objects.get(verb="deleted")
    assert (entry.object_type, entry.before["code"], entry.before["programs"]) == (
        "indicators.indicator", "a", {"A": "1.000"},
    )  # fmt: skip
    assert [row["value"] for row in rows_in(entry.before, "indicators.target").values()] == ["10.000000"]


def test_programs_gain_and_lose_many_indicators_at_once(cast: Cast) -> None:
    plan = make_plan(cast.region)
    program, other = make_program(plan, "A"), make_program(plan, "B")
    first, second = make_indicator("a", "5", program=program), make_indicator("b", "5")
    services.link_indicators(
        [(first.pk, program.pk, Decimal(2)), (first.pk, other.pk, Decimal(1)), (second.pk, other.pk, Decimal(1))],
        by=cast.rani,
    )
    links = ProgramIndicator.objects.order_by("indicator__code", "program__code")
    assert list(links.values_list("indicator__code", "program__code", "weight")) == [
        ("a", "A", 2), ("a", "B", 1), ("b", "B", 1),
    ]  # fmt: skip
    entries = Entry.objects.filter(verb="changed").order_by("object_name")
    assert [(one.before, one.after) for one in entries] == [
        ({"programs": {"A": "1.000"}}, {"programs": {"A": "2.000", "B": "1.000"}}),
        ({"programs": {}}, {"programs": {"B": "1.000"}}),
    ]
    services.unlink_indicators([links.filter(program=other)[0].pk], by=cast.rani)
    assert set(first.programs.values_list("code", flat=True)) == {"A"}
    assert Entry.objects.latest("pk").after == {"programs": {"A": "2.000"}}


@pytest.mark.parametrize("name", ["oka", "vera", "wati"])
def test_only_the_coordinator_writes_many_at_once(cast: Cast, name: str) -> None:
    program = make_program(make_plan(cast.region), "A")
    indicator = make_indicator("a", "5", program=program)
    target, link, by = (
        make_target(indicator, cast.region, "2025", 10),
        indicator.program_indicators.get(),
        cast.people[name],
    )
    for attempt in (
        lambda: services.link_indicators([(indicator.pk, program.pk, Decimal(2))], by=by),
        lambda: services.unlink_indicators([link.pk], by=by),
        lambda: services.remove_aims(targets=[target.pk], baselines=[], by=by),
        lambda: services.remove_indicators([indicator.pk], by=by),
    ):
        with pytest.raises(errors.NotACoordinator):
            attempt()
    assert (Target.objects.count(), ProgramIndicator.objects.get().weight) == (1, 1)


def test_targets_and_baselines_are_removed_with_an_entry_for_each_indicator(cast: Cast, told: list[object]) -> None:
    make_plan(cast.region)
    indicator = make_indicator("a", "5")
    targets = [make_target(indicator, cast.region, year, 10) for year in ("2024", "2025", "2026")]
    services.remove_aims(targets=[one.pk for one in targets[:2]], baselines=[], by=cast.rani)
    assert list(indicator.targets.all()) == targets[2:]
    assert len(told) == 1
    entry = Entry.objects.get(verb="figures_set")
    assert (entry.object_id, entry.after) == (str(indicator.pk), {})
    assert set(rows_in(entry.before, "indicators.target")) == {one.pk for one in targets[:2]}


def test_an_archived_indicator_gains_and_loses_nothing(cast: Cast) -> None:
    program = make_program(make_plan(cast.region), "A")
    indicator = make_indicator("a", "5", program=program)
    target, link = make_target(indicator, cast.region, "2025", 10), indicator.program_indicators.get()
    services.archive_indicator(indicator, by=cast.rani)
    for attempt in (
        lambda: services.link_indicators([(indicator.pk, program.pk, Decimal(2))], by=cast.rani),
        lambda: services.unlink_indicators([link.pk], by=cast.rani),
        lambda: services.remove_aims(targets=[target.pk], baselines=[], by=cast.rani),
    ):
        with pytest.raises(errors.IsArchived):
            attempt()


def test_an_indicator_in_a_formula_is_not_removed_alone(cast: Cast) -> None:
    make_plan(cast.region)
    first, second = make_indicator("a", "5"), make_indicator("b", "2 * a")
    with pytest.raises(errors.UsedInFormulas):
        services.remove_indicators([first.pk], by=cast.rani)
    services.remove_indicators([first.pk, second.pk], by=cast.rani)
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
