"""The timeline and the board as tables that a spreadsheet opens; `exporters` has the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from serambi.apps.plans.models import Program, Stage
from serambi.apps.plans.queries import RegisterRow
from serambi.apps.plans.queries.timeline import ActivityLine, MilestonePoint, TimelineRow


def timeline_heads() -> list[str]:
    return [
        _("Kind"),
        _("Program code"),
        _("Program"),
        _("Activity"),
        _("Milestone"),
        _("Agency"),
        _("Stage"),
        _("Start"),
        pgettext("date", "End"),
        _("Due"),
        _("Reached"),
        _("Late because"),
        _("Waits for"),
        _("Contradictions"),
        _("Held up by"),
        _("Illustration"),
    ]


def timeline_table(rows: Iterable[TimelineRow]) -> list[list[object]]:
    """Return a line for each program, followed by its activities, each followed by its milestones."""
    return [cells for row in rows for cells in _lines(row)]


def _lines(row: TimelineRow) -> Iterator[list[object]]:
    program = row.program
    yield [
        _("program"), program.code, program.display_name, None, None,
        program.lead.abbreviation if program.lead else None, row.stage, program.starts_on, program.ends_on, None, None,
        row.why_late, None, None, None, _yes(program.is_illustration),
    ]  # fmt: skip
    for activity in row.activities:
        yield _activity(program, activity)
        for point in activity.milestones:
            yield _milestone(program, activity, point)


def _activity(program: Program, activity: ActivityLine) -> list[object]:
    waits = activity.order.waits
    return [
        _("activity"), program.code, program.display_name, activity.name, None, activity.agency or None, activity.stage,
        activity.starts_on, activity.ends_on, None, None, _("past its end") if activity.overrun else None,
        "; ".join(wait.text for wait in waits) or None,
        " ".join(wait.broken_text for wait in waits if wait.is_broken) or None,
        activity.order.push_text or None, _yes(activity.is_illustration),
    ]  # fmt: skip


def _milestone(program: Program, activity: ActivityLine, point: MilestonePoint) -> list[object]:
    return [
        _("milestone"), program.code, program.display_name, activity.name, point.name, None, None, None, None,
        point.due_on, point.reached_on, _("overdue") if point.overdue else None, None, None, None,
        _yes(activity.is_illustration),
    ]  # fmt: skip


def board_heads() -> list[str]:
    return [
        _("Stage"),
        _("Code"),
        _("Program"),
        _("Pillar"),
        _("Lead agency"),
        _("In this stage since"),
        _("Note on the stage"),
        _("Late because"),
        _("Quick win"),
        _("Illustration"),
        _("Ceiling (Rp)"),
        _("Realization (Rp)"),
    ]


def board_table(rows: Iterable[RegisterRow]) -> list[list[object]]:
    """Return a line for each program, by stage in the order of the work and then as they were given."""
    place = {stage: number for number, stage in enumerate(Stage.values)}
    return [_card(row) for row in sorted(rows, key=lambda row: place[row.program.stage])]


def _card(row: RegisterRow) -> list[object]:
    program = row.program
    return [
        row.stage, program.code, program.display_name, program.pillar.display_name,
        program.lead.abbreviation if program.lead else None, program.stage_changed_on, program.stage_note or None,
        row.why_late or None, _yes(program.is_quick_win), _yes(program.is_illustration), row.budget.ceiling,
        row.budget.realization,
    ]  # fmt: skip


def _yes(flag: bool) -> str | None:
    return _("yes") if flag else None
