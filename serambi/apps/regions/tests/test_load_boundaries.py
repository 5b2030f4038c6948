from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation
from shapely.geometry import shape

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.regions import errors, queries
from serambi.apps.regions.models import Area, AreaKind, Boundary
from serambi.apps.regions.services import check_boundaries, load_boundaries
from tests.cast import Cast, make_area

TODAY = dt.date(2026, 5, 20)
REPOSITORY = Path(__file__).resolve().parents[4]
REAL = REPOSITORY.parent / "shared" / "domain" / "ppu_boundaries.geojson"
REAL_AREAS = REPOSITORY / "content" / "penajam-paser-utara" / "areas.csv"

Ring = list[list[float]]


def square(west: float, south: float, size: float = 0.1) -> Ring:
    return [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]


def feature(code: object, rings: Any, kind: str = "Polygon") -> dict[str, Any]:
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": kind, "coordinates": rings}}


def collection(*features: Any, **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


# Beside the centers that the cast gives to Hulu (90.01.01) and Hilir (90.01.02).
HULU = square(116.45, -1.43)
HILIR = square(116.45, -1.53)


def load(text: str, **more: Any) -> Any:
    return load_boundaries(text, by=None, source="BIG 2024", today=TODAY, **more)


def problems(text: str, **more: Any) -> str:
    with pytest.raises(errors.BoundariesRefused) as refused:
        load(text, **more)
    assert not Boundary.objects.exists()
    return "\n".join(refused.value.problems)


def test_boundaries_are_loaded_with_their_source_and_a_record(cast: Cast) -> None:
    outcome = load(collection(feature("90.01.01", [HULU]), feature("90.01.02", [[HILIR]], "MultiPolygon")))
    assert (len(outcome.shapes), outcome.replaced, outcome.warnings) == (2, 0, [])
    boundary = Boundary.objects.get(area__code="90.01.01")
    assert boundary.source == "BIG 2024"
    drawn = shape({"type": "Polygon", "coordinates": [HULU]})
    assert shape(boundary.geometry).normalize().equals_exact(drawn.normalize(), 1e-6)
    assert Entry.objects.filter(verb=Verb.LOADED).count() == 2


def test_loading_again_replaces(cast: Cast) -> None:
    load(collection(feature("90.01.01", [HULU])))
    text = collection(feature("90.01.01", [square(116.46, -1.86)]))
    assert load_boundaries(text, by=None, source="BIG 2026", today=TODAY).replaced == 1
    assert Boundary.objects.get().geometry["coordinates"][0][0] == [116.46, -1.86]
    entry = Entry.objects.filter(verb=Verb.LOADED).first()
    assert entry is not None
    assert (entry.before, entry.after) == ({"source": "BIG 2024"}, {"source": "BIG 2026"})


def test_one_bad_feature_keeps_all_others_out(cast: Cast) -> None:
    said = problems(collection(feature("90.01.01", [HULU]), feature("90.01.02", [[[116, -1], [117, -1]]])))
    assert "90.01.02 Hilir" in said


def test_digits_without_points_are_a_code_too(cast: Cast) -> None:
    load(collection(feature("90010110" + "01", [square(116.45, -1.2)]), feature(900101, [HULU])))
    assert set(Boundary.objects.values_list("area__code", flat=True)) == {"90.01.01.1001", "90.01.01"}


def test_another_property_may_hold_the_code(cast: Cast) -> None:
    text = collection({**feature("", [HULU]), "properties": {"KODE": "90.01.01"}})
    assert "code" in problems(text)
    load(text, code_property="KODE")
    assert Boundary.objects.count() == 1


def test_every_problem_is_told_at_once(cast: Cast) -> None:
    said = problems(
        collection(
            feature("99.01", [HULU]),
            feature("90.01.01", [HULU]),
            feature("90.01.01", [HULU]),
            feature(None, [HULU]),
            {
                "type": "Feature",
                "properties": {"code": "90.01.02"},
                "geometry": {"type": "Point", "coordinates": [1, 2]},
            },
        )
    )
    assert "99.01" in said
    assert "90.01.01" in said
    assert "Point" in said
    assert len(said.splitlines()) == 4


def test_unknown_areas_are_left_out_only_when_asked(cast: Cast) -> None:
    text = collection(feature("99.01", [HULU]), feature("90.01.01", [HULU]))
    assert "99.01" in problems(text)
    assert load(text, skip_unknown=True).skipped == ["99.01"]
    Boundary.objects.all().delete()
    assert problems(collection(feature("99.01", [HULU])), skip_unknown=True)


@pytest.mark.parametrize(
    "text", ["{", "[]", '"x"', "{}", '{"type": "Feature"}', '{"type":"FeatureCollection","features":[]}']
)
def test_what_is_no_feature_collection_is_refused(cast: Cast, text: str) -> None:
    assert problems(text)


def test_a_named_coordinate_system_must_be_wgs84(cast: Cast) -> None:
    def named(name: str) -> str:
        return collection(feature("90.01.01", [HULU]), crs={"type": "name", "properties": {"name": name}})

    assert "EPSG::32750" in problems(named("urn:ogc:def:crs:EPSG::32750"))
    for name in ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"):
        load(named(name))


@pytest.mark.parametrize(
    ("ring", "word"),
    [
        ([[y, x] for x, y in HULU], "longitude"),
        ([[y, x - 100] for x, y in HULU], ""),
        (square(450_000, 9_800_000, 1000), "4326"),
        (HULU[:-1], "closed"),
        (HULU[:2], "four"),
        ([[116.45, None], *HULU[1:]], "number"),
        ([["116", "-1"], *HULU[1:]], "number"),
    ],
)
def test_what_is_no_ring_of_degrees_is_refused(cast: Cast, ring: Any, word: str) -> None:
    if not word:  # swapped to a place that is on Earth but far from the center, near it only when read backwards
        Area.objects.filter(code="90.01.01").update(centroid_latitude=-1.4, centroid_longitude=16.5)
        word = "longitude"
    with translation.override("en"):
        assert word in problems(collection(feature("90.01.01", [ring])))


def test_a_line_that_crosses_itself_a_little_is_repaired_and_told(cast: Cast) -> None:
    spike = [*HULU[:2], [116.55, -1.28], [116.5499, -1.33], *HULU[2:]]
    outcome = load(collection(feature("90.01.01", [spike])))
    stored = shape(Boundary.objects.get().geometry)
    assert outcome.shapes[0].was_repaired
    assert outcome.warnings
    assert stored.is_valid
    assert stored.area == pytest.approx(0.01, rel=0.01)


def test_a_figure_of_eight_is_refused_by_name(cast: Cast) -> None:
    bow_tie = [[116.4, -1.9], [116.5, -1.8], [116.5, -1.9], [116.4, -1.8], [116.4, -1.9]]
    said = problems(collection(feature("90.01.01", [bow_tie])))
    assert "90.01.01 Hulu" in said
    assert "116.45 -1.85" in said


def test_holes_third_dimension_and_turning_are_put_right(cast: Cast) -> None:
    hole = [[116.48, -1.40], [116.52, -1.40], [116.52, -1.36], [116.48, -1.36], [116.48, -1.40]]
    high = [[*position, 12.5] for position in reversed(HULU)]
    load(collection(feature("90.01.01", [high, hole])))
    geometry = Boundary.objects.get().geometry
    stored = shape(geometry)
    assert not stored.has_z
    assert stored.area == pytest.approx(0.01 - 0.0016)
    assert stored.exterior.is_ccw
    assert not stored.interiors[0].is_ccw


def test_a_boundary_far_from_its_center_is_warned_of(cast: Cast) -> None:
    outcome = load(collection(feature("90.01.01", [square(118, -1.85)])))
    assert len(outcome.warnings) == 1
    assert "90.01.01" in outcome.warnings[0]


def test_a_look_before_loading_writes_nothing(cast: Cast) -> None:
    outcome = check_boundaries(collection(feature("90.01.01", [HULU])), today=TODAY)
    assert len(outcome.shapes) == 1
    assert not Boundary.objects.exists()


def test_only_the_coordinator_loads_from_a_page(cast: Cast) -> None:
    text = collection(feature("90.01.01", [HULU]))
    with pytest.raises(errors.NotForYou):
        load_boundaries(text, by=cast.oka, source="", today=TODAY)
    assert load_boundaries(text, by=cast.rani, source="", today=TODAY).shapes


# The command --------------------------------------------------------------------------------------------------------


def test_the_command_loads_and_says_what(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "batas.geojson"
    file.write_text(collection(feature("90.01.01", [HULU]), metadata={"source": "BIG 2024, CC BY"}))
    call_command("areas", "load-boundaries", str(file), "--dry-run")
    assert not Boundary.objects.exists()
    call_command("areas", "load-boundaries", str(file))
    assert Boundary.objects.get().source == "BIG 2024, CC BY"
    call_command("areas", "load-boundaries", str(file), "--source", "Lain")
    assert Boundary.objects.get().source == "Lain"
    assert capsys.readouterr().out.count("1") >= 3


def test_the_command_refuses_with_every_problem(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "batas.geojson"
    file.write_text(collection(feature("99", [HULU]), feature("90.01.02", [HULU[:2]])))
    with pytest.raises(CommandError, match=r"(?s)99.*90\.01\.02|90\.01\.02.*99"):
        call_command("areas", "load-boundaries", str(file))
    with pytest.raises(CommandError, match="nowhere"):
        call_command("areas", "load-boundaries", str(tmp_path / "nowhere.geojson"))


def test_the_command_lists_areas(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("areas", "list")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 8
    assert lines[2].startswith("90.01.01 ")


# Shapes for maps ----------------------------------------------------------------------------------------------------


def test_neighbors_keep_one_line_between_them_when_simplified(cast: Cast) -> None:
    shared = [[116.5, -1.9 + step / 100] for step in range(11)]
    left = [
        [116.4, -1.9],
        *[[x + (0.00002 if i % 2 else 0), y] for i, (x, y) in enumerate(shared)],
        [116.4, -1.8],
        [116.4, -1.9],
    ]
    right = [[116.6, -1.8], *[[x + (0.00002 if i % 2 else 0), y] for i, (x, y) in reversed(list(enumerate(shared)))],
             [116.6, -1.9], [116.6, -1.8]]  # fmt: skip
    load(collection(feature("90.01.01", [left]), feature("90.01.02", [right])))
    areas = [cast.areas["90.01.01"], cast.areas["90.01.02"]]
    simple = queries.boundaries_for(areas, tolerance=0.001)
    one, other = (shape(simple[area.pk]) for area in areas)
    assert len(one.exterior.coords) < len(left)
    assert one.intersection(other).area == pytest.approx(0, abs=1e-9)
    assert one.union(other).area == pytest.approx(one.area + other.area)
    exact = queries.boundaries_for(areas, tolerance=0)
    assert exact[areas[0].pk] == Boundary.objects.get(area=areas[0]).geometry


def test_a_map_follows_a_new_boundary(cast: Cast) -> None:
    areas = [cast.areas["90.01.01"]]
    assert queries.boundaries_for(areas) == {}
    load(collection(feature("90.01.01", [HULU])))
    first = queries.boundaries_for(areas)
    load(collection(feature("90.01.01", [square(116.46, -1.86)])))
    assert queries.boundaries_for(areas) != first
    drawn = queries.outlines_for(areas)
    assert drawn is not None
    assert set(drawn.paths) == {"90.01.01"}


def test_maps_are_drawn_once(cast: Cast, django_assert_num_queries: Any) -> None:
    load(collection(feature("90.01.01", [HULU])))
    areas = [cast.areas["90.01.01"], cast.areas["90.01.02"]]
    first = queries.outlines_for(areas)
    with django_assert_num_queries(1):
        assert queries.outlines_for(areas) is first


# Real boundaries ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not REAL.exists() or not REAL_AREAS.exists(), reason="the boundaries of PPU are not at hand")
def test_the_boundaries_of_a_whole_regency_load(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known: dict[str, Area] = {}
    for row in csv.DictReader(io.StringIO(REAL_AREAS.read_text(encoding="utf-8"))):
        code = row["code"]
        place = {2: AreaKind.PROVINCE, 5: AreaKind.REGENCY, 8: AreaKind.DISTRICT}.get(len(code), AreaKind.VILLAGE)
        known[code] = make_area(code, row["name"], place, known.get(code.rpartition(".")[0]))
    call_command("areas", "load-boundaries", str(REAL))
    assert Boundary.objects.count() == 59
    said = capsys.readouterr().out
    assert "59" in said
    assert "54" in said
    villages = [area for area in known.values() if area.level == 4]
    exact, simple = queries.boundaries_for(villages, tolerance=0), queries.boundaries_for(villages)
    assert len(simple) == 54
    assert all(shape(geometry).is_valid for geometry in simple.values())
    assert len(json.dumps(simple)) < 0.7 * len(json.dumps(exact))
    total = sum(shape(geometry).area for geometry in exact.values())
    assert sum(shape(geometry).area for geometry in simple.values()) == pytest.approx(total, rel=0.005)
