"""Every change that loading a table would make, a line each: what is there now, and what would stand there then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from serambi.apps.plans.models import FundSource
from serambi.exchange.imports.changes import ProposedIndicator, ProposedProgram
from serambi.exchange.imports.proposal import Proposal
from serambi.exchange.tables.book import Place
from serambi.exchange.uploads.amounts import exact_number, exact_rupiah
from serambi.exchange.uploads.lists import Row

# The lists of changes, in the order in which they are offered.
CHANGED, PROGRAMS, ACTIVITIES, INDICATORS, AIMS, MONEY = (
    "changed", "programs", "activities", "indicators", "aims", "money",
)  # fmt: skip
LISTS = (CHANGED, PROGRAMS, ACTIVITIES, INDICATORS, AIMS, MONEY)


@dataclass(frozen=True, slots=True)
class Change:
    """One line. program: its code and name; what: the field or thing; old: "" for nothing there; is_new: created."""

    place: Place
    code: str
    program: str
    what: str
    old: str
    new: str
    is_new: bool = False
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class Unchanged:
    """How many rows of the table say what the register says already."""

    programs: int
    activities: int
    indicators: int
    amounts: int


def changes_in(proposal: Proposal) -> Iterator[tuple[str, Change]]:
    """Yield all changes, each with the name of its list."""
    yield from _Changes(proposal).all()


def change_row(name: str, one: Change) -> Row:
    """Return a change as `lists` keeps it."""
    place = one.place
    return (name, place.sheet, place.row, place.column, one.code, one.program, one.what, one.old, one.new,
            one.is_new, one.is_money)  # fmt: skip


def change_from(row: Row) -> Change:
    _list, sheet, number, column, code, program, what, old, new, is_new, is_money, _order = row
    return Change(Place(sheet, number, column), code, program, what, old, new, bool(is_new), bool(is_money))


def unchanged_in(proposal: Proposal) -> Unchanged:
    busy = {one.program for one in proposal.lines if not one.is_same}
    busy |= {one.program for one in proposal.indicators if _is_busy(one)}
    return Unchanged(
        programs=sum(not one.is_new and not one.changes and one.index not in busy for one in proposal.programs),
        activities=sum(not one.is_new and not one.changes for one in proposal.activities),
        indicators=sum(not _is_busy(one) for one in proposal.indicators),
        amounts=sum(one.is_same for one in proposal.lines),
    )


def _is_busy(one: ProposedIndicator) -> bool:
    return one.is_new or not one.is_linked or any(not aim.is_same for aim in one.aims)


class _Changes:
    def __init__(self, proposal: Proposal) -> None:
        self._proposal = proposal
        self._programs = {one.index: one for one in proposal.programs}
        self._activities = {one.index: one for one in proposal.activities}
        self._fields = {
            "name": _("name"), "code": _("code"), "lead": _("lead agency"), "pillar": _("pillar"),
            "sub_dimension": _("sub-dimension"), "organization": _("agency"),
        }  # fmt: skip
        self._sources = dict(FundSource.choices)

    def all(self) -> Iterator[tuple[str, Change]]:
        for program in self._proposal.programs:
            if program.is_new:
                yield PROGRAMS, self._of(program.place, program.index, program.name, "", _("new program"), is_new=True)
            for change in program.changes:
                what = self._fields.get(change.field, change.field)
                yield CHANGED, self._of(program.place, program.index, what, change.old_text, change.new_text)
        for activity in self._proposal.activities:
            if activity.is_new:
                text = f"{activity.code} {activity.name}".strip()
                yield ACTIVITIES, self._of(activity.place, activity.program, text, "", _("new activity"), is_new=True)
            for change in activity.changes:
                what = f"{activity.name}: {self._fields.get(change.field, change.field)}"
                yield CHANGED, self._of(activity.place, activity.program, what, change.old_text, change.new_text)
        yield from self._indicators()
        yield from self._lines()

    def _indicators(self) -> Iterator[tuple[str, Change]]:
        for one in self._proposal.indicators:
            if one.is_new:
                text = _("new indicator, in %(unit)s") % {"unit": one.unit} if one.unit else _("new indicator")
                yield INDICATORS, self._of(one.place, one.program, one.name, "", text, is_new=True)
            elif not one.is_linked:
                text = _("indicator of the register, linked")
                yield INDICATORS, self._of(one.place, one.program, one.name, "", text, is_new=True)
            for aim in one.aims:
                if not aim.is_same:
                    word = _("baseline %(year)s") if aim.is_baseline else _("target %(year)s")
                    what = f"{one.name}: {word % {'year': aim.year}}"
                    old, new = _aim(aim.old, aim.old_upper), _aim(aim.value, aim.upper)
                    is_new = aim.old is None
                    yield (
                        AIMS if is_new else CHANGED,
                        self._of(one.place, one.program, what, old, new, is_new=is_new),
                    )

    def _lines(self) -> Iterator[tuple[str, Change]]:
        for line in self._proposal.lines:
            if line.is_same:
                continue
            what = _("ceiling %(year)s, %(source)s") % {
                "year": line.year, "source": self._sources.get(line.fund_source, line.fund_source)
            }  # fmt: skip
            if line.activity is not None:
                what = f"{self._activities[line.activity].name}: {what}"
            old = "" if line.old is None else exact_rupiah(line.old)
            change = self._of(
                line.place, line.program, what, old, exact_rupiah(line.ceiling), is_new=line.is_new, is_money=True
            )
            yield (MONEY if line.is_new else CHANGED), change

    def _of(
        self, place: Place, index: int, what: str, old: str, new: str, *, is_new: bool = False, is_money: bool = False
    ) -> Change:
        program: ProposedProgram = self._programs[index]
        return Change(place, program.code, program.name, what, old, new, is_new, is_money)


def _aim(value: Decimal | None, upper: Decimal | None) -> str:
    if value is None:
        return ""
    return exact_number(value) if upper is None else f"{exact_number(value)}–{exact_number(upper)}"
