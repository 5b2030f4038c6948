"""The sentences over the table, in every case that can be, in both languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from serambi.apps.evaluation.models import Node
from serambi.apps.evaluation.queries.bands import Scale, shipped_bands
from serambi.apps.evaluation.queries.basis import Basis
from serambi.apps.evaluation.queries.counts import ProgramCounts
from serambi.apps.evaluation.queries.overview import NodeRow, Overview, attention
from serambi.apps.evaluation.queries.sentences import (
    headline,
    in_words,
    lede,
    listed,
    node_headline,
    node_lede,
)
from serambi.apps.observations.models import Mark
from serambi.methods.periods import Period

SCALE = Scale(shipped_bands())
MAY = Period.parse("2026-05")


def row(name: str, value: float | None, **fields: Any) -> NodeRow:
    counts = fields.pop("counts", ProgramCounts(planned=10, running=8))
    band = SCALE.code(value)
    return NodeRow(
        **{
            "node": Node.PILLAR,
            "pk": len(name),
            "pillar": name.lower(),
            "code": name.lower(),
            "name": name,
            "value": value,
            "coverage": 1.0,
            "marks": Mark(0),
            "band": band,
            "band_name": SCALE.name(band),
            "is_on_plan": SCALE.is_on_plan(value),
            "change": None,
            "trend": (),
            "counts": counts,
            "stale": 0,
            "missing": 0,
            "no_owner": 0,
            "no_target": 0,
            **fields,
        }
    )


def overview(*rows: NodeRow) -> Overview:
    ordered = tuple(sorted(rows, key=attention))
    return Overview(
        plan=None,  # type: ignore[arg-type]  # no sentence names the plan
        quarter=Period.parse("2026-Q3"),
        quarters=(),
        basis=Basis.WORKING,
        scale=SCALE,
        scores=None,  # type: ignore[arg-type]  # sentences are made from rows alone
        states=None,  # type: ignore[arg-type]  # the same
        total=row("Plan", None, counts=sum((one.counts for one in rows), ProgramCounts())),
        rows=ordered,
        today=dt.date(2026, 11, 23),
    )


def six(*values: float | None) -> Overview:
    names = ("Governance", "Branding", "Economy", "Living", "Society", "Environment")
    return overview(*(row(f"Smart {name}", value) for name, value in zip(names, values, strict=True)))


def said(language: str, given: Overview) -> tuple[str, str]:
    with translation.override(language):
        return headline(given), strip_tags(lede(given))


@pytest.mark.parametrize(
    ("values", "indonesian", "english"),
    [
        ((80, 80, 80, 80, 70, 58.4), "Empat dari enam pilar sesuai rencana.", "Four of six pillars are on plan."),
        ((80, 70, 70, 70, 70, 58.4), "Satu dari enam pilar sesuai rencana.", "One of six pillars is on plan."),
        ((80, 80, 80, 80, 80, 90), "Keenam pilar sesuai rencana.", "All six pillars are on plan."),
        (
            (50, 60, 70, 70, 70, 58.4),
            "Dari enam pilar belum ada yang sesuai rencana.",
            "None of the six pillars is on plan.",
        ),
        (
            (80, 80, 70, None, None, None),
            "Tiga dari enam pilar punya angka; dua di antaranya sesuai rencana.",
            "Three of six pillars have figures; two of them are on plan.",
        ),
        (
            (80, 60, 70, None, None, None),
            "Tiga dari enam pilar punya angka; satu di antaranya sesuai rencana.",
            "Three of six pillars have figures; one of them is on plan.",
        ),
        (
            (80, 80, None, None, None, None),
            "Dua dari enam pilar punya angka, semuanya sesuai rencana.",
            "Two of six pillars have figures; all of them are on plan.",
        ),
        (
            (80, None, None, None, None, None),
            "Satu dari enam pilar punya angka, semuanya sesuai rencana.",
            "One of six pillars has figures; it is on plan.",
        ),
        (
            (40, None, None, None, None, None),
            "Satu dari enam pilar punya angka; belum ada yang sesuai rencana.",
            "One of six pillars has figures; it is not on plan.",
        ),
        (
            (40, 50, None, None, None, None),
            "Dua dari enam pilar punya angka; belum ada yang sesuai rencana.",
            "Two of six pillars have figures; none of them is on plan.",
        ),
        (
            (None,) * 6,
            "Belum ada pilar yang capaiannya dapat dihitung.",
            "No pillar has an attainment yet.",
        ),
    ],
)
def test_the_headline_counts_the_pillars_on_plan(
    values: tuple[float | None, ...], indonesian: str, english: str
) -> None:
    assert said("id", six(*values))[0] == indonesian
    assert said("en", six(*values))[0] == english


def test_a_plan_without_programs_says_so() -> None:
    empty = overview(row("Smart Living", None, counts=ProgramCounts()))
    assert said("id", empty) == ("Rencana ini belum punya program.", "")
    assert said("en", empty) == ("The plan has no program yet.", "")


def test_a_plan_with_one_pillar_reads_well() -> None:
    assert said("en", overview(row("Smart Living", 80)))[0] == "The pillar is on plan."
    assert said("en", overview(row("Smart Living", 10)))[0] == "The pillar is not on plan."


def test_the_lede_names_who_is_furthest_behind_and_why() -> None:
    living = row(
        "Smart Living",
        58.4,
        counts=ProgramCounts(planned=11, running=7, late=3),
        stale=1,
        longest_stale=("Air minum perpipaan", MAY),
        missing=2,
        change=-4.1,
    )
    given = overview(living, row("Smart Society", 70))
    assert said("id", given)[1] == (
        "Smart Living paling tertinggal (58,4\u00a0%): tiga program terlambat, “Air minum perpipaan” belum diperbarui "
        "sejak Mei 2026, dan dua indikator kosong."
    )
    assert said("en", given)[1] == (
        "Smart Living is furthest behind (58.4%): three programs are late, “Air minum perpipaan” has no figure since "
        "May 2026 and two indicators have no value."
    )


def test_one_of_each_is_said_in_the_singular() -> None:
    living = row("Smart Living", 58.4, counts=ProgramCounts(planned=11, late=1), missing=1)
    assert said("en", overview(living))[1] == (
        "Smart Living is furthest behind (58.4%): one program is late and one indicator has no value."
    )


def test_several_old_figures_are_counted_and_the_oldest_named() -> None:
    living = row("Smart Living", 58.4, stale=12, longest_stale=("Air minum", MAY))
    assert said("en", overview(living))[1] == (
        "Smart Living is furthest behind (58.4%): 12 figures are old (“Air minum” since May 2026)."
    )


def test_without_a_reason_the_lede_gives_the_value() -> None:
    given = overview(row("Smart Living", 58.4))
    assert said("id", given)[1] == "Smart Living paling tertinggal, 58,4\u00a0%."
    assert said("en", given)[1] == "Smart Living is furthest behind, at 58.4%."


def test_who_rises_is_told_with_what_holds_it_back() -> None:
    given = overview(row("Smart Living", 58.4), row("Smart Economy", 71.2, change=2.6, no_owner=2))
    assert said("id", given)[1].endswith("Smart Economy naik 2,6 poin, tetapi dua indikatornya tanpa penanggung jawab.")
    assert said("en", given)[1].endswith("Smart Economy is up 2.6 points, but two of its indicators have no owner.")
    alone = overview(row("Smart Living", 58.4), row("Smart Economy", 71.2, change=2.6, no_owner=1))
    assert said("en", alone)[1].endswith("Smart Economy is up 2.6 points, but one of its indicators has no owner.")


def test_a_small_move_is_not_told() -> None:
    given = overview(row("Smart Living", 58.4, change=-0.9), row("Smart Economy", 71.2, change=0.9))
    assert "points" not in said("en", given)[1]


def test_when_all_are_on_plan_the_lowest_is_named_and_what_is_late() -> None:
    given = overview(row("Smart Living", 78.9, counts=ProgramCounts(planned=9, late=1)), row("Smart Economy", 90))
    assert said("id", given)[1] == "Terendah Smart Living, 78,9\u00a0%. Satu program terlambat."
    assert said("en", given)[1] == "Smart Living is lowest, at 78.9%. One program is late."


def test_one_pillar_alone_is_not_called_the_lowest() -> None:
    alone = row("Smart Living", 100, stale=1, longest_stale=("Bank sampah", Period.parse("2024")))
    text = said("en", overview(alone, row("Smart Economy", None)))[1]
    assert text == (
        "Smart Living is at 100.0%. “Bank sampah” has no figure since 2024. Smart Economy has no figures yet."
    )


def test_pillars_without_figures_are_named() -> None:
    given = six(80, 80, 80, 80, None, None)
    assert said("en", given)[1].endswith("Smart Society and Smart Environment have no figures yet.")
    assert said("id", given)[1].endswith("Smart Society, dan Smart Environment belum punya angka.")


def test_without_any_figure_the_lede_says_what_there_is() -> None:
    given = overview(row("Smart Living", None, counts=ProgramCounts(planned=8, no_indicator=8)))
    assert said("en", given)[1] == "8 programs are in the plan, and none has an indicator yet."
    given = overview(row("Smart Living", None, counts=ProgramCounts(planned=8, no_indicator=7)))
    assert said("en", given)[1] == (
        "8 programs are in the plan, 1 of them with an indicator; none has a target that came due and a value."
    )
    assert said("id", given)[1] == (
        "Ada 8 program dalam rencana, 1 di antaranya punya indikator; belum ada yang targetnya jatuh tempo "
        "dan angkanya ada."
    )


def test_a_name_cannot_write_markup() -> None:
    given = overview(row("<script>alert(1)</script>", 58.4))
    with translation.override("en"):
        assert "<script>" not in lede(given)
        assert "&lt;script&gt;" in lede(given)


def test_a_pillar_says_how_far_it_has_come() -> None:
    with translation.override("en"):
        assert node_headline(row("Smart Living", 58.44)) == "Smart Living reaches 58.4% of its targets: low."
        assert node_headline(row("Smart Living", None)) == "Smart Living has no attainment yet."
        assert node_lede(row("Smart Living", 80)) == ""
        assert node_lede(row("Smart Living", None, counts=ProgramCounts())) == "No program of the plan stands here yet."
        assert node_lede(row("Smart Living", 60, missing=3)) == "Three indicators have no value."


def test_numbers_up_to_ten_are_words() -> None:
    with translation.override("id"):
        assert [in_words(count) for count in (1, 10, 11, 1200)] == ["satu", "sepuluh", "11", "1.200"]


def test_listing() -> None:
    with translation.override("en"):
        assert listed([]) == ""
        assert listed(["a", "b"]) == "a and b"
        assert listed(["a", "b", "c"]) == "a, b and c"


def test_pillars_are_sorted_by_need_of_attention() -> None:
    given = six(90, 60, None, 50, 80, None)
    assert [one.value for one in given.rows] == [50, 60, None, None, 80, 90]
