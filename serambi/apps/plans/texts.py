"""What a plan says, as documents that are written the same way every time, and what differs between two of them.

A document is plain JSON: texts, whole numbers, booleans, None, lists and objects; amounts and weights are texts, so
that no digit is lost. It is written canonically, so that equal documents have equal bytes and one SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Document = Mapping[str, Any]
Path = tuple[str, ...]
Flat = dict[Path, str]

FORMAT = "serambi-plan-version/1"

# Columns of a program that are one value each, in the order in which a person reads them.
PLAIN = (
    "code", "name", "name_en", "description", "pillar", "sub_dimension", "strategy", "lead", "horizon", "is_quick_win",
    "starts_on", "ends_on", "weight", "sipd_year", "sipd_code", "source", "is_illustration",
)  # fmt: skip
LISTS = ("missions", "locations")
_OF_ACTIVITY = ("name", "code", "organization", "starts_on", "ends_on", "sipd_year", "sipd_code")


def canonical(document: Document) -> str:
    """Return the document as JSON with sorted keys, without spaces, in UTF-8 letters.

    >>> canonical({"name": "Jalan", "code": "A", "weight": "1.000"})
    '{"code":"A","name":"Jalan","weight":"1.000"}'
    """
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def picture(head: str, plan: str, programs: Iterable[str]) -> Iterator[str]:
    """Yield the whole picture of a version as canonical JSON, from the canonical parts it is made of.

    head: what is said about the version itself. The SHA-256 of a version is that of these parts, one after the other.
    """
    yield f'{{"format":"{FORMAT}","plan":{plan},"programs":['
    separator = ""
    for program in programs:
        yield f"{separator}{program}"
        separator = ",\n"
    yield f'],"version":{head}}}\n'


def sum_of(parts: Iterable[str]) -> str:
    """Return the SHA-256 of parts that follow one another."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode())
    return found.hexdigest()


def ceilings_of(program: Document) -> dict[str, str]:
    """Return the money of a program by year, exact rupiah as text.

    >>> ceilings_of({"budget": [{"year": 2025, "ceiling": "1.50"}, {"year": 2025, "ceiling": "2.00"}]})
    {'2025': '3.50'}
    """
    found: dict[str, Decimal] = {}
    for line in program["budget"]:
        year = str(line["year"])
        found[year] = found.get(year, Decimal(0)) + Decimal(line["ceiling"])
    return {year: str(found[year]) for year in sorted(found)}


# What stands where ------------------------------------------------------------------------------------------------


def flat_program(program: Document) -> Flat:
    """Return everything that a program's document says, by where it says it; what is empty is left out.

    Activities and milestones are known by their number in the register, so that a new name is a change of the name and
    not one activity less and another more.
    """
    found: Flat = {}
    for name in PLAIN:
        _put(found, (name,), program[name])
    for name in LISTS:
        _put(found, (name,), "; ".join(program[name]))
    for one in program["participations"]:
        _put(found, (one["support"], one["organization"]), one["note"] or "+")
    _put_money(found, program["budget"])
    _put_activities(found, program["activities"])
    for one in program["indicators"]:
        _put(found, ("indicator", one["code"], one["name"], "weight"), one["weight"])
        for period, value in one["targets"].items():
            _put(found, ("indicator", one["code"], one["name"], "target", period), f"{value} {one['unit']}".strip())
    return found


def _put_money(found: Flat, lines: Iterable[Document]) -> None:
    """Put the ceilings by year, source of fund and activity; several lines of the same are one sum."""
    sums: dict[Path, Decimal] = {}
    for line in lines:
        path = ("budget", str(line["year"]), line["fund_source"], line["activity"])
        sums[path] = sums.get(path, Decimal(0)) + Decimal(line["ceiling"])
    found.update({path: str(amount) for path, amount in sums.items()})


def _put_activities(found: Flat, activities: Iterable[Document]) -> None:
    for activity in activities:
        key = str(activity["key"])
        for name in _OF_ACTIVITY:
            _put(found, ("activity", key, name), activity[name])
        _put(found, ("activity", key, "locations"), "; ".join(activity["locations"]))
        _put(found, ("activity", key, "waits_for"), "; ".join(activity["waits_for"]))
        for milestone in activity["milestones"]:
            for name in ("name", "due_on"):
                _put(found, ("milestone", key, str(milestone["key"]), name), milestone[name])


def flat_plan(plan: Document) -> Flat:
    """Return everything that the plan's own document says, by where it says it; what is empty is left out."""
    found: Flat = {}
    for name in ("name", "name_en", "region", "start_year", "end_year", "vision", "source"):
        _put(found, (name,), plan[name])
    for pillar in plan["pillars"]:
        code = pillar["code"]
        for name in ("name", "name_en", "weight"):
            _put(found, ("pillar", code, name), pillar[name])
        for part in pillar["sub_dimensions"]:
            for name in ("name", "name_en", "weight"):
                _put(found, ("sub_dimension", f"{code}/{part['code']}", name), part[name])
        for goal in pillar["goals"]:
            _put(found, ("goal", f"{code}/{goal['code']}"), goal["text"])
            _put(found, ("goal", f"{code}/{goal['code']}", "sub_dimension"), goal["sub_dimension"])
            for strategy in goal["strategies"]:
                _put(found, ("strategy", f"{code}/{goal['code']}/{strategy['code']}"), strategy["text"])
    for mission in plan["missions"]:
        _put(found, ("mission", mission["key"]), mission["text"])
    return found


def _put(found: Flat, path: Path, value: Any) -> None:
    if value is not None and value != "" and value is not False:
        found[path] = str(value)


# What differs -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two documents say differently. before, after: "" where one of them does not say it."""

    path: Path
    before: str
    after: str


def differences(before: Flat, after: Flat) -> tuple[Difference, ...]:
    """Return what two documents say differently, in the order of the later one; what only the earlier says at the end.

    >>> differences({("name",): "Jalan"}, {("name",): "Jembatan"})
    (Difference(path=('name',), before='Jalan', after='Jembatan'),)
    """
    paths = [*after, *(path for path in before if path not in after)]
    return tuple(
        Difference(path, before.get(path, ""), after.get(path, ""))
        for path in paths
        if before.get(path, "") != after.get(path, "")
    )
