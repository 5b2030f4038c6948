"""The numbers of an item as the reader's language writes them, whether they are those of now or of an earlier day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from serambi.apps.evaluation.queries import bands
from serambi.apps.meetings.models import ActionState, ItemKind
from serambi.apps.partnerships.models import CommitmentState
from serambi.apps.plans.labels import days_text
from serambi.apps.plans.models import Stage
from serambi.methods.periods import Period
from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class Figure:
    """One number for the screen: what it is, the number as text, and what it is to be held against.

    is_bad: it is late or behind. is_preliminary, is_illustration: marks to be shown beside it.
    """

    label: str
    value: str
    note: str = ""
    is_bad: bool = False
    is_preliminary: bool = False
    is_illustration: bool = False


def figures(raw: Mapping[str, Any] | None) -> list[Figure]:
    """Return numbers that were read, now or on an earlier day, as the reader's language writes them."""
    if not raw:
        return []
    return _WORDS[raw["kind"]](raw) if raw.get("kind") in _WORDS else []


def _program_figures(raw: Mapping[str, Any]) -> list[Figure]:
    example = bool(raw["illustration"])
    today = dt.date.fromisoformat(raw["today"])
    ends, since = _day(raw["ends_on"]), _day(raw["late_since"])
    planned = _("planned to end on %(day)s") % {"day": formats.day(ends)} if ends else _("no end is planned")
    if since is not None:
        planned = _("%(days)s late; %(planned)s") % {"days": days_text((today - since).days), "planned": planned}
    every, reached, late = raw["milestones"]
    return [
        Figure(_("Stage"), str(Stage(raw["stage"]).label), planned, is_bad=since is not None, is_illustration=example),
        _physical_figure(raw, example),
        _money_figure(raw, example),
        Figure(
            _("Milestones"),
            f"{formats.number(reached, 0)} / {formats.number(every, 0)}" if every else formats.MISSING,
            _late_milestones(late) if every else _("none is planned"),
            is_bad=late > 0,
            is_illustration=example,
        ),
    ]


def _physical_figure(raw: Mapping[str, Any], example: bool) -> Figure:
    done, planned = _number(raw["physical"]), _number(raw["planned"])
    note = _("nothing verified yet") if done is None else formats.day(_day(raw["physical_on"]))
    behind = done is not None and planned is not None and done < planned
    if done is not None and planned is not None:
        facts = {"day": note, "planned": formats.percent(planned, 0), "points": formats.signed(done - planned, 0)}
        note = _("on %(day)s; evenly planned %(planned)s, %(points)s points") % facts
    return Figure(_("Physical"), formats.percent(done, 0), note, is_bad=behind, is_illustration=example)


def _money_figure(raw: Mapping[str, Any], example: bool) -> Figure:
    spent, ceiling = _number(raw["spent"]), _number(raw["ceiling"])
    if ceiling is None:
        return Figure(_("Financial"), formats.MISSING, _("no ceiling this year"), is_illustration=example)
    facts = {"ceiling": formats.money(ceiling), "year": raw["year"],
             "percent": formats.percent(_number(raw["spent_percent"]), 0)}  # fmt: skip
    note = _("of %(ceiling)s in %(year)s, %(percent)s of what is reported") % facts
    if spent is None:
        note = _("of %(ceiling)s in %(year)s; nothing is reported") % facts
    return Figure(_("Financial"), formats.money(spent), note, is_illustration=example)


def _late_milestones(late: int) -> str:
    if not late:
        return _("reached; none is overdue")
    return ngettext("reached; %(count)s overdue", "reached; %(count)s overdue", late) % {
        "count": formats.number(late, 0)
    }


def _indicator_figures(raw: Mapping[str, Any]) -> list[Figure]:
    marks = {"is_preliminary": bool(raw["preliminary"]), "is_illustration": bool(raw["illustration"])}
    period, due, coming = _period(raw["period"]), _period(raw["target_period"]), _period(raw["next_period"])
    found = [
        Figure(
            _("Value"),
            _measure(raw, raw["value"]),
            formats.period(period) if period else _("there is none yet"),
            **marks,
        )
    ]
    if due is not None:
        ratio = _number(raw["attainment"])
        found.append(
            Figure(_("Target"), _target(raw, "target"), formats.period(due), is_illustration=marks["is_illustration"])
        )
        found.append(
            Figure(
                _("Attainment"),
                formats.percent(ratio),
                bands.scale().name(raw["band"]) if ratio is not None else _("its value is missing"),
                is_bad=ratio is not None and ratio < 100,
                **marks,
            )
        )
    if coming is not None:
        expected = _number(raw["expected_ratio"])
        facts = {"target": _target(raw, "next"), "period": formats.period(coming), "percent": formats.percent(expected)}
        found.append(
            Figure(
                _("At the pace so far"),
                _measure(raw, raw["expected"]),
                _("%(percent)s of the target %(target)s of %(period)s") % facts,
                is_bad=expected is not None and expected < 100,
                **marks,
            )
        )
    return found


def _measure(raw: Mapping[str, Any], value: str | None) -> str:
    return formats.with_unit(_number(value), raw["decimals"], raw["unit"])


def _target(raw: Mapping[str, Any], name: str) -> str:
    upper = raw["target_upper" if name == "target" else "next_upper"]
    value = raw["target" if name == "target" else "next_target"]
    if upper is None:
        return _measure(raw, value)
    return f"{formats.number(_number(value), raw['decimals'])}–{_measure(raw, upper)}"


def _report_figures(raw: Mapping[str, Any]) -> list[Figure]:
    today = dt.date.fromisoformat(raw["today"])
    if not raw["periods"]:
        return [Figure(_("Report"), pgettext("report", "in"), _("nothing is overdue"))]
    found = []
    for one in raw["periods"]:
        due = dt.date.fromisoformat(one["due"])
        found.append(
            Figure(
                formats.period(Period.parse(one["period"])),
                _("%(days)s late") % {"days": days_text((today - due).days)},
                _("due on %(day)s") % {"day": formats.day(due)},
                is_bad=True,
            )
        )
    return found


def _action_figures(raw: Mapping[str, Any]) -> list[Figure]:
    example, late, seen = bool(raw["illustration"]), raw["late"], raw["seen"]
    note = _("due on %(day)s") % {"day": formats.day(_day(raw["due"]))}
    if late:
        note = _("%(due)s, %(days)s late") % {"due": note, "days": days_text(late)}
    age = ngettext("open in %(count)s meeting since", "open in %(count)s meetings since", seen)
    age = age % {"count": formats.number(seen, 0)} if seen else pgettext("action", "new")
    return [
        Figure(_("State"), str(ActionState(raw["state"]).label), note, is_bad=late > 0, is_illustration=example),
        Figure(_("Age"), age, is_bad=seen > 1, is_illustration=example),
    ]


def _commitment_figures(raw: Mapping[str, Any]) -> list[Figure]:
    example, late, due = bool(raw["illustration"]), raw["late"], _day(raw["due"])
    note = _("due on %(day)s") % {"day": formats.day(due)} if due is not None else ""
    if late:
        note = _("%(due)s, %(days)s late") % {"due": note, "days": days_text(late)}
    state = str(CommitmentState(raw["state"]).label)
    promised, delivered = _number(raw["promised"]), _number(raw["delivered"])
    share = _("of %(promised)s, %(percent)s") % {
        "promised": _promise(raw, promised), "percent": formats.percent(_number(raw["percent"]), 0)
    }  # fmt: skip
    if promised is None:
        share = _("nobody said how much is promised") if raw["measured"] else _("it is not counted")
    return [
        Figure(_("State"), state, note, is_bad=late > 0, is_illustration=example),
        Figure(_("Delivered"), _promise(raw, delivered), share, is_bad=late > 0, is_illustration=example),
    ]


def _promise(raw: Mapping[str, Any], amount: Decimal | None) -> str:
    if not raw["unit"]:
        return formats.money(amount)
    return formats.with_unit(amount, None, raw["unit"])


def _voices_figures(raw: Mapping[str, Any]) -> list[Figure]:
    example, count = bool(raw["illustration"]), raw["open"]
    recent = _("%(count)s of the last 90 days") % {"count": formats.number(raw["recent"], 0)}
    found = [Figure(_("Open reports"), formats.number(count, 0), recent, is_bad=count > 0, is_illustration=example)]
    if count:
        oldest = _("since the oldest of them came")
        found.append(Figure(_("Waiting"), days_text(raw["oldest"]), oldest, is_bad=True, is_illustration=example))
    return found


_WORDS = {
    ItemKind.PROGRAM.value: _program_figures,
    ItemKind.INDICATOR.value: _indicator_figures,
    ItemKind.REPORT.value: _report_figures,
    ItemKind.ACTION.value: _action_figures,
    ItemKind.COMMITMENT.value: _commitment_figures,
    ItemKind.VOICES.value: _voices_figures,
}


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _period(text: str | None) -> Period | None:
    return None if text is None else Period.parse(text)
