"""An explanation as a tree that a page shows: names, values, reasons, and where each part leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serambi.apps.indicators.models import Indicator
from serambi.apps.indicators.queries.explanations import AreaName, Explained
from serambi.apps.observations.models import Mark
from serambi.methods.formula.errors import Sentence
from serambi.methods.formula.explain import Explanation, Kind
from serambi.methods.periods import NotAPeriod, Period
from serambi.ui import formats

# A series with more areas than this is closed until somebody opens it.
MOST_OPEN = 8
# More observations of one area than this are told as a number; its own page has them all.
MOST_ROWS = 31


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree. code: whether the name is shown as code. mark: a mark of `ui`, "" for none."""

    name: str
    value: str
    note: str = ""
    url: str = ""
    code: bool = False
    mark: str = ""
    is_missing: bool = False
    is_open: bool = False
    counts: bool = True
    children: Sequence[Branch] = field(default=())


def tree_of(why: Explained, indicator: Indicator | None, *, depth: int, top: bool = True) -> list[Branch]:
    """Return the branches of an explanation.

    depth: how many levels of areas are opened up below the area asked for; deeper ones lead to their own page.
    The top is left out where the page says it already: the indicator itself and the arithmetic right below it.
    """
    grower = _Grower(why, indicator, depth)
    root = why.explanation
    if top and root.kind is Kind.INDICATOR and root.children:
        root = root.children[0]
    if root.kind in (Kind.ARITHMETIC, Kind.FUNCTION) and root.children and not root.reason:
        return [branch for child in root.children for branch in grower.grown(child)]
    return grower.grown(root)


def reason_text(why: Explained, reason: Sentence) -> str:
    """Return why there is no value in the reader's language, with names in place of codes."""
    facts = dict(reason.parameters)
    for key, value in facts.items():
        if key == "period":
            facts[key] = _period_name(value)
        elif key == "area" and value in why.areas:
            facts[key] = why.areas[value].name
        elif key == "series":
            facts[key] = why.names.get(value, value)
    return Sentence(reason.code, reason.message, facts).in_language(get_language() or "id")


@dataclass(slots=True)
class _Grower:
    why: Explained
    indicator: Indicator | None
    depth: int

    def grown(self, part: Explanation) -> list[Branch]:
        """Return the line of one part with those below it; a bare number says nothing that the formula does not."""
        match part.kind:
            case Kind.NUMBER | Kind.TRUTH:
                return []
            case Kind.SERIES:
                return [self._series(part)]
            case Kind.AREA:
                return [self._place(part)]
            case Kind.INDICATOR:
                children = [branch for child in part.children for branch in self.grown(child)]
                url = reverse("indicators:indicator_detail", args=[part.name])
                return [replace(self._line(part, children), name=self.why.names.get(part.name, part.name), url=url)]
            case _:
                children = [branch for child in part.children for branch in self.grown(child)]
                return [replace(self._line(part, children), code=True)]

    def _line(self, part: Explanation, children: Sequence[Branch] = ()) -> Branch:
        return Branch(
            name=part.text or part.name,
            value=self._value(part),
            note=self._note(part),
            is_missing=part.value is None,
            counts=part.counts,
            children=children,
        )

    def _value(self, part: Explanation) -> str:
        if isinstance(part.value, bool):
            return _("true") if part.value else _("false")
        return formats.with_unit(part.value, None, part.unit or "")

    def _note(self, part: Explanation) -> str:
        notes = [] if part.counts else [_("not used")]
        if part.reason is not None:
            notes.append(reason_text(self.why, part.reason))
        if part.cut:
            notes.append(_("more below; ask at the part itself"))
        return "; ".join(notes)

    # Series, areas, observations --------------------------------------------------------------------------------------

    def _series(self, part: Explanation) -> Branch:
        area = self.why.areas.get(part.area)
        children: Sequence[Branch] = ()
        if part.children:
            children = self._below(part.children[0], part.name, self.depth)
        elif area is not None and part.period is not None:
            children = self._silent(area, part.name, self.depth)
        url = reverse("observations:series_detail", args=[part.name])
        name = self.why.names.get(part.name, part.name)
        shifted = part.period is not None and part.period != self.why.explanation.period
        note = "; ".join(filter(None, [formats.period(part.period) if shifted else "", self._note(part)]))
        return replace(
            self._line(part, children),
            name=name[:1].upper() + name[1:],
            note=note,
            url=url,
            is_open=len(children) <= MOST_OPEN,
        )

    def _below(self, part: Explanation, series: str, depth: int) -> list[Branch]:
        """Return what an area's figure is made of: its own observations, then the areas inside."""
        found = self._rows(part, series)
        if depth <= 0:
            return found
        given = {child.name: child for child in part.children}
        for area in self._expected(part.name, series):
            child = given.pop(area.key, None)
            found.append(self._missing(area, series) if child is None else self._area(child, series, depth - 1))
        return found + [self._area(child, series, depth - 1) for child in given.values()]

    def _area(self, part: Explanation, series: str, depth: int) -> Branch:
        area = self.why.areas.get(part.name)
        rows = self._below(part, series, depth)
        mark = self._mark(part)
        if len(rows) == 1 and not rows[0].children and rows[0].url and not part.children:
            # One observation and nothing else: the area's line is the observation's.
            return replace(rows[0], name=area.name if area else part.name, note="", mark=mark)
        return Branch(
            name=area.name if area else part.name,
            value=self._value(part),
            note=self._note(part),
            url="" if rows or area is None else self._why_url(area, part.period),
            mark=mark,
            is_missing=part.value is None,
            children=rows,
        )

    def _rows(self, part: Explanation, series: str) -> list[Branch]:
        if len(part.rows) > MOST_ROWS:
            text = _("%(count)s observations") % {"count": formats.number(len(part.rows), 0)}
            return [Branch(name=text, value=formats.number(part.own), url=self._series_url(series, part.name))]
        found = []
        for row in part.rows:
            reading = self.why.found.get((series, row.area, row.period))
            found.append(
                Branch(
                    name=formats.period(row.period),
                    value=formats.with_unit(reading.value if reading else row.value, None, part.unit or ""),
                    url=reverse("observations:observation_detail", args=[reading.id]) if reading else "",
                    mark="preliminary" if row.marks & int(Mark.PRELIMINARY) else "",
                )
            )
        return found

    def _silent(self, area: AreaName, series: str, depth: int) -> list[Branch]:
        """Return the areas where a figure was to be expected and there is none."""
        return [self._missing(inner, series) for inner in self._expected(area.key, series)] if depth > 0 else []

    def _expected(self, key: str, series: str) -> list[AreaName]:
        """Return the areas directly inside in which the series is observed, or areas inside them are."""
        deepest = self.why.series_levels.get(series, 0)
        return [area for area in self.why.children(key) if area.level <= deepest]

    def _missing(self, area: AreaName, series: str) -> Branch:
        return Branch(
            name=area.name,
            value=formats.MISSING,
            note=_("not reported"),
            url=self._series_url(series, area.key),
            is_missing=True,
        )

    def _mark(self, part: Explanation) -> str:
        below = any(row.marks & int(Mark.PRELIMINARY) for one in part.walk() for row in one.rows)
        return "preliminary" if below else ""

    def _series_url(self, series: str, key: str) -> str:
        area = self.why.areas.get(key)
        query = f"?{urlencode({'area': area.code})}" if area else ""
        return reverse("observations:series_detail", args=[series]) + query

    def _why_url(self, area: AreaName, period: Period | None) -> str:
        if self.indicator is None:
            return ""
        query = urlencode({"area": area.code, "period": str(self.why.explanation.period or period)})
        return f"{reverse('indicators:indicator_why', args=[self.indicator.code])}?{query}"

    def _place(self, part: Explanation) -> Branch:
        """Return one area of a value that was worked out per area."""
        area = self.why.areas.get(part.name)
        children = [branch for child in part.children for branch in self.grown(child)]
        return replace(self._line(part, children), name=area.name if area else part.name, is_missing=part.value is None)


def _period_name(text: str) -> str:
    try:
        return formats.period(Period.parse(text))
    except NotAPeriod:
        return text
