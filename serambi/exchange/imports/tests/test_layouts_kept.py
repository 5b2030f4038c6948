"""Layouts are remembered by name and found by the header; only the coordinator keeps them."""

from __future__ import annotations

import pytest
from django.http import Http404

from serambi.apps.audit.models import Entry
from serambi.exchange import errors
from serambi.exchange.imports.layouts_kept import keep_layout, remove_layout, rename_layout
from serambi.exchange.models import KeptLayout
from serambi.exchange.queries import find_layout, find_layout_named, get_layout_for, layouts_for
from tests.cast import Cast

LAYOUT = {"header": [1, 3], "columns": {"1": "code"}}


def test_a_layout_is_kept_and_found_again(cast: Cast) -> None:
    kept = keep_layout(" RPJMD ", fingerprint="f1", layout=LAYOUT, by=cast.rani)
    assert (kept.name, kept.layout, kept.kept_by) == ("RPJMD", LAYOUT, cast.rani)
    assert find_layout(cast.rani, fingerprint="f1") == kept
    assert find_layout(cast.rani, fingerprint="f2") is None
    assert find_layout_named(cast.rani, "RPJMD") == kept
    assert get_layout_for(cast.rani, kept.pk) == kept


def test_keeping_it_again_replaces_it(cast: Cast) -> None:
    keep_layout("RPJMD", fingerprint="f1", layout=LAYOUT, by=cast.rani)
    keep_layout("RPJMD", fingerprint="f1", layout={"header": [1, 2]}, by=cast.rani)
    assert KeptLayout.objects.get().layout == {"header": [1, 2]}
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == ["created", "changed"]


def test_of_several_for_one_header_the_newest_is_found(cast: Cast) -> None:
    keep_layout("A", fingerprint="f1", layout=LAYOUT, by=cast.rani)
    newest = keep_layout("B", fingerprint="f1", layout=LAYOUT, by=cast.rani)
    assert find_layout(cast.rani, fingerprint="f1") == newest


def test_a_name_belongs_to_one_header(cast: Cast) -> None:
    keep_layout("RPJMD", fingerprint="f1", layout=LAYOUT, by=cast.rani)
    with pytest.raises(errors.NameTaken):
        keep_layout("RPJMD", fingerprint="f2", layout=LAYOUT, by=cast.rani)


def test_a_layout_is_renamed_and_removed(cast: Cast) -> None:
    kept = keep_layout("RPJMD", fingerprint="f1", layout=LAYOUT, by=cast.rani)
    keep_layout("Renstra", fingerprint="f2", layout=LAYOUT, by=cast.rani)
    with pytest.raises(errors.NameTaken):
        rename_layout(kept, "Renstra", by=cast.rani)
    assert rename_layout(kept, "RPJMD 2026", by=cast.rani).name == "RPJMD 2026"
    remove_layout(kept, by=cast.rani)
    assert [one.name for one in layouts_for(cast.rani)] == ["Renstra"]


@pytest.mark.parametrize(("name", "error"), [("  ", errors.NameMissing), ("x" * 121, errors.NameTooLong)])
def test_a_name_must_be_one(cast: Cast, name: str, error: type[errors.ExchangeError]) -> None:
    with pytest.raises(error):
        keep_layout(name, fingerprint="f1", layout=LAYOUT, by=cast.rani)
    kept = keep_layout("A", fingerprint="f1", layout=LAYOUT, by=cast.rani)
    with pytest.raises(error):
        rename_layout(kept, name, by=cast.rani)


@pytest.mark.parametrize("name", ["oka", "hadi", "vera", "bima", "wati"])
def test_others_neither_keep_nor_see_layouts(cast: Cast, name: str) -> None:
    kept = keep_layout("A", fingerprint="f1", layout=LAYOUT, by=cast.rani)
    person = cast.people[name]
    for attempt in (
        lambda: keep_layout("B", fingerprint="f1", layout=LAYOUT, by=person),
        lambda: rename_layout(kept, "B", by=person),
        lambda: remove_layout(kept, by=person),
    ):
        with pytest.raises(errors.NotACoordinator):
            attempt()
    with pytest.raises(Http404):
        get_layout_for(person, kept.pk)
    assert find_layout(person, fingerprint="f1") is None
