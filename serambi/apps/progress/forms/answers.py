"""The form of one agency and period: any part of it, saved item by item, with everything that was typed kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from serambi.apps.observations.models import Quality
from serambi.apps.plans.models import Stage
from serambi.apps.progress.errors import ItemClosed
from serambi.apps.progress.forms.reading import TEXTS, VALUES, read, written
from serambi.apps.progress.models import Answer, Kind, ReportItem
from serambi.apps.progress.queries import Line, heading, last_text, short_name, value_text
from serambi.apps.progress.services import Content, GivenAnswer
from serambi.ui import formats

# More than this on one page and the form is turned page by page: Django reads at most a thousand fields.
MOST_ON_A_PAGE = 60
_MARK = "__"
_UNSIGNED = frozenset({"csrfmiddlewaretoken", "key", "action"})


@dataclass(frozen=True, slots=True)
class Field:
    """One control: its name in the form, its id, what stands in it, and what is wrong with it."""

    name: str
    value: str
    error: str = ""

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def error_id(self) -> str:
        return f"{self.id}_error"


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else wrote in an item meanwhile: who, when, and what each field says now.

    names: what the fields are called in the form. typed: everything of the item, as somebody would type it.
    """

    person: str
    at: dt.datetime | None
    fields: Sequence[tuple[str, str]]
    names: Sequence[str] = ()
    typed: Mapping[str, str] = field(default_factory=dict)


class ItemForm:
    """The fields of one item, as they are kept or as somebody typed them."""

    def __init__(self, line: Line, data: QueryDict | None, *, quality: str, today: dt.date) -> None:
        self.line = line
        self.item: ReportItem = line.item
        self.is_sent = data is not None and self._name("version") in data
        self.errors: dict[str, str] = {}
        self.content = Content.of(line.item)
        self.theirs: Theirs | None = None
        self.typed = written(line.item)
        self.base_version = self.current_version
        if data is not None and self.is_sent:
            self.typed = {name: data.get(self._name(name), "") for name in self._names()}
            self.base_version = _whole(data.get(self._name("version"), ""))
            self.content, self.errors = read(line, self.typed, quality=quality, today=today)
        self.is_closed_and_different = not line.is_open and self.content != Content.of(line.item)
        if self.is_closed_and_different:
            self.errors = {VALUES[line.item.kind][0]: str(ItemClosed(item=short_name(line.item)))}

    def _names(self) -> tuple[str, ...]:
        return (*VALUES[self.item.kind], *TEXTS[self.item.kind], "because", "same")

    def _name(self, field: str) -> str:
        return f"{self.item.key}{_MARK}{field}"

    @property
    def current_version(self) -> int:
        return 0 if self.item.is_new else self.item.version

    @property
    def given(self) -> GivenAnswer:
        return GivenAnswer(self.item.key, self.base_version, self.content)

    @property
    def fields(self) -> dict[str, Field]:
        """Return the controls by the name of what they hold, for the template."""
        return {
            name: Field(self._name(name), self.typed.get(name, ""), self.errors.get(name, ""))
            for name in (*self._names(), "version")
        }

    @property
    def name(self) -> str:
        return short_name(self.item)

    @property
    def last(self) -> str:
        return last_text(self.line)

    @property
    def last_period(self) -> str:
        return formats.period_short(self.line.last.period) if self.line.last.period else ""

    @property
    def said(self) -> str:
        return value_text(self.item)

    @property
    def same_label(self) -> str:
        if self.item.kind == Kind.MILESTONE:
            return _("Not reached yet")
        if self.item.kind == Kind.PROGRAM:
            return _("No change in stage and progress: %(last)s") % {"last": self.last}
        return _("No change: %(last)s") % {"last": self.last}

    @property
    def needs_note(self) -> bool:
        return bool(self.line.doubts)

    @property
    def more_is_open(self) -> bool:
        """Tell whether the part with remark and reason stands open: something is in it or has to be."""
        names = ("note", "because")
        return self.needs_note or any(self.typed.get(name) or name in self.errors for name in names)

    @property
    def has_story(self) -> bool:
        """Tell whether obstacles, support or next steps are written or wrong, so that their part stands open."""
        return any(self.typed.get(name) or name in self.errors for name in ("obstacles", "support", "next_steps"))

    @property
    def is_done(self) -> bool:
        return self.item.answer != Answer.NONE

    def show_conflict(self, now: ReportItem) -> None:
        """Show what somebody else wrote meanwhile beside what was typed, which may now be sent over it."""
        kept = written(now)
        labels = {
            "stage": _("Stage"), "number": _("Value"), "amount": _("Realization"), "reached_on": _("Reached"),
            "same": _("No change"), "because": _("Not available, because"), "note": _("Remark"),
            "no_evidence": _("No evidence, because"),
            "obstacles": _("Obstacles"), "support": _("Support needed"), "next_steps": _("Next steps"),
        }  # fmt: skip
        names = [name for name in self._names() if kept.get(name, "") != self.typed.get(name, "")]
        different = [(labels[name], _shown(name, kept.get(name, ""))) for name in names]
        self.theirs = Theirs(str(now.answered_by or _("Somebody")), now.answered_at, different, names, kept)
        self.item = now


def _shown(name: str, text: str) -> str:
    if name == "stage" and text in Stage.values:
        return str(Stage(text).label)
    if name == "same":
        return _("yes") if text else _("no")
    return text or formats.MISSING


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading: a program with its milestones and money, or a series with its areas."""

    anchor: str
    heading: str
    code: str
    pillar: str
    is_illustration: bool
    items: Sequence[ItemForm]
    quality: Field | None = None
    hint: str = ""

    @property
    def done(self) -> int:
        return sum(item.is_done for item in self.items)


class ReportForm:
    """Everything of a report that is open, or one page of it."""

    def __init__(self, lines: Sequence[Line], data: QueryDict | None, *, today: dt.date, part: int = 1) -> None:
        self.data = data
        self.today = today
        self.lines = lines
        self.open_lines = [line for line in lines if line.is_open]
        self.parts = _parts(self.open_lines)
        self.part = min(max(part, 1), max(len(self.parts), 1))

    @property
    def is_bound(self) -> bool:
        return self.data is not None

    @cached_property
    def items(self) -> list[ItemForm]:
        """Return the items of this page, or those that were sent, wherever they stand by now."""
        here = self.parts[self.part - 1] if self.parts else []
        if self.data is not None:
            here = [line for line in self.lines if f"{line.item.key}{_MARK}version" in self.data] or here
        items = [ItemForm(line, self.data, quality=self._quality(line.item), today=self.today) for line in here]
        return [item for item in items if item.line.is_open or item.is_closed_and_different]

    @cached_property
    def gone(self) -> int:
        """Return how many items were sent that are not asked for any more."""
        sent = {name.removesuffix(f"{_MARK}version") for name in self.data or () if name.endswith(f"{_MARK}version")}
        return len(sent - {line.item.key for line in self.lines})

    @cached_property
    def groups(self) -> list[Group]:
        found: dict[str, list[ItemForm]] = {}
        for item in self.items:
            thing = item.item.series_id if item.item.series_id else item.item.program_id
            found.setdefault(f"{'series' if item.item.series_id else 'program'}-{thing}", []).append(item)
        return [self._group(anchor, items) for anchor, items in found.items()]

    def _group(self, anchor: str, items: Sequence[ItemForm]) -> Group:
        first = items[0].item
        series, program = first.series, first.program
        return Group(
            anchor=anchor,
            heading=heading(first),
            code=program.code if program else series.code if series else "",
            pillar=program.pillar.code if program else "",
            is_illustration=bool(getattr(series or program, "is_illustration", False)),
            items=items,
            quality=Field(_quality_name(first), self._shared_quality(items)) if series else None,
            hint=series.definition if series else "",
        )

    def _quality(self, item: ReportItem) -> str:
        """Return the grade of an item: as chosen for its series, else as it has it, else that it was measured."""
        sent = self.data.get(_quality_name(item), "") if self.data is not None else ""
        return sent or item.quality or Quality.MEASURED

    def _shared_quality(self, items: Sequence[ItemForm]) -> str:
        """Return the grade that all figures of a series have; "" leaves each its own."""
        grades = {self._quality(one.item) for one in items}
        return grades.pop() if len(grades) == 1 else ""

    @property
    def sent(self) -> list[ItemForm]:
        return [item for item in self.items if item.is_sent]

    @property
    def given(self) -> list[GivenAnswer]:
        """Return what was typed and can be read; what cannot stays in the form."""
        return [item.given for item in self.sent if not item.errors]

    @property
    def errors(self) -> list[dict[str, str]]:
        """Return everything that is wrong, each with the field it belongs to, as the summary shows it."""
        return [
            {"label": f"{heading(item.item)}, {item.name}", "text": text, "href": f"#{item.fields[name].id}"}
            for item in self.items
            for name, text in item.errors.items()
        ]

    @cached_property
    def key(self) -> uuid.UUID:
        """Return the key of this page: the one that was sent, or a new one."""
        try:
            return uuid.UUID(self.data.get("key", "") if self.data is not None else "")
        except ValueError:
            return uuid.uuid4()

    @property
    def digest(self) -> str:
        """Return what tells one content of the form from another."""
        pairs = sorted((name, values) for name, values in (self.data or QueryDict()).lists() if name not in _UNSIGNED)
        return hashlib.sha256(repr(pairs).encode()).hexdigest()

    @property
    def page_links(self) -> list[dict[str, Any]]:
        """Return the pages of a long form, each with its first heading and how much of it is answered."""
        if len(self.parts) < 2:
            return []
        return [
            {
                "label": _part_label(number, lines),
                "url": f"?part={number}",
                "current": number == self.part,
                "count": f"{sum(line.item.is_answered for line in lines)}/{len(lines)}",
            }
            for number, lines in enumerate(self.parts, start=1)
        ]

    @property
    def next_part(self) -> int:
        return self.part + 1 if self.part < len(self.parts) else 0


def stage_choices() -> list[tuple[str, str]]:
    return [(stage.value, str(stage.label)) for stage in Stage if stage != Stage.UNREPORTED]


def quality_choices() -> list[tuple[str, str]]:
    return [(grade.value, str(grade.label)) for grade in Quality]


def _part_label(number: int, lines: Sequence[Line]) -> str:
    """Return what a page of a long form is called: its number, its first heading, and how many more there are."""
    names = list(dict.fromkeys(heading(line.item) for line in lines))
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return f"{number}. {names[0]}{more}"


def _quality_name(item: ReportItem) -> str:
    return f"series-{item.series_id}{_MARK}quality"


def _parts(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines page by page: all on one where they fit, else a heading begins a page where it has to."""
    if len(lines) <= MOST_ON_A_PAGE:
        return [list(lines)] if lines else []
    groups: dict[Mapping[str, Any] | tuple[str, int | None], list[Line]] = {}
    for line in lines:
        item = line.item
        groups.setdefault(("s", item.series_id) if item.series_id else ("p", item.program_id), []).append(line)
    parts: list[list[Line]] = []
    for group in groups.values():
        for start in range(0, len(group), MOST_ON_A_PAGE):
            some = group[start : start + MOST_ON_A_PAGE]
            if parts and len(parts[-1]) + len(some) <= MOST_ON_A_PAGE:
                parts[-1].extend(some)
            else:
                parts.append(some)
    return parts


def _whole(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 10 else -1
