"""Export and load are each other's inverse."""

from __future__ import annotations

import gzip
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serambi.apps.observations.models import Observation, Origin, Quality
from serambi.apps.regions.models import Area
from serambi.exchange.observations_csv.errors import UnknownSeries
from serambi.exchange.observations_csv.export import export_observations
from serambi.exchange.observations_csv.load import load_observations_file
from serambi.exchange.observations_csv.tests.files import TODAY, stored
from serambi.methods.periods import Period
from tests.cast import Cast, make_observation, make_series

TEXT = st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["=1+1", "'=1", "''@", "-12,5", "-", "@x", "+62", "a;b|c\td", 'say "no"', "two\nlines", "ya", "1.234"]
)
FIGURES = st.dictionaries(
    st.tuples(st.sampled_from(["a.one", "b.two"]), st.sampled_from(["90.01", "90.01.01.1001"]), st.integers(1, 4)),
    st.fixed_dictionaries(
        {
            "value": st.none() | st.integers(-(10**15) + 1, 10**15 - 1).map(lambda digits: Decimal(digits).scaleb(-3)),
            "quality": st.sampled_from(Quality.values), "origin": st.sampled_from(Origin.values),
            "is_final": st.booleans(), "source": TEXT.map(str.strip), "note": TEXT.map(str.strip),
            "source_url": st.sampled_from(["", "https://serumpun.example/a?b=1,2"]),
        }
    ),
    max_size=10,
)  # fmt: skip


def read_back(content: bytes, folder: Path, **more: Any) -> Any:
    return load_observations_file(
        io.BytesIO(content), name="a.csv", by=None, today=TODAY, rejects=folder / "rejects.csv", **more
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figures=FIGURES, language=st.sampled_from(["en", "id"]))
def test_export_and_load_is_the_identity(cast: Cast, tmp_path: Path, figures: dict[Any, Any], language: str) -> None:
    with transaction.atomic():
        series = {code: make_series(code) for code in ("a.one", "b.two")}
        for (code, area, month), said in figures.items():
            one = make_observation(series[code], cast.areas[area], f"2025-{month:02}", said["value"])
            marked = said["origin"] == Origin.ILLUSTRATION
            Observation.objects.filter(pk=one.pk).update(is_illustration=marked, **said)
        file = io.BytesIO()
        count = export_observations(file, codes=[], language=language, by=None)
        assert count == sum(said["value"] is not None for said in figures.values())
        again = read_back(file.getvalue(), tmp_path)
        assert (again.new, again.changed, again.rejected, again.unchanged) == (0, 0, 0, count)
        Observation.objects.filter(value=None).delete()
        before = stored()
        Observation.objects.all().delete()
        outcome = read_back(file.getvalue(), tmp_path)
        assert (outcome.new, outcome.rejected) == (count, 0)
        assert stored() == before
        second = io.BytesIO()
        export_observations(second, codes=[], language=language, by=None)
        assert second.getvalue() == file.getvalue()
        transaction.set_rollback(True)


def test_only_the_series_asked_for_and_packed(cast: Cast, tmp_path: Path) -> None:
    for code in ("a.one", "b.two"):
        make_observation(make_series(code), cast.region, "2025-01", "1.234")
    assert export_observations(tmp_path / "a.csv.gz", codes=["b.two"], language="id", by=None) == 1
    lines = gzip.decompress((tmp_path / "a.csv.gz").read_bytes()).decode().splitlines()
    assert lines == [
        "seri,wilayah,periode,nilai,final,mutu,asal,sumber,tautan_sumber,catatan,ilustrasi",
        "b.two,90.01,2025-01,1.2340,ya,measured,agency,,,,tidak",
    ]
    with pytest.raises(UnknownSeries):
        export_observations(tmp_path / "b.csv", codes=["c.three"], language="id", by=None)


def test_the_order_is_that_of_codes_and_time(cast: Cast) -> None:
    series = make_series("a.one")
    for code in ("90.01.02", "90.01.01"):
        for month in (11, 2):
            make_observation(series, Area.objects.get(code=code), f"2025-{month:02}", month)
    file = io.BytesIO()
    export_observations(file, codes=[], language="en", by=None)
    rows = [line.split(",")[1:3] for line in file.getvalue().decode().splitlines()[1:]]
    assert rows == sorted(rows)
    assert [Period.parse(period).number for _area, period in rows] == [2, 11, 2, 11]
