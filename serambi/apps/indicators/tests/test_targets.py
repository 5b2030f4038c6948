"""Setting, changing and removing targets and baselines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.indicators.models import Baseline, Indicator, IndicatorValue, Polarity, Target
from serambi.apps.indicators.services import ValuesChanged
from serambi.apps.indicators.services import changes as announcing
from serambi.apps.indicators.tests.conftest import Waste, address
from serambi.apps.observations.models import Series
from tests.cast import make_observation

SignIn = Callable[[User], Client]


def target(waste: Waste, **changes: str) -> dict[str, str]:
    return {"period": "2025-S2", "area": str(waste.cast.region.pk), "value": "72,5", "source": "RPJMD", **changes}


@pytest.fixture
def rani(waste: Waste, signed_in: SignIn) -> Iterator[Client]:
    return signed_in(waste.cast.rani)  # type: ignore[return-value]  # pytest takes what is returned


def test_only_the_coordinator_sets_targets(waste: Waste, signed_in: SignIn) -> None:
    there = waste.share.targets.get(period="2025")
    baseline = Baseline.objects.create(indicator=waste.share, area=waste.cast.region, period="2024", value=60)
    posts = [
        address("target_add", "waste_share"),
        address("target_years", "waste_share"),
        address("baseline_add", "waste_share"),
    ]
    both = [
        address("target_edit", "waste_share", there.pk),
        address("target_remove", "waste_share", there.pk),
        address("baseline_edit", "waste_share", baseline.pk),
        address("baseline_remove", "waste_share", baseline.pk),
    ]
    for url in posts + both:
        assert Client().post(url).status_code == 302
        for person in ("oka", "hadi", "sari", "vera", "bima", "wati"):
            assert signed_in(waste.cast.people[person]).post(url).status_code == 403
        assert signed_in(waste.cast.rani).put(url).status_code == 405
    for url in posts:
        assert signed_in(waste.cast.rani).get(url).status_code == 405
    for url in both:
        assert signed_in(waste.cast.rani).get(url).status_code == 200
    assert "Set the target" not in signed_in(waste.cast.oka).get(address("target_list", "waste_share")).content.decode()


def test_everybody_sees_targets_with_their_attainment(waste: Waste, client: Client) -> None:
    text = client.get(address("target_list", "waste_share")).content.decode()
    assert "85.0%" in text  # 68 of 80
    assert "90.7%" in text  # 68 of 75


def test_a_new_target_computes_its_own_period_and_is_told(
    waste: Waste, rani: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[ValuesChanged] = []
    monkeypatch.setattr(announcing, "_listeners", [told.append])
    assert not IndicatorValue.objects.filter(period="2025-S2").exists()
    assert rani.post(address("target_add", "waste_share"), target(waste)).status_code == 302
    made = Target.objects.get(period="2025-S2")
    assert str(made.value) == "72.500000"
    assert IndicatorValue.objects.get(period="2025-S2").value == 68
    assert told == [ValuesChanged(frozenset({waste.share.pk}), dt.date(2025, 12, 31))]
    assert Entry.objects.get(object_type="indicators.target", verb=Verb.CREATED).after["source"] == "RPJMD"


def test_a_removed_target_takes_its_value_along(waste: Waste, rani: Client) -> None:
    rani.post(address("target_add", "waste_share"), target(waste))
    made = Target.objects.get(period="2025-S2")
    assert "No score counts it" in rani.get(address("target_remove", "waste_share", made.pk)).content.decode()
    assert rani.post(address("target_remove", "waste_share", made.pk)).status_code == 302
    assert not Target.objects.filter(pk=made.pk).exists()
    assert not IndicatorValue.objects.filter(period="2025-S2").exists()
    # The quarter is computed with or without a target.
    rani.post(address("target_remove", "waste_share", waste.share.targets.get(period="2025-Q3").pk))
    assert IndicatorValue.objects.filter(period="2025-Q3", area=waste.cast.region).exists()


def test_a_moved_target_leaves_nothing_behind(waste: Waste, rani: Client) -> None:
    there = waste.share.targets.get(period="2025")
    response = rani.post(
        address("target_edit", "waste_share", there.pk), target(waste, area=str(waste.cast.areas["90.01.01"].pk))
    )
    assert response.status_code == 302
    rows = IndicatorValue.objects.exclude(period="2025-Q3").values_list("period", "area__code", "value")
    assert [(str(period), area, round(value, 6)) for period, area, value in rows] == [
        ("2025-S2", "90.01.01", 53.333333)
    ]
    assert Entry.objects.get(object_type="indicators.target", verb=Verb.CHANGED).before["period"] == "2025"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"period": "2025"}, "already. Change that one."),
        ({"period": "2025-Q7"}, "is not a period"),
        ({"value": "much"}, "is not a number"),
        ({"value": "1.234"}, "can be two numbers. Write 1234 or 1.2340."),
        ({"value": ""}, "required"),
        ({"value": "0,1234567"}, "At most six decimals"),
        ({"area": "0"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    waste: Waste, rani: Client, change: dict[str, str], words: str
) -> None:
    response = rani.post(address("target_add", "waste_share"), target(waste, **change))
    text = response.content.decode()
    assert response.status_code == 200
    assert words in text
    assert "RPJMD" in text
    assert Target.objects.count() == 2


def test_a_range_needs_its_upper_end(waste: Waste, rani: Client) -> None:
    Indicator.objects.update(polarity=Polarity.RANGE)
    url = address("target_add", "waste_share")
    assert "required" in rani.post(url, target(waste)).content.decode()
    assert "lies below its lower end" in rani.post(url, target(waste, upper="70")).content.decode()
    assert rani.post(url, target(waste, upper="80")).status_code == 302
    assert str(Target.objects.get(period="2025-S2").upper) == "80.000000"


def test_the_years_of_the_plan_are_set_at_once(waste: Waste, rani: Client) -> None:
    url = address("target_years", "waste_share")
    response = rani.post(url, {"value_2024": "70", "value_2025": "75", "value_2026": "85", "source": "Renja"})
    assert response.status_code == 302
    found = {str(one.period): (str(one.value.normalize()), one.source) for one in waste.share.targets.all()}
    # 2025 was 75 already and keeps its source.
    assert found == {"2024": ("7E+1", "Renja"), "2025": ("75", ""), "2025-Q3": ("8E+1", ""), "2026": ("85", "Renja")}
    assert "at least one target" in rani.post(url, {"source": ""}).content.decode()


def test_baselines_are_set_changed_and_removed(waste: Waste, rani: Client) -> None:
    make_observation(Series.objects.get(code="waste.handled"), waste.cast.region, "2023-05", 3)
    add = address("baseline_add", "waste_share")
    data = {
        "baseline-period": "2023",
        "baseline-area": str(waste.cast.region.pk),
        "baseline-value": "61",
        "baseline-source": "",
    }
    assert rani.post(add, data).status_code == 302
    assert "already. Change that one." in rani.post(add, data).content.decode()
    made = Baseline.objects.get()
    assert (
        rani.post(address("baseline_edit", "waste_share", made.pk), {**data, "baseline-value": "62"}).status_code == 302
    )
    made.refresh_from_db()
    assert made.value == 62
    assert "62%" in rani.get(address("indicator_detail", "waste_share")).content.decode()
    assert rani.post(address("baseline_remove", "waste_share", made.pk)).status_code == 302
    assert not Baseline.objects.exists()


def test_a_target_of_another_indicator_is_not_found(waste: Waste, rani: Client) -> None:
    there = waste.share.targets.get(period="2025")
    assert rani.get(address("target_edit", "other", there.pk)).status_code == 404
    assert rani.get(address("target_edit", "waste_share", 0)).status_code == 404
    assert rani.get(address("baseline_edit", "waste_share", 0)).status_code == 404


def test_an_archived_indicator_gets_no_target(waste: Waste, rani: Client) -> None:
    Indicator.objects.update(archived_at=timezone.now())
    text = rani.post(address("target_add", "waste_share"), target(waste)).content.decode()
    assert "Restore it before" in text
    there = waste.share.targets.get(period="2025")
    assert "Restore it before" in rani.post(address("target_remove", "waste_share", there.pk)).content.decode()
    assert Target.objects.count() == 2
