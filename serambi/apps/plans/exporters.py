"""The register as a table that a spreadsheet opens."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from serambi.apps.plans.models import Participation, Program, Support
from serambi.apps.plans.queries import RegisterRow


@dataclass(frozen=True, slots=True)
class _Lists:
    """What a program has several of, in words, by the program's id."""

    supporting: dict[int, str]
    partners: dict[int, str]
    locations: dict[int, str]
    missions: dict[int, str]


# What a file has whatever columns the list shows: which program, and whether it is made up.
_ALWAYS = "always"


def register_table(rows: Iterable[RegisterRow], columns: Collection[str] = ()) -> list[list[object]]:
    """Return the lines of the register as cells in the order of `register_heads`.

    columns: those of the list (`register_columns`) that somebody chose to see; none chosen: everything that is known.
    Amounts are rupiah; what is missing is None. Four queries read what the rows lack, however many there are.
    """
    given = list(rows)
    lists = _lists([row.program.pk for row in given])
    kept = [position for position, (name, _label) in enumerate(_heads()) if _is_kept(name, columns)]
    return [[cells[position] for position in kept] for cells in (_cells(row, lists) for row in given)]


def _lists(programs: list[int]) -> _Lists:
    taking_part = Participation.objects.filter(program__in=programs).order_by("organization__abbreviation")
    supports = list(taking_part.values_list("program_id", "support", "organization__abbreviation"))
    places: Any = Program.locations.through
    alignments: Any = Program.missions.through
    areas = places.objects.filter(program__in=programs).order_by("area__code")
    missions = alignments.objects.filter(program__in=programs).order_by("mission__development_plan", "mission__number")
    return _Lists(
        supporting=_joined((program, name) for program, kind, name in supports if kind == Support.SUPPORTING),
        partners=_joined((program, name) for program, kind, name in supports if kind == Support.PARTNER),
        locations=_joined(areas.values_list("program_id", "area__name")),
        missions=_joined(
            (program, f"{series} – {number}. {text}")
            for program, series, number, text in missions.values_list(
                "program_id", "mission__development_plan", "mission__number", "mission__text"
            )
        ),
    )


def _joined(pairs: Iterable[tuple[int, str]]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for program, name in pairs:
        found.setdefault(program, []).append(name)
    return {program: "; ".join(names) for program, names in found.items()}


def register_heads(columns: Collection[str] = ()) -> list[str]:
    """Return the names of the columns in the reader's language. columns: as of `register_table`."""
    return [label for belongs_to, label in _heads() if _is_kept(belongs_to, columns)]


def _is_kept(belongs_to: str, columns: Collection[str]) -> bool:
    return not columns or belongs_to == _ALWAYS or belongs_to in columns


def _heads() -> list[tuple[str, str]]:
    """Return each column of the file with the column of the list to which it belongs, "" for those the list lacks."""
    return [
        ("code", _("Code")),
        (_ALWAYS, _("Program")),
        (_ALWAYS, _("Illustration")),
        ("", _("Pillar")),
        ("", _("Sub-dimension")),
        ("lead", _("Lead agency")),
        ("", _("Supporting agencies")),
        ("", _("Partners")),
        ("stage", _("Stage")),
        ("", _("In this stage since")),
        ("", _("Note on the stage")),
        ("", _("Late because")),
        ("horizon", _("Horizon")),
        ("", _("Quick win")),
        ("start", _("Start")),
        ("end", pgettext("date", "End")),
        ("weight", _("Weight")),
        ("ceiling", _("Ceiling (Rp)")),
        ("realization", _("Realization (Rp)")),
        ("realization", _("Realization (%)")),
        ("realization", _("Budget lines not reported")),
        ("", _("Locations")),
        ("", _("RPJMD missions")),
        ("sipd", _("SIPD year")),
        ("sipd", _("SIPD sub-activity")),
        ("", _("Source")),
    ]


def _cells(row: RegisterRow, lists: _Lists) -> list[object]:
    program, budget = row.program, row.budget
    percent = budget.percent
    return [
        program.code,
        program.display_name,
        _yes(program.is_illustration),
        program.pillar.display_name,
        program.sub_dimension.display_name if program.sub_dimension else None,
        program.lead.abbreviation if program.lead else None,
        lists.supporting.get(program.pk),
        lists.partners.get(program.pk),
        row.stage,
        program.stage_changed_on,
        program.stage_note,
        row.why_late,
        row.horizon,
        _yes(program.is_quick_win),
        program.starts_on,
        program.ends_on,
        program.weight,
        budget.ceiling,
        budget.realization,
        None if percent is None else percent.quantize(Decimal("0.1")),
        budget.left_out or None,
        lists.locations.get(program.pk),
        lists.missions.get(program.pk),
        program.sipd_year,
        program.sipd_code,
        program.source,
    ]


def _yes(flag: bool) -> str | None:
    return _("yes") if flag else None
