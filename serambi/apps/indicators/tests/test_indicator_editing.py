"""Defining, changing, describing, archiving and restoring an indicator on its pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.indicators.models import Framework, Indicator, IndicatorState, IndicatorValue, StandardIndicator
from serambi.apps.indicators.tests.conftest import Waste, address
from tests.cast import make_indicator

SignIn = Callable[[User], Client]


def given(waste: Waste, **changes: Any) -> dict[str, Any]:
    """Return a filled form for a new indicator."""
    return {
        "name": "Waste per person",
        "name_en": "",
        "code": "waste_total",
        "description": "",
        "formula": "waste.generated",
        "unit": "ton",
        "polarity": "lower",
        "level": "output",
        "frequency": "quarter",
        "area_level": "3",
        "decimals": "0",
        "reporting_days": "30",
        "owner": str(waste.cast.dlh.pk),
        "is_published": "on",
        "standards": [],
        "programs-TOTAL_FORMS": "2",
        "programs-INITIAL_FORMS": "0",
        "programs-0-program": str(waste.program.pk),
        "programs-0-weight": "2,5",
        "programs-1-program": "",
        "programs-1-weight": "",
        **changes,
    }


PAGES = [
    ("indicator_create", ()),
    ("indicator_edit", ("waste_share",)),
    ("indicator_archive", ("waste_share",)),
    ("indicator_restore", ("waste_share",)),
]


@pytest.mark.parametrize(("name", "arguments"), PAGES)
def test_only_the_coordinator_defines(waste: Waste, signed_in: SignIn, name: str, arguments: tuple[str, ...]) -> None:
    url = address(name, *arguments)
    for method in ("get", "post"):
        response = getattr(Client(), method)(url)
        assert response.status_code == 302
        assert "sign-in" in response["Location"]
        for person in ("oka", "hadi", "sari", "vera", "bima", "wati"):
            assert getattr(signed_in(waste.cast.people[person]), method)(url).status_code == 403
    client = signed_in(waste.cast.rani)
    assert client.get(url).status_code == 200
    assert client.delete(url).status_code == 405


def test_a_new_indicator_is_computed_and_linked(waste: Waste, signed_in: SignIn) -> None:
    framework = Framework.objects.create(name="U4SSC")
    standard = StandardIndicator.objects.create(framework=framework, code="EN 1", name="Waste")
    client = signed_in(waste.cast.rani)
    response = client.post(address("indicator_create"), given(waste, standards=[str(standard.pk)]))
    assert response["Location"].endswith("/indicators/waste_total/")
    made = Indicator.objects.get(code="waste_total")
    assert IndicatorValue.objects.get(indicator=made, area=waste.cast.region, period="2025-Q3").value == 750
    assert not IndicatorValue.objects.filter(indicator=made, area__level=4).exists()
    assert str(made.program_indicators.get().weight) == "2.500"
    assert list(made.standards.all()) == [standard]
    entry = Entry.objects.get(object_type="indicators.indicator", verb=Verb.CREATED)
    assert entry.actor_id == waste.cast.rani.pk
    assert entry.after["programs"] == {"P-1": "2.500"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"formula": "waste.generated + population"}, "There is no series, indicator or constant “population”"),
        ({"formula": "100 * (waste.handled"}, "is not closed"),
        ({"formula": "waste_total + 1"}, "waste_total → waste_total"),
        ({"unit": "orang"}, "but the indicator says"),
        ({"code": "waste.handled"}, "is the code of series “Waste handled” already"),
        ({"code": "waste_share"}, "is the code of indicator “Waste handled share” already"),
        ({"code": "sum"}, "sum is a word of the formula language"),
        ({"code": "new"}, "new is a word of the formula language"),
        ({"code": "Waste"}, "Write small letters"),
        ({"name": ""}, "required"),
        ({"decimals": "9"}, "less than or equal to 6"),
        ({"programs-0-weight": "-1"}, "A weight lies between"),
        ({"programs-0-weight": "many"}, "is not a number"),
        ({"programs-1-program": "SAME"}, "A program is named twice"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    waste: Waste, signed_in: SignIn, change: dict[str, str], words: str
) -> None:
    change = {key: str(waste.program.pk) if value == "SAME" else value for key, value in change.items()}
    response = signed_in(waste.cast.rani).post(address("indicator_create"), given(waste, **change))
    text = response.content.decode()
    assert response.status_code == 200
    assert words in text.replace("&quot;", '"').replace("&#x27;", "'")
    assert "Waste per person" in text or "name" in change
    assert not Indicator.objects.filter(name="Waste per person").exists()


def test_without_a_unit_it_is_taken_from_the_formula(waste: Waste, signed_in: SignIn) -> None:
    signed_in(waste.cast.rani).post(address("indicator_create"), given(waste, unit=""))
    assert Indicator.objects.get(code="waste_total").unit == "ton"


def test_check_without_scripts_shows_the_result_and_saves_nothing(waste: Waste, signed_in: SignIn) -> None:
    response = signed_in(waste.cast.rani).post(address("indicator_create"), given(waste, check="1"))
    text = response.content.decode()
    assert "On the figures that are there" in text
    assert "750" in text
    assert not Indicator.objects.filter(code="waste_total").exists()


def edited(waste: Waste, **changes: Any) -> dict[str, Any]:
    return given(
        waste,
        **{
            "name": "Waste handled share",
            "code": "waste_share",
            "formula": "100 * waste.handled / waste.generated",
            "unit": "%",
            "polarity": "higher",
            "area_level": "4",
            "programs-INITIAL_FORMS": "1",
            "programs-0-weight": "1",
            **changes,
        },
    )


def test_another_formula_moves_the_values_of_those_that_use_it_too(waste: Waste, signed_in: SignIn) -> None:
    rest = make_indicator("rest", "100 - waste_share", frequency="quarter")
    client = signed_in(waste.cast.rani)
    response = client.post(
        address("indicator_edit", "waste_share"), edited(waste, formula="50 * waste.handled / waste.generated")
    )
    assert response.status_code == 302
    state = IndicatorState.objects.get(indicator=rest)
    assert (state.latest_value, str(state.latest_period)) == (66, "2025-Q3")
    entry = Entry.objects.get(object_type="indicators.indicator", verb=Verb.CHANGED)
    assert entry.before["formula"] == "100 * waste.handled / waste.generated"
    assert entry.after["formula"] == "50 * waste.handled / waste.generated"


def test_a_code_that_formulas_name_stays(waste: Waste, signed_in: SignIn) -> None:
    make_indicator("rest", "100 - waste_share")
    client = signed_in(waste.cast.rani)
    text = client.post(address("indicator_edit", "waste_share"), edited(waste, code="share")).content.decode()
    assert "so its code stays: rest" in text
    Indicator.objects.get(code="rest").delete()
    assert client.post(address("indicator_edit", "waste_share"), edited(waste, code="share")).status_code == 302
    assert Indicator.objects.filter(code="share").exists()


def test_a_program_left_empty_is_taken_off(waste: Waste, signed_in: SignIn) -> None:
    data = edited(waste, **{"programs-0-program": ""})
    signed_in(waste.cast.rani).post(address("indicator_edit", "waste_share"), data)
    assert not waste.share.program_indicators.exists()


# The owner ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["oka", "hadi", "rani"])
def test_the_owner_describes_and_changes_nothing_else(waste: Waste, signed_in: SignIn, person: str) -> None:
    client = signed_in(waste.cast.people[person])
    assert client.get(address("indicator_describe", "waste_share")).status_code == 200
    data = {"description": "Weighed at the gate.", "name_en": "Handled", "reporting_days": "10", "formula": "1"}
    assert client.post(address("indicator_describe", "waste_share"), data).status_code == 302
    waste.share.refresh_from_db()
    assert (waste.share.description, waste.share.name_en, waste.share.reporting_days) == (
        "Weighed at the gate.",
        "Handled",
        10,
    )
    assert waste.share.formula == "100 * waste.handled / waste.generated"


@pytest.mark.parametrize("person", ["sari", "vera", "bima", "wati"])
def test_others_do_not_describe(waste: Waste, signed_in: SignIn, person: str) -> None:
    client = signed_in(waste.cast.people[person])
    url = address("indicator_describe", "waste_share")
    assert client.get(url).status_code == 403
    assert client.post(url, {"description": "x", "name_en": "", "reporting_days": "1"}).status_code == 403
    assert Client().get(url).status_code == 302
    assert signed_in(waste.cast.oka).put(url).status_code == 405


# Archiving ------------------------------------------------------------------------------------------------------------


def test_archived_it_has_no_values_and_restored_it_has(waste: Waste, signed_in: SignIn) -> None:
    client = signed_in(waste.cast.rani)
    count = IndicatorValue.objects.count()
    assert count
    assert client.post(address("indicator_archive", "waste_share"), {"reason": "replaced"}).status_code == 302
    assert not IndicatorValue.objects.exists()
    assert Entry.objects.get(verb=Verb.ARCHIVED).reason == "replaced"
    again = client.post(address("indicator_archive", "waste_share"))
    assert again.status_code == 409
    assert "is archived already" in again.content.decode()
    assert "Restore it before" in client.post(address("indicator_edit", "waste_share"), edited(waste)).content.decode()
    assert client.post(address("indicator_restore", "waste_share")).status_code == 302
    assert IndicatorValue.objects.count() == count
    assert client.post(address("indicator_restore", "waste_share")).status_code == 409


def test_one_that_others_use_cannot_be_archived(waste: Waste, signed_in: SignIn) -> None:
    make_indicator("rest", "100 - waste_share", name="The rest")
    response = signed_in(waste.cast.rani).post(address("indicator_archive", "waste_share"))
    assert response.status_code == 409
    assert "it stands in the formula of rest" in response.content.decode()
    waste.share.refresh_from_db()
    assert waste.share.archived_at is None
