"""Writing the record, and the history of one object."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from serambi.apps.audit import labels
from serambi.apps.audit.addresses import CURRENT, client_address
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.queries import describe, history_of
from serambi.apps.audit.services import record, snapshot
from tests.cast import Cast, make_observation, make_series


def test_a_snapshot_has_every_column_but_secrets(cast: Cast) -> None:
    columns = snapshot(cast.oka)

    assert columns["email"] == "oka@serumpun.example"
    assert not {"password", "last_login"} & set(columns)
    assert snapshot(cast.oka, ["name"]) == {"name": "Oka"}


def test_an_entry_keeps_only_what_changed(cast: Cast) -> None:
    entry = record(Verb.CHANGED, cast.dlh, by=cast.rani, before={"a": 1, "b": 2}, after={"a": 1, "b": 3, "c": 4})

    assert (entry.before, entry.after) == ({"b": 2}, {"b": 3, "c": 4})


def test_an_entry_outlives_person_and_object(cast: Cast) -> None:
    entry = record(Verb.CHANGED, cast.sari, by=cast.oka)
    cast.oka.delete()

    assert Entry.objects.get(pk=entry.pk).actor_name == "Oka"


def test_outside_a_request_there_is_no_address(cast: Cast) -> None:
    assert record(Verb.CHANGED, cast.dlh, by=None).address is None
    token = CURRENT.set("2001:db8::1")
    try:
        assert record(Verb.CHANGED, cast.dlh, by=None).address == "2001:db8::1"
    finally:
        CURRENT.reset(token)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "10.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        (2, "192.0.2.66, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "not an address", None),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: Settings, proxies: int, forwarded: str, expected: str | None
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == expected


def test_the_history_of_an_object_is_its_own_latest_first(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    record(Verb.CREATED, cast.dlh, by=None, after={"name": "DLH"})
    record(Verb.CHANGED, cast.dinkes, by=cast.rani, before={"name": "a"}, after={"name": "b"})
    for number in range(10):
        record(
            Verb.CHANGED, cast.dlh, by=cast.rani, before={"area": None}, after={"area": cast.areas["90.01"].pk + number}
        )

    with django_assert_max_num_queries(2):
        history = history_of(cast.dlh, limit=11)

    assert [line.entry.verb for line in history] == [*[Verb.CHANGED] * 10, Verb.CREATED]
    assert len(history_of(cast.dlh, limit=3)) == 3


def test_the_part_for_other_pages_shows_the_history(cast: Cast) -> None:
    record(Verb.CHANGED, cast.dlh, by=cast.rani, before={"name": "a"}, after={"name": "<b>"}, reason="salah ketik")

    text = render_to_string("audit/_history.html", {"history": history_of(cast.dlh)})

    assert "Rani" in text
    assert "salah ketik" in text
    assert "&lt;b&gt;" in text
    assert "Belum ada" in render_to_string("audit/_history.html", {"history": []})


def test_numbers_keep_every_digit_and_speak_the_language(cast: Cast) -> None:
    series = make_series("waste.handled")
    observation = make_observation(series, cast.region, "2026-01", "12.345600")
    field = labels.field_of("observations.observation", "value")

    assert labels.value_text(field, snapshot(observation)["value"]) == "12,3456"
    assert labels.value_text(field, str(Decimal("0.000000"))) == "0"
    with translation.override("en"):
        assert labels.value_text(field, "1200.50") == "1200.5"


def test_values_that_are_lists_and_empty_ones(cast: Cast) -> None:
    assert labels.value_text(None, ["b", "a"]) == "b, a"
    assert labels.value_text(None, {"first_seen": 2, "b": []}) == "First seen: 2; B: –"
    assert labels.value_text(None, "") == labels.value_text(None, None) == labels.MISSING
    assert labels.value_text(None, 0) == "0"


def test_a_line_is_a_sentence(cast: Cast) -> None:
    record(Verb.CHANGED, cast.dlh, by=cast.rani)
    record(Verb.SIGNED_IN, cast.oka, by=cast.oka)
    record(Verb.SIGN_IN_FAILED, cast.oka, by=None)
    record(Verb.LOADED, cast.dlh, by=None)

    sentences = [line.sentence for line in describe(Entry.objects.order_by("pk"))]

    assert sentences == [
        "Rani mengubah organisasi Dinas Lingkungan Hidup",
        "Oka masuk",
        "Seseorang gagal masuk: Oka",
        "Program ini sendiri memuat organisasi Dinas Lingkungan Hidup",
    ]


def test_a_new_object_shows_what_it_has_and_not_what_it_lacks(cast: Cast) -> None:
    after = {"name": "X", "website": "", "area": None, "needs_confirmation": False, "order": 0}
    record(Verb.CREATED, cast.dlh, by=None, after=after)
    record(Verb.CHANGED, cast.dlh, by=None, before={"website": "https://x"}, after={"website": ""})

    changed, created = describe(Entry.objects.all())

    assert [(change.label, change.after) for change in created.changes] == [("Nama", "X"), ("Order", "0")]
    assert [(change.before, change.after) for change in changed.changes] == [("https://x", "–")]
