"""A sheet of figures as a person sent it: each cell with what is wrong, doubtful or changed by somebody else."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.apps.observations import errors, queries
from serambi.apps.observations.labels import figure, for_input
from serambi.apps.observations.models import Observation, Origin, Quality, Series, ValueType
from serambi.apps.observations.numbers import read_number
from serambi.apps.observations.queries import SheetCell
from serambi.apps.observations.services import GivenFigure, SheetSource
from serambi.apps.observations.services.rules import check_cell, check_value
from serambi.apps.regions.models import Area
from serambi.ui import formats

ERROR, DOUBT, CONFLICT = "error", "doubt", "conflict"


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a cell from being saved: wrong, doubtful (confirm it), or changed by somebody (choose).

    token: what confirms this very figure and no other. yours, theirs: of a conflict, as they are shown.
    """

    kind: str
    cell: SheetCell
    sentence: str
    token: str = ""
    yours: str = ""
    theirs: str = ""

    @property
    def place(self) -> str:
        return place_of(self.cell)


@dataclass(slots=True)
class Shown:
    """A cell as the page shows it. base: the revision and the text from which the person began.

    value: what the text says, None when it says nothing or is no number. lock: why it cannot be
    changed here, "" when it can.
    """

    cell: SheetCell
    text: str
    base: tuple[int, str]
    value: Decimal | None
    lock: str = ""
    problem: Problem | None = None


def place_of(cell: SheetCell) -> str:
    """Return where a cell is, in words."""
    return f"{cell.area.name}, {formats.period(cell.column.period)}"


def is_whole(series: Series) -> bool:
    """Tell whether a point before three digits can only part thousands: things counted, and whole rupiah."""
    return series.value_type == ValueType.COUNT or series.unit in {"Rp", "rupiah"}


class SheetForm(forms.Form):
    """All cells of a sheet, with one grade, source and reason for what changes in it.

    Emptying a recorded figure is doubted like a leap: it takes the figure back only when the person says so.
    """

    quality = forms.ChoiceField(label=gettext_lazy("Quality"), choices=Quality.choices)
    origin = forms.ChoiceField(label=gettext_lazy("Origin"), choices=Origin.choices)
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=300)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Needed when a recorded figure changes or a doubtful one is right. It stays beside the figures."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    base = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, sheet: queries.Sheet, last: Observation | None, regions: Sequence[Area],
                 today: dt.date) -> None:  # fmt: skip
        initial = {"key": str(uuid4()), "quality": Quality.MEASURED, "origin": Origin.AGENCY}
        if last is not None:
            initial |= {"quality": last.quality, "origin": last.origin, "source": last.source}
        super().__init__(data, initial=initial)
        self.sheet, self.regions, self.today = sheet, regions, today
        self.figures: list[GivenFigure] = []
        self.problems: list[Problem] = []
        self._needs_reason = False
        if not any(series.is_illustration for series in sheet.series):
            origin = self.fields["origin"]
            origin.choices = [one for one in Origin.choices if one[0] != Origin.ILLUSTRATION]  # type: ignore[attr-defined]  # a choice field
            if initial["origin"] == Origin.ILLUSTRATION:
                self.initial["origin"] = Origin.AGENCY
        self._bases = _bases(data)
        self._confirmed = set(data.getlist("right")) if data else set()
        self.rows = [[self._shown(cell) for cell in row] for row in sheet.rows]

    @property
    def confirmed(self) -> list[str]:
        """Return what the person confirmed and what still holds, to be sent again with the page."""
        doubted = {problem.token for problem in self.problems}
        return sorted(token for token in self._confirmed if token not in doubted)

    @property
    def digest(self) -> str:
        """Return what tells this save from another one sent from the same page."""
        sent: Any = self.data
        said = sorted((name, text) for name, texts in sent.lists() for text in texts
                      if name not in {"key", "csrfmiddlewaretoken"})  # fmt: skip
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def about(self) -> SheetSource:
        given = self.cleaned_data
        return SheetSource(given["quality"], given["origin"], given["source"].strip(), given["reason"].strip())

    @property
    def base_now(self) -> str:
        """Return what the page holds of the cells that began with a figure, for the next time it is sent."""
        held = {shown.cell.name: shown.base for row in self.rows for shown in row if shown.base != (0, "")}
        return json.dumps(held, separators=(",", ":"))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.problems:
            self.add_error(None, _("Nothing was saved yet. See what is marked."))
        if self._needs_reason and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why recorded figures change, or why the doubtful ones are right."))
        return given

    # One cell -----------------------------------------------------------------------------------------------------

    def _shown(self, cell: SheetCell) -> Shown:
        recorded = for_input(cell.value)
        shown = Shown(cell, recorded, (cell.revision, recorded), cell.value, self._lock(cell))
        text = self.data.get(cell.name) if self.is_bound else None
        base = self._bases.get(cell.name, (0, ""))
        if text is None or text.strip() == base[1]:
            return shown
        text = text.strip()[:60]
        if shown.lock:
            if text != recorded:
                said = _("%(lock)s You typed %(text)s.") % {"lock": shown.lock, "text": text or "–"}
                self._problem(shown, ERROR, said)
            return shown
        shown.text, shown.base, shown.value = text, base, None
        try:
            value = _value(cell.column.series, text)
        except errors.ObservationError as error:
            self._problem(shown, ERROR, str(error))
            return shown
        self._judge(shown, value)
        return shown

    def _judge(self, shown: Shown, value: Decimal | None) -> None:
        """Take up a figure that is right by itself, unless somebody else changed the cell or it is doubtful."""
        shown.value = value
        cell, expected = shown.cell, shown.base[0]
        if value == cell.value:
            shown.base = (cell.revision, for_input(cell.value))
            return
        if expected != cell.revision:
            choice = self.data.get(f"keep-{cell.name}", "")
            if choice == f"theirs:{cell.revision}":
                shown.text, shown.value = for_input(cell.value), cell.value
                shown.base = (cell.revision, shown.text)
                return
            if choice != f"yours:{cell.revision}":
                self._conflict(shown, value)
                return
            expected = cell.revision
            shown.base = (expected, for_input(cell.value))
        doubt = _doubt(cell, value)
        token = f"{cell.name}={'' if value is None else value.normalize()}"
        confirmed = token in self._confirmed
        if doubt and not confirmed:
            self._problem(shown, DOUBT, doubt, token=token)
        self._needs_reason = self._needs_reason or bool(doubt) or expected > 0
        self.figures.append(GivenFigure(cell.column.series, cell.area, cell.column.period, value, expected,
                                        confirmed=bool(doubt)))  # fmt: skip

    def _problem(self, shown: Shown, kind: str, sentence: str, **more: str) -> None:
        shown.problem = Problem(kind, shown.cell, sentence, **more)
        self.problems.append(shown.problem)

    def _conflict(self, shown: Shown, value: Decimal | None) -> None:
        cell, unit = shown.cell, shown.cell.column.series.unit
        recorded = cell.recorded
        facts = {
            "person": (recorded.recorded_by if recorded else "") or _("Somebody"),
            "when": formats.moment_short(recorded.recorded_at) if recorded else "",
        }
        self._problem(
            shown,
            CONFLICT,
            _("%(person)s recorded another figure at %(when)s, after you opened the sheet.") % facts,
            yours=figure(value, unit) if value is not None else _("no figure"),
            theirs=figure(cell.value, unit) if cell.value is not None else _("withdrawn"),
        )

    def _lock(self, cell: SheetCell) -> str:
        if cell.recorded is not None and cell.recorded.is_final:
            return _("Final: correct it on its own page, where it becomes preliminary again.")
        try:
            check_cell(cell.column.series, area=cell.area, period=cell.column.period, regions=self.regions,
                       today=self.today)  # fmt: skip
        except errors.ObservationError as error:
            return str(error)
        return ""


def _bases(data: Any) -> dict[str, tuple[int, str]]:
    """Return from where each cell began, as the page sent it; what is not whole is left out."""
    try:
        sent = json.loads((data or {}).get("base") or "{}")
    except ValueError:
        return {}
    if not isinstance(sent, dict):
        return {}
    return {
        name: (pair[0], pair[1])
        for name, pair in sent.items()
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], int) and isinstance(pair[1], str)
    }


def _value(series: Series, text: str) -> Decimal | None:
    if not text:
        return None
    value = read_number(text, whole=is_whole(series))
    check_value(series, value)
    return value


def _doubt(cell: SheetCell, value: Decimal | None) -> str:
    """Return why a figure should be looked at once more, "" when nothing speaks against it."""
    unit = cell.column.series.unit
    if value is None:
        said = _("%(figure)s is recorded here. Emptying the cell takes the figure back; it is missing then, not zero.")
        return said % {"figure": figure(cell.value, unit)}
    leap = queries.leap(cell.column.series, value, cell.usual)
    if leap is None:
        return ""
    facts = {"value": figure(value, unit), "median": figure(leap.median, unit), "area": cell.area.name,
             "times": formats.number(leap.times, 0 if leap.times >= 10 else 2)}  # fmt: skip
    return (
        _("%(value)s is %(times)s times what is usual in %(area)s: the middle of its last figures is %(median)s.")
        % facts
    )
