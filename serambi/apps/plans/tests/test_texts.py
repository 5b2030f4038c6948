"""Documents of the plan: the same bytes for the same text, and what differs."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.apps.plans import texts, wordings
from serambi.apps.plans.wordings import Fate

PROGRAM: dict[str, Any] = {
    **dict.fromkeys(texts.PLAIN, ""), "code": "A", "name": "Jalan", "missions": [], "locations": [],
    "participations": [], "budget": [], "activities": [], "indicators": [],
}  # fmt: skip


def activity(key: int, name: str, **fields: Any) -> dict[str, Any]:
    return {
        "key": key, "code": "", "name": name, "organization": "", "starts_on": "", "ends_on": "", "sipd_year": None,
        "sipd_code": "", "locations": [], "waits_for": [], "milestones": [], **fields,
    }  # fmt: skip


def test_the_order_of_keys_makes_no_other_bytes() -> None:
    assert texts.canonical({"a": 1, "b": "é"}) == texts.canonical({"b": "é", "a": 1}) == '{"a":1,"b":"é"}'


def test_a_picture_is_json_and_its_sum_is_that_of_the_bytes() -> None:
    parts = list(texts.picture('{"number":"1"}', '{"name":"P"}', ['{"code":"A"}', '{"code":"B"}']))
    whole = "".join(parts)
    assert json.loads(whole) == {
        "format": texts.FORMAT, "plan": {"name": "P"}, "programs": [{"code": "A"}, {"code": "B"}],
        "version": {"number": "1"},
    }  # fmt: skip
    assert texts.sum_of(parts) == hashlib.sha256(whole.encode()).hexdigest()


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ({"name": "Jembatan"}, [(("name",), "Jalan", "Jembatan")]),
        ({"horizon": "short"}, [(("horizon",), "", "short")]),
        ({"is_quick_win": True}, [(("is_quick_win",), "", "True")]),
        ({"locations": ["90.01"]}, [(("locations",), "", "90.01")]),
        (
            {"participations": [{"organization": "DLH", "support": "supporting", "note": ""}]},
            [(("supporting", "DLH"), "", "+")],
        ),
    ],
)
def test_what_differs_is_said_by_its_place(later: dict[str, Any], expected: list[Any]) -> None:
    found = texts.differences(texts.flat_program(PROGRAM), texts.flat_program({**PROGRAM, **later}))
    assert [(one.path, one.before, one.after) for one in found] == expected


def test_a_renamed_activity_is_one_change() -> None:
    before, after = ({**PROGRAM, "activities": [activity(7, name)]} for name in ("Bangun", "Bangun unit"))
    found = texts.differences(texts.flat_program(before), texts.flat_program(after))
    assert [(one.path, one.before, one.after) for one in found] == [
        (("activity", "7", "name"), "Bangun", "Bangun unit")
    ]


def test_lines_of_one_source_and_year_are_one_sum_to_the_sen() -> None:
    line = {"year": 2025, "fund_source": "csr", "activity": "", "sipd_code": ""}
    lines = [{**line, "ceiling": "9007199254740993.01"}, {**line, "ceiling": "0.01"}]
    flat = texts.flat_program({**PROGRAM, "budget": lines})
    assert flat["budget", "2025", "csr", ""] == "9007199254740993.02"
    assert texts.ceilings_of({"budget": lines}) == {"2025": "9007199254740993.02"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_make_both_texts_again(before: str, after: str) -> None:
    pieces = wordings.compared(before, after)
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.NEW) == before
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.GONE) == after


def test_words_are_compared_and_not_letters() -> None:
    pieces = wordings.compared("Bangun dua unit bank sampah", "Bangun lima unit bank sampah")
    assert [(piece.fate, piece.text) for piece in pieces] == [
        (Fate.SAME, "Bangun "), (Fate.GONE, "dua"), (Fate.NEW, "lima"), (Fate.SAME, " unit bank sampah"),
    ]  # fmt: skip


def test_a_very_long_text_is_taken_as_a_whole() -> None:
    long = "kata " * wordings.MOST_WORDS
    assert [piece.fate for piece in wordings.compared(long, f"{long}lagi")] == [Fate.GONE, Fate.NEW]
