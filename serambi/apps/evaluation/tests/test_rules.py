"""How attainment is judged: read by everybody, changed by the coordinator."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry
from serambi.apps.evaluation import services
from serambi.apps.evaluation.errors import BandsOutOfOrder, CeilingBelowFloor, NotTheCoordinator
from serambi.apps.evaluation.models import Band, Node, RollUpRule
from serambi.apps.evaluation.queries.bands import scale
from serambi.apps.evaluation.services import BandValues
from serambi.apps.evaluation.tests.scene import TODAY, Scene, make_value, recompute, value

SignIn = Callable[[User], Client]
CODES = ("very_high", "high", "medium", "low", "very_low")
EDITS = ("/en/rules/bands/", "/en/rules/limits/")


def bands(*bounds: str | None) -> list[BandValues]:
    return [
        BandValues(code, code, "", None if bound is None else Decimal(bound), includes_bound=True)
        for code, bound in zip(CODES, bounds, strict=True)
    ]


def posted(*bounds: str) -> dict[str, str]:
    data = {"source": "Perbup 1/2025"}
    for code, bound in zip(CODES, (*bounds, ""), strict=True):
        data |= {f"{code}_name": f"Nama {code}", f"{code}_name_en": "", f"{code}_includes": "on"}
        if bound:
            data[f"{code}_bound"] = bound
    return data


def test_everybody_reads_the_rules(full: Scene, client: Client, signed_in: SignIn) -> None:
    text = client.get("/en/rules/").content.decode()
    assert "≥ 91%" in text
    assert "&gt; 50%" in text
    assert "counts 100% at most" in text
    assert "Change the bands" not in text
    assert "Change the bands" in signed_in(full.cast.rani).get("/en/rules/").content.decode()
    assert signed_in(full.cast.rani).post("/en/rules/").status_code == 405


@pytest.mark.parametrize("address", EDITS)
def test_only_the_coordinator_changes_them(full: Scene, client: Client, signed_in: SignIn, address: str) -> None:
    assert client.get(address).status_code == 302
    assert client.post(address, posted("90", "70", "60", "40")).status_code == 302
    for person in (full.cast.oka, full.cast.vera, full.cast.bima, full.cast.wati):
        assert signed_in(person).get(address).status_code == 403
        assert signed_in(person).post(address, posted("90", "70", "60", "40")).status_code == 403
    assert not Band.objects.exists()
    assert not RollUpRule.objects.exists()
    assert signed_in(full.cast.rani).put(address).status_code == 405
    assert signed_in(full.cast.rani).get(address).status_code == 200


def test_the_bands_are_written_and_recorded(full: Scene, signed_in: SignIn) -> None:
    client = signed_in(full.cast.rani)
    assert client.post("/rules/bands/", posted("90", "70,5", "60", "40")).status_code == 302  # a comma in Indonesian
    assert [band.lower_bound for band in scale().bands] == [90, Decimal("70.5"), 60, 40, None]
    assert scale().on_plan_from == 70.5
    assert scale().bands[0].source == "Perbup 1/2025"
    assert Entry.objects.filter(object_type="evaluation.band").count() == 5
    assert "70.5%, where the band" in client.get("/en/dashboard/").content.decode()


def test_bounds_that_change_places_do_not_collide(full: Scene) -> None:
    services.change_bands(bands("90", "70", "60", "40", None), by=full.cast.rani)
    services.change_bands(bands("91", "90", "70", "60", None), by=full.cast.rani)
    assert [band.lower_bound for band in Band.objects.all()] == [91, 90, 70, 60, None]
    assert len({band.pk for band in Band.objects.all()}) == 5


def test_an_unchanged_band_leaves_no_entry(full: Scene) -> None:
    services.change_bands(bands("90", "70", "60", "40", None), by=full.cast.rani)
    before = Entry.objects.count()
    services.change_bands(bands("90", "75", "60", "40", None), by=full.cast.rani)
    assert Entry.objects.count() == before + 1


@pytest.mark.parametrize(
    "bounds",
    [
        ("90", "90", "60", "40", None),
        ("70", "90", "60", "40", None),
        ("90", "70", "60", "40", "10"),
        ("90", None, "60", "40", None),
    ],
)
def test_bands_out_of_order_are_refused(full: Scene, bounds: tuple[str | None, ...]) -> None:
    with pytest.raises(BandsOutOfOrder):
        services.change_bands(bands(*bounds), by=full.cast.rani)
    assert not Band.objects.exists()


def test_a_refused_form_keeps_what_was_typed(full: Scene, signed_in: SignIn) -> None:
    answer = signed_in(full.cast.rani).post("/en/rules/bands/", posted("60", "70", "50", "40"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The bands must begin lower from one to the next" in text
    assert "Nama very_high" in text
    assert 'value="70"' in text


def test_the_limits_join_the_plan_again(full: Scene, signed_in: SignIn) -> None:
    make_value(full.handled, full.cast.region, "2024-Q4", 120)
    recompute(full)
    assert value(full, Node.PROGRAM, full.waste.pk, "2024-Q4") == 85
    answer = signed_in(full.cast.rani).post("/en/rules/limits/", {"ceiling": "120", "floor": ""})
    assert answer.status_code == 302
    assert value(full, Node.PROGRAM, full.waste.pk, "2024-Q4") == 90
    assert Entry.objects.filter(object_type="evaluation.rolluprule").count() == 1
    text = signed_in(full.cast.rani).get("/en/rules/").content.decode()
    assert "counts 120% at most" in text
    assert "It counts as it is, however low." in text


def test_a_ceiling_below_the_floor_is_refused(full: Scene, signed_in: SignIn) -> None:
    answer = signed_in(full.cast.rani).post("/en/rules/limits/", {"ceiling": "10", "floor": "20"})
    assert answer.status_code == 422
    assert "cannot count at most less" in answer.content.decode()
    assert signed_in(full.cast.rani).post("/en/rules/limits/", {"ceiling": "much"}).status_code == 422
    assert not RollUpRule.objects.exists()


def test_the_services_know_who_asks(full: Scene) -> None:
    for person in (full.cast.oka, full.cast.vera, None):
        with pytest.raises(NotTheCoordinator):
            services.change_bands(bands("90", "70", "60", "40", None), by=person)
        with pytest.raises(NotTheCoordinator):
            services.change_roll_up_rule(full.plan, ceiling=None, floor=None, by=person, today=TODAY)
    with pytest.raises(CeilingBelowFloor):
        services.change_roll_up_rule(full.plan, ceiling=Decimal(1), floor=Decimal(2), by=full.cast.rani, today=TODAY)
