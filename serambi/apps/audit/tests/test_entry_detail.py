"""One line with everything before and after."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.test import Client

from serambi.apps.audit import labels
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.services import record
from tests.cast import Cast
from tests.record import unprotected

Browser = Callable[[Any], Client]


def make_entry(cast: Cast) -> Entry:
    before = {"kind": "department", "valid_until": None, "area": None, "needs_confirmation": False}
    after = {"kind": "board", "valid_until": "2026-03-31", "area": cast.region.pk, "needs_confirmation": True}
    return record(
        Verb.CHANGED, cast.dlh, by=cast.rani, before=before, after=after, reason="Perda", address="203.0.113.9"
    )


def test_signed_out_it_asks_to_sign_in(cast: Cast) -> None:
    assert Client().get(f"/audit/{make_entry(cast).pk}/")["Location"].startswith("/account/sign-in/")


def test_an_entry_that_is_not_for_you_looks_like_one_that_is_not_there(cast: Cast, signed_in: Browser) -> None:
    entry = make_entry(cast)

    assert signed_in(cast.vera).get(f"/audit/{entry.pk}/").status_code == 404
    assert signed_in(cast.rani).get("/audit/999999/").status_code == 404
    assert signed_in(cast.rani).post(f"/audit/{entry.pk}/").status_code == 405


def test_values_are_shown_as_people_say_them(cast: Cast, signed_in: Browser) -> None:
    text = signed_in(cast.rani).get(f"/audit/{make_entry(cast).pk}/").content.decode()

    for words in ["203.0.113.9", "Perda", "Badan", "31 Maret 2026", "Kabupaten Serumpun", "ya", "tidak"]:
        assert words in text


def test_an_object_that_is_gone_keeps_its_number(cast: Cast, signed_in: Browser) -> None:
    entry = record(Verb.CHANGED, cast.dlh, by=None, before={"area": 987}, after={"area": None})

    text = signed_in(cast.rani).get(f"/audit/{entry.pk}/").content.decode()

    assert "#987" in text
    assert "Program ini sendiri" in text


def test_an_object_of_a_kind_that_is_no_more_can_still_be_read(cast: Cast, signed_in: Browser) -> None:
    entry = record(Verb.CREATED, cast.dlh, by=cast.rani, after={"old_column": "<b>x</b>"})
    with unprotected():
        Entry.objects.filter(pk=entry.pk).update(object_type="gone.thing")

    text = signed_in(cast.rani).get(f"/audit/{entry.pk}/").content.decode()

    assert "Old column" in text
    assert "&lt;b&gt;x&lt;/b&gt;" in text


def test_what_is_written_down_beside_columns_has_a_word() -> None:
    """Names of facts that stand in the source where the record is written: each has a word of its own."""
    sources = [path for path in Path("serambi").rglob("*.py") if "tests" not in path.parts]
    said = {
        name
        for path in sources
        for part in re.findall(r"(?:before|after)=\{([^{}]*)\}", path.read_text())
        for name in re.findall(r'"(\w+)":', part)
    }
    assert {"file", "position", "second_factor"} <= said
    known = {field.name for model in apps.get_models() for field in model._meta.get_fields()}
    assert sorted(said - set(labels.WORDS) - known) == []
    assert labels.field_label("plans.program", "participations") == "Ikut serta"


def test_money_is_read_as_money() -> None:
    realization = labels.field_of("plans.budgetline", "realization")
    shown = [labels.value_text(realization, text) for text in ("250000000.00", "1234.50", "-0.25", None)]

    assert shown == ["Rp250.000.000", "Rp1.234,50", "\N{MINUS SIGN}Rp0,25", "–"]
