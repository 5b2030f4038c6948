"""Reading what somebody typed for one item: what it says, or what is wrong with it, field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date

from serambi.apps.observations.errors import ObservationError
from serambi.apps.observations.labels import for_input
from serambi.apps.observations.models import Quality
from serambi.apps.observations.services import read_value
from serambi.apps.plans.errors import PlanError
from serambi.apps.plans.models import Stage
from serambi.apps.plans.services import read_rupiah, write_rupiah
from serambi.apps.progress.errors import (
    HalfAnswered,
    NoSuchChoice,
    NotADay,
    NotAPercentage,
    NothingBefore,
    ProgressError,
    ReachedInFuture,
    TooLong,
    TwoAnswers,
    ValueAndReason,
)
from serambi.apps.progress.models import Answer, Kind, ReportItem
from serambi.apps.progress.queries import Last, Line
from serambi.apps.progress.services import Content
from serambi.ui import formats
from serambi.ui.refusals import Refusal

# The fields of each kind of item; the first ones are its value.
VALUES: Mapping[str, tuple[str, ...]] = {
    Kind.PROGRAM: ("stage", "number"),
    Kind.MILESTONE: ("reached_on",),
    Kind.MONEY: ("amount",),
    Kind.FIGURE: ("number",),
}
TEXTS: Mapping[str, tuple[str, ...]] = {
    Kind.PROGRAM: ("obstacles", "support", "next_steps", "note", "no_evidence"),
    Kind.MILESTONE: ("note", "no_evidence"),
    Kind.MONEY: ("note", "no_evidence"),
    Kind.FIGURE: ("note", "no_evidence"),
}
LONGEST = {"because": 500, "no_evidence": 500}
LONGEST_TEXT = 2000

Typed = Mapping[str, str]
Wrong = dict[str, str]


def read(line: Line, typed: Typed, *, quality: str, today: dt.date) -> tuple[Content, Wrong]:
    """Return what was typed for an item, with what is wrong by field; the content counts only where nothing is.

    quality: of the figures of its series, as chosen above them.
    """
    wrong: Wrong = {}
    item = line.item
    values = {name: _value(item, name, typed.get(name, ""), today, wrong) for name in VALUES[item.kind]}
    texts: dict[str, Any] = {name: _text(name, typed.get(name, ""), wrong) for name in TEXTS[item.kind]}
    because = _text("because", typed.get("because", ""), wrong)
    if wrong:
        return Content(), wrong
    has_value = any(value not in (None, "") for value in values.values())
    try:
        if typed.get("same"):
            return Content(**_unchanged(line, values, has_value, because), **texts), wrong
        if because:
            if has_value:
                raise _at("because", ValueAndReason())
            return Content(answer=Answer.UNAVAILABLE, because=because, **texts), wrong
        if item.kind == Kind.PROGRAM and has_value and not all(value not in (None, "") for value in values.values()):
            raise _at("number" if values["number"] is None else "stage", HalfAnswered())
    except _At as found:
        wrong[found.field] = str(found.error)
        return Content(), wrong
    if not has_value:
        return Content(**texts), wrong
    given = {**values, **texts, "answer": Answer.GIVEN}
    if item.kind == Kind.FIGURE:
        given["quality"] = quality if quality in Quality.values else Quality.UNKNOWN
    return Content(**given), wrong


def _unchanged(line: Line, values: Mapping[str, Any], has_value: bool, because: str) -> dict[str, Any]:
    """Return what “no change” says of an item: the values of last time, stated anew."""
    before = values_of(line.last, line.item.kind)
    if not line.may_be_unchanged:
        raise _at("same", NothingBefore())
    if because or (has_value and any(value not in (None, "", before[name]) for name, value in values.items())):
        raise _at("same", TwoAnswers())
    known: dict[str, Any] = {"answer": Answer.UNCHANGED, **before}
    if line.item.kind == Kind.FIGURE:
        known["quality"] = line.item.quality or Quality.UNKNOWN
    return known


def values_of(last: Last, kind: str) -> dict[str, Any]:
    """Return the values of last time by the fields of an item."""
    match kind:
        case Kind.PROGRAM:
            return {"stage": last.stage, "number": last.number}
        case Kind.MONEY:
            return {"amount": last.amount}
        case Kind.FIGURE:
            return {"number": last.number}
    return {"reached_on": None}


class _At(Exception):
    """A refusal that belongs to a field."""

    def __init__(self, field: str, error: ProgressError) -> None:
        super().__init__(field)
        self.field, self.error = field, error


def _at(field: str, error: ProgressError) -> _At:
    return _At(field, error)


def _value(item: ReportItem, name: str, text: str, today: dt.date, wrong: Wrong) -> Any:
    text = text.strip()
    if not text:
        return "" if name == "stage" else None
    try:
        return _READERS[name](item, text, today)
    except (ProgressError, ObservationError, PlanError) as error:
        wrong[name] = str(error)
        return None


def _read_number(item: ReportItem, text: str, today: dt.date) -> Decimal:
    if item.series is not None:
        return read_value(item.series, text)
    plain = text.replace("%", "").replace(" ", "").replace(",", ".")
    try:
        number = Decimal(plain)
    except ArithmeticError as error:
        raise NotAPercentage from error
    if not number.is_finite() or not 0 <= number <= 100 or number != number.quantize(Decimal("0.01")):
        raise NotAPercentage
    return number


def _read_stage(item: ReportItem, text: str, today: dt.date) -> str:
    if text not in Stage.values or text == Stage.UNREPORTED:
        raise NoSuchChoice
    return text


def _read_day(item: ReportItem, text: str, today: dt.date) -> dt.date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise NotADay(text=text[:40], example=today.isoformat())
    if day > today:
        raise ReachedInFuture(day=formats.day(day))
    return day


def _read_amount(item: ReportItem, text: str, today: dt.date) -> Decimal:
    return read_rupiah(text)


_READERS: Mapping[str, Callable[[ReportItem, str, dt.date], Any]] = {
    "number": _read_number,
    "stage": _read_stage,
    "reached_on": _read_day,
    "amount": _read_amount,
}


def _text(name: str, text: str, wrong: Wrong) -> str:
    text = text.strip().replace("\r\n", "\n")
    limit = LONGEST.get(name, LONGEST_TEXT)
    if len(text) > limit:
        refusal: Refusal = TooLong(length=formats.number(len(text), 0), limit=formats.number(limit, 0))
        wrong[name] = str(refusal)
    return text


def written(item: ReportItem) -> dict[str, str]:
    """Return what the form shows for an item, field by field, as somebody would type it."""
    is_same = item.answer == Answer.UNCHANGED
    shown = {
        "stage": "" if is_same else item.stage,
        "number": "" if is_same else for_input(item.number),
        "amount": "" if is_same or item.amount is None else write_rupiah(item.amount),
        "reached_on": item.reached_on.isoformat() if item.reached_on else "",
        "because": item.because,
        "same": "on" if is_same else "",
    }
    return shown | {name: getattr(item, name) for name in ("obstacles", "support", "next_steps", "note", "no_evidence")}
