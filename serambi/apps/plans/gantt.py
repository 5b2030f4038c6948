"""What a row of the timeline draws: bars, milestones, waits and today, as SVG whose places are in percent.

The table around it says the same in words, so the drawing is hidden from readers. Numbers alone go into it, never a
text that somebody typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString

from serambi.apps.plans.lateness import CLOSED
from serambi.apps.plans.models.programs import FINISHED, RUNNING, Stage
from serambi.apps.plans.queries.timeline import ActivityLine, MilestonePoint, TimelineRow
from serambi.apps.plans.spans import Axis, Bar

GRID = "gantt-grid"
_OPENING = '<svg class="gantt" width="100%" height="24" aria-hidden="true" focusable="false">'
_USE = f'<use href="#{GRID}"/>'


def grid(axis: Axis, *, strong: Iterable[float], fine: Iterable[float], today: dt.date) -> SafeString:
    """Return the lines that every row repeats by a reference; stands once on the page, before the rows."""
    lines = [f'<line class="gantt-fine" x1="{x}%" x2="{x}%" y2="24"/>' for x in fine]
    lines += [f'<line class="gantt-strong" x1="{x}%" x2="{x}%" y2="24"/>' for x in strong if x]
    now = axis.at(today)
    if now is not None:
        lines.append(f'<line class="gantt-now" x1="{now}%" x2="{now}%" y2="24"/>')
    return SafeString(
        f'<svg class="gantt-defs" width="0" height="0" aria-hidden="true" focusable="false">'
        f'<defs><g id="{GRID}">{"".join(lines)}</g></defs></svg>'
    )


def program_drawing(row: TimelineRow, axis: Axis, *, today: dt.date) -> SafeString:
    """Return a program's bar, thick, with all milestones of its activities."""
    program = row.program
    parts = _bars(program.starts_on, program.ends_on, program.stage, axis, today=today, y=7, height=10)
    return _drawn([*parts, *_points(row.milestones, axis)])


def activity_drawing(activity: ActivityLine, axis: Axis, *, today: dt.date) -> SafeString:
    """Return an activity's bar, thin, with its milestones and a line from the end of each thing it waits for."""
    parts = _waits(activity, axis)
    parts += _bars(activity.starts_on, activity.ends_on, activity.stage_code, axis, today=today, y=9, height=6)
    return _drawn([*parts, *_points(activity.milestones, axis)])


def _drawn(parts: Sequence[str]) -> SafeString:
    return SafeString(f"{_OPENING}{_USE}{''.join(parts)}</svg>")


def _bars(
    starts_on: dt.date | None, ends_on: dt.date | None, stage: str, axis: Axis, *, today: dt.date, y: int, height: int
) -> list[str]:
    """Return the planned bar, what runs over its end up to today, and arrows to what lies outside the axis."""
    if starts_on is None or ends_on is None:
        return _single(starts_on or ends_on, axis, y=y, height=height)
    bar = axis.bar(starts_on, ends_on)
    parts = [_rect(bar, _look(stage), y, height)] if bar else []
    if ends_on < today and stage not in CLOSED:
        over = axis.bar(ends_on + dt.timedelta(days=1), today)
        parts += [_rect(over, "over", y, height)] if over else []
    if starts_on < axis.first:
        parts.append(_arrow("0", "M7 8 2 12l5 4z"))
    if ends_on > axis.last:
        parts.append(_arrow("100%", "M-7 8-2 12l-5 4z"))
    if bar is None:
        parts += [_arrow("100%", "M-7 8-2 12l-5 4z")] if starts_on > axis.last else []
        parts = list(dict.fromkeys(parts))
    return parts


def _single(day: dt.date | None, axis: Axis, *, y: int, height: int) -> list[str]:
    """Return a tick where only the start or only the end is known."""
    at = axis.at(day) if day is not None else None
    return [] if at is None else [f'<line class="tick" x1="{at}%" x2="{at}%" y1="{y - 2}" y2="{y + height + 2}"/>']


def _look(stage: str) -> str:
    if stage in FINISHED:
        return "done"
    if stage in RUNNING:
        return "running"
    return "stopped" if stage == Stage.STOPPED else "ahead"


def _rect(bar: Bar, look: str, y: int, height: int) -> str:
    return f'<rect class="{look}" x="{bar.left}%" y="{y}" width="{bar.width}%" height="{height}" rx="2"/>'


def _arrow(x: str, path: str) -> str:
    return f'<svg x="{x}" class="arrow"><path d="{path}"/></svg>'


def _points(points: Iterable[MilestonePoint], axis: Axis) -> list[str]:
    parts = []
    for point in points:
        at = axis.at(point.due_on)
        if at is None:
            continue
        if point.overdue:
            parts.append(f'<svg x="{at}%" class="overdue"><path d="M0 6 6 12 0 18-6 12z"/></svg>')
        else:
            parts.append(f'<circle class="{"reached" if point.reached_on else "due"}" cx="{at}%" cy="12" r="4"/>')
    return parts


def _waits(activity: ActivityLine, axis: Axis) -> list[str]:
    """Return a line from the end of each predecessor to the start of this one, where both lie in the axis."""
    parts = []
    for wait in activity.order.waits:
        ends_on = wait.predecessor.work.ends_on
        if ends_on is None or activity.starts_on is None:
            continue
        end, start = axis.at(ends_on), axis.at(activity.starts_on)
        if end is None or start is None:
            continue
        look = "wait broken" if wait.is_broken else "wait"
        parts.append(f'<line class="{look}" x1="{end}%" x2="{end}%" y1="0" y2="5"/>')
        parts.append(f'<line class="{look}" x1="{end}%" x2="{start}%" y1="5" y2="5"/>')
        parts.append(f'<svg x="{start}%" class="{look}"><path d="M-3 5h6L0 10z"/></svg>')
    return parts
