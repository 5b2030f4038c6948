"""The words of a plan's text: what each place in it is called, and what stands there as a person reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from serambi.apps.plans import wordings
from serambi.apps.plans.amounts import write_rupiah
from serambi.apps.plans.models import FundSource, Horizon, LegalBasis, PlanVersion, Support
from serambi.apps.plans.queries.comparisons import ChangeKind, Comparison
from serambi.apps.plans.texts import Difference, Path
from serambi.apps.plans.wordings import Piece
from serambi.methods.periods import Period
from serambi.ui import formats

# What a person wrote in sentences, where the words that differ are worth showing.
_PROSE = frozenset({"name", "name_en", "description", "source", "vision", "goal", "strategy", "mission"})
_DAYS = frozenset({"starts_on", "ends_on", "due_on"})
_FLAGS = frozenset({"is_quick_win", "is_illustration"})


@dataclass(frozen=True, slots=True)
class Naming:
    """What the codes in the texts stand for; activities and milestones by their number."""

    pillars: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    strategies: dict[str, str] = field(default_factory=dict)
    missions: dict[str, str] = field(default_factory=dict)
    organizations: dict[str, str] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)


def naming_of(*plans: Mapping[str, Any]) -> Naming:
    """Return what the codes stand for in these texts of the plan; where they differ, in the last."""
    found = Naming()
    for plan in plans:
        for pillar in plan["pillars"]:
            code = pillar["code"]
            found.pillars[code] = _named(pillar)
            found.parts.update({f"{code}/{part['code']}": _named(part) for part in pillar["sub_dimensions"]})
            for goal in pillar["goals"]:
                for strategy in goal["strategies"]:
                    key = f"{code}/{goal['code']}/{strategy['code']}"
                    found.strategies[key] = f"{strategy['code']} {strategy['text']}"
        found.missions.update({mission["key"]: f"{mission['key']}. {mission['text']}" for mission in plan["missions"]})
        found.organizations.update(plan["organizations"])
        found.areas.update(plan["areas"])
    return found


def _named(one: Mapping[str, Any]) -> str:
    name: str = one["name_en"] if get_language() == "en" and one["name_en"] else one["name"]
    return name


# What a place is called -------------------------------------------------------------------------------------------


_COLUMNS: dict[str, str | Promise] = {
    "code": gettext_lazy("Code"),
    "name": gettext_lazy("Name"),
    "name_en": gettext_lazy("Name in English"),
    "description": gettext_lazy("Description"),
    "pillar": gettext_lazy("Pillar"),
    "sub_dimension": gettext_lazy("Sub-dimension"),
    "strategy": gettext_lazy("Strategy"),
    "lead": gettext_lazy("Lead agency"),
    "organization": gettext_lazy("Agency"),
    "horizon": gettext_lazy("Horizon"),
    "is_quick_win": gettext_lazy("Quick win"),
    "starts_on": gettext_lazy("Start"),
    "ends_on": pgettext_lazy("date", "End"),
    "due_on": gettext_lazy("Due"),
    "weight": gettext_lazy("Weight"),
    "sipd_year": gettext_lazy("SIPD year"),
    "sipd_code": gettext_lazy("SIPD sub-activity"),
    "source": gettext_lazy("Source"),
    "is_illustration": gettext_lazy("Illustration"),
    "missions": gettext_lazy("RPJMD missions"),
    "locations": gettext_lazy("Locations"),
    "waits_for": gettext_lazy("Waits for"),
    "region": gettext_lazy("Region"),
    "start_year": gettext_lazy("First year"),
    "end_year": gettext_lazy("Last year"),
    "vision": gettext_lazy("Vision"),
    "target": gettext_lazy("Target"),
    "goal": gettext_lazy("Goal"),
    "mission": gettext_lazy("RPJMD mission"),
}


def column_label(name: str) -> str:
    """Return what a column of the plan, a program or an activity is called."""
    return str(_COLUMNS.get(name, name))


def path_label(path: Path, naming: Naming, names: Mapping[Path, str]) -> str:
    """Return what a place in a text is called. names: the texts themselves, in which activities have their names."""
    first, rest = path[0], path[1:]
    if first == "budget":
        year, fund, activity = rest
        label = _("Ceiling %(year)s, %(fund)s") % {"year": year, "fund": _fund(fund)}
        return f"{label} ({activity})" if activity else label
    if first in Support.values:
        return f"{Support(first).label}: {_organization(rest[0], naming)}"
    if first == "activity":
        return _("Activity “%(name)s”: %(what)s") % {
            "name": names.get(("activity", rest[0], "name"), "–"),
            "what": column_label(rest[1]),
        }
    if first == "milestone":
        return _("Milestone “%(name)s”: %(what)s") % {
            "name": names.get(("milestone", rest[0], rest[1], "name"), "–"),
            "what": column_label(rest[2]),
        }
    if first == "indicator":
        what = " ".join([column_label(rest[2]), *(period_text(period) for period in rest[3:])])
        return _("Indicator “%(name)s”: %(what)s") % {"name": rest[1], "what": what}
    return _plan_label(path, naming)


def _plan_label(path: Path, naming: Naming) -> str:
    first, rest = path[0], path[1:]
    if not rest:
        return column_label(first)
    named = {"pillar": naming.pillars, "sub_dimension": naming.parts}.get(first, {}).get(rest[0], rest[0])
    label = f"{column_label(first)} {named}"
    return f"{label}: {column_label(rest[1])}" if len(rest) > 1 else label


def value_text(path: Path, value: str, naming: Naming) -> str:
    """Return what stands at a place as a person reads it; "" for nothing."""
    if not value:
        return ""
    first, last = path[0], path[-1]
    if last in _FLAGS or (value == "+" and first in Support.values):
        return _("yes")
    if last in _DAYS:
        return formats.day(dt.date.fromisoformat(value))
    return _counted(path, value) or _coded(path, value, naming)


def _counted(path: Path, value: str) -> str:
    """Return an amount, a weight or a target; "" for what is none of these."""
    if path[0] == "budget":
        return exact_rupiah(Decimal(value))
    if path[0] == "indicator" and "target" in path:
        return target_text(value)
    return formats.number(Decimal(value)) if path[-1] == "weight" else ""


def exact_rupiah(amount: Decimal) -> str:
    """Return an amount with its sen, where there are any; two versions may differ in them alone."""
    if amount == amount.to_integral_value():
        return formats.rupiah(amount)
    sign = formats.MINUS if amount < 0 else ""
    return f"{sign}Rp{write_rupiah(abs(amount))}"


def period_text(text: str) -> str:
    """Return a period as a person reads it."""
    return formats.period_short(Period.parse(text))


def target_text(text: str) -> str:
    """Return a target, or both ends of a range, with every digit it was kept with and the decimal mark of the language.

    >>> from django.utils import translation
    >>> with translation.override("id"):
    ...     target_text("82.5 %"), target_text("7–8.25 ton/ha")
    ('82,5 %', '7–8,25 ton/ha')
    """
    number, space, unit = text.partition(" ")
    ends = [Decimal(end) for end in number.split("–")]
    return "–".join(formats.number(end, _places(end)) for end in ends) + space + unit


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _coded(path: Path, value: str, naming: Naming) -> str:
    last = path[-1]
    if last == "horizon":
        return str(Horizon(value).label) if value in Horizon.values else value
    if len(path) == 1 and last == "strategy":
        return naming.strategies.get(value, value)
    if last in ("lead", "organization"):
        return _organization(value, naming)
    single = {"pillar": naming.pillars, "sub_dimension": naming.parts}
    if len(path) == 1 and last in single:
        return single[last].get(value, value)
    several = {"locations": naming.areas, "missions": naming.missions}
    if last in several:
        return "; ".join(several[last].get(one, one) for one in value.split("; "))
    return value


def _organization(abbreviation: str, naming: Naming) -> str:
    name = naming.organizations.get(abbreviation, "")
    return f"{abbreviation} – {name}" if name else abbreviation


def _fund(value: str) -> str:
    return str(FundSource(value).label) if value in FundSource.values else value


# What differs -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DifferenceText:
    """One difference in words. pieces: both texts as one, where its words were compared; change: of an amount."""

    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()
    change: Decimal | None = None


def difference_texts(found: Iterable[Difference], naming: Naming) -> list[DifferenceText]:
    """Return differences in words."""
    given = list(found)
    names = {one.path: one.after or one.before for one in given}
    return [difference_text(one, naming, names) for one in given]


def difference_text(one: Difference, naming: Naming, names: Mapping[Path, str]) -> DifferenceText:
    before, after = (value_text(one.path, value, naming) for value in (one.before, one.after))
    pieces = wordings.compared(before, after) if before and after and _is_prose(one.path) else ()
    change = None
    if one.path[0] == "budget":
        change = Decimal(one.after or 0) - Decimal(one.before or 0)
    return DifferenceText(path_label(one.path, naming, names), before, after, pieces, change)


def _is_prose(path: Path) -> bool:
    return path[-1] in _PROSE or path[0] in ("goal", "strategy", "mission") or path[0] in Support.values


_KINDS: dict[ChangeKind, str | Promise] = {
    ChangeKind.ADDED: pgettext_lazy("program", "added"),
    ChangeKind.DROPPED: pgettext_lazy("program", "dropped"),
    ChangeKind.MOVED: pgettext_lazy("program", "moved"),
    ChangeKind.RENAMED: pgettext_lazy("program", "renamed"),
    ChangeKind.LEAD: pgettext_lazy("program", "another lead"),
    ChangeKind.MONEY: pgettext_lazy("program", "other ceilings"),
    ChangeKind.CHANGED: pgettext_lazy("program", "otherwise changed"),
}


def kind_label(kind: ChangeKind) -> str:
    return str(_KINDS[kind])


def comparison_sentence(found: Comparison, *, before: str, after: str) -> str:
    """Return how many programs differ between two versions, in words."""
    sides = {"before": before, "after": after}
    if not found.programs and not found.plan:
        return _("Nothing differs between %(before)s and %(after)s.") % sides
    count = len(found.programs)
    programs = ngettext("%(count)s program differs", "%(count)s programs differ", count) % {
        "count": formats.number(count, 0)
    }
    return _("%(programs)s between %(before)s and %(after)s.") % {**sides, "programs": programs}


def version_name(version: PlanVersion) -> str:
    return _("version %(number)s") % {"number": version.number}


def basis_text(version: PlanVersion) -> str:
    """Return the regulation that adopts a version with its number and date, or that there is none yet."""
    if version.legal_basis == LegalBasis.NONE_YET:
        return _("None yet")
    words = f"{LegalBasis(version.legal_basis).label} {version.legal_basis_number}".strip()
    if version.legal_basis_date is None:
        return words
    return _("%(regulation)s of %(day)s") % {"regulation": words, "day": formats.day(version.legal_basis_date)}


def versions_sentence(versions: Iterable[PlanVersion]) -> str:
    """Return which version stands."""
    adopted = [one for one in versions if one.adopted_at is not None]
    if not adopted:
        return _("No version of the plan has been adopted yet.")
    last = adopted[0]
    facts = {"version": last.number, "day": formats.day(last.adopted_at)}
    return _("Version %(version)s stands, adopted on %(day)s.") % facts
