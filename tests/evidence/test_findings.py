"""What a file says of itself held against what it belongs to, and the same photograph found again."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from serambi.apps.attachments import services
from serambi.apps.attachments.models import StoredFile
from serambi.apps.attachments.permissions import Place
from serambi.apps.attachments.places import distance as kilometres
from serambi.apps.attachments.places import distance_to_shape, nearest
from serambi.apps.attachments.queries import (
    Completeness,
    EvidenceCount,
    completeness,
    counts_of,
    evidence_for,
    get_attachment_for,
)
from serambi.apps.attachments.similar import DISTANCE, bands_of, columns, distance, near, signed
from serambi.apps.observations.models import Observation
from serambi.apps.plans.models import Milestone
from serambi.apps.regions.models import Boundary
from tests import files
from tests.cast import Cast
from tests.evidence.conftest import attached

NOBODY = AnonymousUser()
SQUARE = {"type": "Polygon", "coordinates": [[[116, -2], [117, -2], [117, -1], [116, -1], [116, -2]]]}
WITH_HOLE = {
    "type": "MultiPolygon",
    "coordinates": [
        [*SQUARE["coordinates"], [[116.4, -1.6], [116.6, -1.6], [116.6, -1.4], [116.4, -1.4], [116.4, -1.6]]]
    ],
}


def told(cast: Cast, target: object, user: object = None) -> list[str]:
    rows = evidence_for(user or cast.vera, target).rows  # type: ignore[arg-type]
    return [finding.text for row in rows for finding in row.findings]


# Place and time -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [(-1.5, 116.2, 0), (-0.5, 116.5, 55.6), (-1.5, 117.5, 55.58), (-2.0, 116.5, 0), (0, 118, 157.2)],
)
def test_the_distance_to_a_shape_is_that_to_its_nearest_edge(
    latitude: float, longitude: float, expected: float
) -> None:
    assert distance_to_shape(latitude, longitude, SQUARE) == pytest.approx(expected, abs=0.1)


def test_a_hole_is_outside() -> None:
    assert distance_to_shape(-1.5, 116.5, WITH_HOLE) == pytest.approx(11.1, abs=0.1)
    assert distance_to_shape(-1.2, 116.5, WITH_HOLE) == 0


@given(st.floats(-2.5, -0.5), st.floats(115.5, 117.5))
def test_it_agrees_with_shapely(latitude: float, longitude: float) -> None:
    from shapely.geometry import Point, shape  # noqa: PLC0415 - this test alone needs it

    ours = distance_to_shape(latitude, longitude, WITH_HOLE)
    theirs = shape(WITH_HOLE).distance(Point(longitude, latitude))
    assert (ours == 0) == (theirs == 0) or min(ours, theirs) < 1e-6
    assert ours == pytest.approx(theirs * 111.2, rel=0.01, abs=0.01)


def test_of_several_places_the_one_that_fits_counts() -> None:
    near_by = Place("Dekat", -1.0, 116.0, reach=1)
    far = Place("Jauh", -1.5, 116.5, reach=100)
    found = nearest(-1.05, 116.0, [near_by, far])
    assert found is not None
    assert found.place is far
    assert nearest(-1.05, 116.0, [Place("Entah")]) is None
    assert kilometres(-1.0, 116.0, -1.05, 116.0) == pytest.approx(5.56, abs=0.01)


@pytest.mark.django_db
def test_a_photograph_is_held_against_village_and_period(cast: Cast, observation: Observation) -> None:
    area = observation.area
    assert area.centroid_latitude is not None
    attached(observation, cast.oka, files.jpeg(exif=files.exif(latitude=area.centroid_latitude - 0.126)))
    said = told(cast, observation)
    assert said[0] == "Diambil 14 km dari pusat Desa Bukit."  # doubts come first
    assert "Diambil 20 Januari 2026, di dalam periode." in said
    assert "Tidak dipindai virus: pemindai tidak terpasang." in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("taken", "latitude", "sentences"),
    [
        ("2026:01:20 09:30:00", -1.25, {"Diambil 20 Januari 2026, di dalam periode.", "Diambil di Desa Bukit."}),
        ("2025:12:31 23:00:00", -1.25, {"Diambil 31 Desember 2025, sebelum periode.", "Diambil di Desa Bukit."}),
        ("2026:02:01 00:30:00", -1.0, {"Diambil 1 Februari 2026, setelah periode.", "Diambil 11 km dari Desa Bukit."}),
    ],
)
def test_a_boundary_decides_where_one_is_known(
    cast: Cast, observation: Observation, taken: str, latitude: float, sentences: set[str]
) -> None:
    square = [[[116.4, -1.4], [116.6, -1.4], [116.6, -1.1], [116.4, -1.1], [116.4, -1.4]]]
    Boundary.objects.create(area=observation.area, geometry={"type": "Polygon", "coordinates": square})
    attached(observation, cast.oka, files.jpeg(exif=files.exif(taken=taken, latitude=latitude)))
    assert sentences <= set(told(cast, observation))


@pytest.mark.django_db
def test_a_document_is_held_against_the_period(cast: Cast, milestone: Milestone) -> None:
    attached(milestone, cast.oka, files.pdf(), "a.pdf", document_date=dt.date(2025, 12, 1))
    attached(milestone, cast.oka, files.pdf("<</A 1>>"), "b.pdf", document_date=dt.date(2026, 2, 1))
    said = told(cast, milestone)
    assert "Dokumen bertanggal 1 Desember 2025, sebelum periode." in said
    assert "Dokumen bertanggal 1 Februari 2026." in said


# The same photograph twice ------------------------------------------------------------------------------------------


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=DISTANCE))
def test_whatever_differs_in_seven_bits_shares_a_band_within_one_bit(bits: int, flipped: set[int]) -> None:
    other = bits
    for bit in flipped:
        other ^= 1 << bit
    assert distance(signed(bits), signed(other)) == len(flipped)
    assert any((ours ^ theirs).bit_count() <= 1 for ours, theirs in zip(bands_of(bits), bands_of(other), strict=True))


@pytest.mark.django_db
def test_the_search_finds_every_alike_picture_and_the_rest_is_sorted_out() -> None:
    dice = np.random.default_rng(7)
    ours = int(dice.integers(0, 2**63))
    hashes = [ours]
    for count in range(1, 15):
        other = ours
        for bit in dice.choice(64, count, replace=False):
            other ^= 1 << int(bit)
        hashes.append(other)
    StoredFile.objects.bulk_create(
        StoredFile(digest=f"{number:064x}", kind="jpeg", size=1, **columns(bits)) for number, bits in enumerate(hashes)
    )
    found = StoredFile.objects.filter(near([ours])).values_list("hash_bits", flat=True)
    alike = {bits for bits in found if bits is not None and distance(bits, ours) <= DISTANCE}
    assert alike == {signed(bits) for bits in hashes[: DISTANCE + 1]}


@pytest.mark.django_db
def test_the_same_photograph_is_told_with_a_way_to_it_for_those_who_may_look(
    cast: Cast, milestone: Milestone, observation: Observation
) -> None:
    picture = files.scene(3)
    first = attached(milestone, cast.oka, files.jpeg(picture, quality=95))
    attached(observation, cast.oka, files.jpeg(picture.resize((400, 300)), quality=50), "kecil.jpg")
    finding = next(one for one in evidence_for(cast.vera, observation).rows[0].findings if "sama" in one.text)
    assert finding.text == "Foto yang sama dipakai untuk Bank sampah buka."
    assert finding.url == f"/files/{first.pk}/"
    services.archive(first, by=cast.oka, reason="Salah")
    assert not any("sama" in text for text in told(cast, observation))


@pytest.mark.django_db
def test_a_use_that_one_may_not_see_is_told_without_its_place(
    cast: Cast, milestone: Milestone, observation: Observation
) -> None:
    attached(milestone, cast.oka)
    attached(observation, cast.oka)
    program = milestone.activity.program
    program.archived_at = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    program.save()
    assert "Berkas yang sama dipakai di tempat lain yang tidak dapat Anda lihat." in told(cast, observation)
    assert "Berkas yang sama dipakai untuk Bank sampah buka." in told(cast, observation, cast.rani)


@pytest.mark.django_db
def test_a_list_costs_the_same_for_many_as_for_one(
    cast: Cast, milestone: Milestone, observation: Observation, django_assert_num_queries: object
) -> None:
    attached(milestone, cast.oka, files.jpeg(files.scene(1)))
    attached(observation, cast.oka, files.jpeg(files.scene(1)))
    target = Milestone.objects.select_related("activity__program__lead").get()
    evidence_for(cast.vera, target)  # the roles of the person are read once
    with django_assert_num_queries(8):  # type: ignore[operator]
        evidence_for(cast.vera, target)
    for seed in range(2, 5):
        attached(milestone, cast.oka, files.jpeg(files.scene(seed)))
        attached(observation, cast.oka, files.jpeg(files.scene(seed)))
    with django_assert_num_queries(8):  # type: ignore[operator]
        assert len(evidence_for(cast.vera, target).rows) == 4


# Who sees what, and how much there is -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_public_sees_what_is_published_and_nothing_about_it(cast: Cast, milestone: Milestone) -> None:
    hidden, shown = attached(milestone, cast.oka), attached(milestone, cast.oka, files.pdf(), "a.pdf")
    services.publish(shown, by=cast.vera, confirmed=True)
    rows = evidence_for(NOBODY, milestone).rows
    assert [(row.attachment, row.findings) for row in rows] == [(shown, ())]
    with pytest.raises(Http404):
        get_attachment_for(NOBODY, hidden.pk)


@pytest.mark.django_db
def test_time_and_place_are_told_to_those_who_verify_and_to_the_agency_alone(cast: Cast, milestone: Milestone) -> None:
    attached(milestone, cast.oka)
    for person, is_told in ((cast.vera, True), (cast.hadi, True), (cast.sari, False), (cast.wati, False)):
        assert bool(told(cast, milestone, person)) is is_told


@pytest.mark.django_db
def test_completeness_is_a_ratio_of_counts(cast: Cast, milestone: Milestone) -> None:
    other = Milestone.objects.create(activity=milestone.activity, name="Lain", due_on=dt.date(2026, 7, 1))
    found = attached(milestone, cast.oka)
    attached(milestone, cast.oka, files.pdf(), "a.pdf")
    everything = Milestone.objects.all()
    assert completeness(everything) == Completeness(have=1, needed=2)
    assert completeness(everything).ratio == Fraction(1, 2)
    assert completeness(everything) + Completeness(3, 4) == Completeness(4, 6)
    assert Completeness(0, 0).ratio is None
    assert counts_of({Milestone: [milestone.pk, other.pk]}) == {(Milestone, milestone.pk): EvidenceCount(2, 0)}
    services.archive(found, by=cast.oka, reason="Salah")
    assert counts_of({Milestone: [milestone.pk]}) == {(Milestone, milestone.pk): EvidenceCount(1, 0)}
