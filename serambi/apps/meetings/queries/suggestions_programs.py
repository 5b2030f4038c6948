"""Programs that are behind, as suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.apps.meetings.models import ItemKind
from serambi.apps.meetings.queries.lags import A_YEAR, CLOSED, Lag, Part, read_lags
from serambi.apps.meetings.queries.suggested import Candidate, Kind, Scope, Suggestion
from serambi.apps.plans.labels import days_text, delay_text
from serambi.apps.plans.models import Program
from serambi.apps.plans.queries import delays_of
from serambi.ui import formats

_MINUTES = 10


def _find(scope: Scope) -> list[Candidate]:
    if scope.plan is None:
        return []
    found = []
    for lag in read_lags(scope.programs.exclude(stage__in=CLOSED), today=scope.today):
        parts = lag.parts
        if parts:
            urgency = max(parts.values())
            found.append(Candidate(f"behind:{lag.program}", urgency, (-sum(parts.values()), lag.code), lag))
    return found


def _describe(scope: Scope, chosen: Sequence[Candidate]) -> list[Suggestion]:
    programs = Program.objects.select_related("lead").in_bulk([one.facts.program for one in chosen])
    delays = delays_of(programs.values(), today=scope.today) if programs else {}
    found = []
    for one in chosen:
        earliest = min(delays[one.facts.program], key=lambda delay: delay.since, default=None)
        late = delay_text(earliest, today=scope.today) if earliest is not None else ""
        found.append(_suggestion(one, programs[one.facts.program], late))
    return found


def _suggestion(candidate: Candidate, program: Program, late: str) -> Suggestion:
    """Return a candidate in words. late: since when it is late, as a sentence."""
    lag: Lag = candidate.facts
    return Suggestion(
        key=candidate.key,
        kind=ItemKind.PROGRAM,
        title=program.name,
        reason=" ".join(_sentences(lag, late)),
        number=_number(lag, lag.worst),
        why=_why(lag, candidate.urgency),
        urgency=candidate.urgency,
        address=reverse("evaluation:program", args=[program.code]),
        minutes=_MINUTES,
        program=program,
        presenter=program.lead,
        is_illustration=program.is_illustration,
    )


def _sentences(lag: Lag, late: str) -> list[str]:
    """Return every way in which it is behind, the one that counts first."""
    words: dict[Part, str] = {}
    if late:
        words[Part.DAYS] = late
    if Part.WORK in lag.parts and lag.physical is not None:
        words[Part.WORK] = _(
            "Physical progress was %(done)s on %(day)s, when %(planned)s of its time was over (%(points)s points)."
        ) % {
            "done": formats.percent(lag.physical.number, 0),
            "day": formats.day(lag.physical.on),
            "planned": formats.percent(lag.planned, 0),
            "points": formats.signed(lag.work_deviation, 0),
        }
    if Part.MONEY in lag.parts and lag.money is not None:
        words[Part.MONEY] = _(
            "%(spent)s of this year's reported ceiling is spent; %(share)s of the year was over on %(day)s "
            "(%(points)s points)."
        ) % {
            "spent": formats.percent(lag.money.percent, 0),
            "share": formats.percent(lag.year_share, 0),
            "day": formats.day(lag.spent_until),
            "points": formats.signed(lag.money_deviation, 0),
        }
    order = sorted(words, key=lambda part: part is not lag.worst)
    return [words[part] for part in order]


def _number(lag: Lag, part: Part | None) -> str:
    if part is Part.WORK:
        return _("%(points)s points of work") % {"points": formats.signed(lag.work_deviation, 0)}
    if part is Part.MONEY:
        return _("%(points)s points of money") % {"points": formats.signed(lag.money_deviation, 0)}
    return _("%(days)s late") % {"days": days_text(lag.days)}


def _why(lag: Lag, urgency: Decimal) -> str:
    facts = {"urgency": formats.number(urgency, 1), "days": days_text(lag.days), "year": A_YEAR}
    if lag.worst is Part.DAYS:
        return _("%(days)s late, of %(year)s, times 100, at most 100: %(urgency)s") % facts
    if lag.worst is Part.WORK:
        return _("points that the work is behind: %(urgency)s") % facts
    return _("points that the spending is behind: %(urgency)s") % facts


BEHIND = Kind(
    code="behind",
    heading=gettext_lazy("Programs that are behind"),
    explains=gettext_lazy(
        "The largest of three: days since the earliest missed day (365 days are 100), points of physical progress "
        "behind an even course from start to end, points of spending behind the share of the year that was over at "
        "the end of the last quarter. What is not known does not count."
    ),
    find=_find,
    describe=_describe,
    at_most=6,
)
