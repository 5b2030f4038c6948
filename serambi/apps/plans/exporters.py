"""The register as a table that a spreadsheet opens."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from serambi.apps.plans.models import Participation, Support
from serambi.apps.plans.queries import RegisterRow


def register_table(rows: Iterable[RegisterRow]) -> list[list[object]]:
    """Return the lines of the register as cells in the order of `register_heads`.

    Amounts are rupiah; what is missing is None. Three queries read what the rows lack, however many there are.
    """
    given = list(rows)
    participations = Prefetch("participations", Participation.objects.select_related("organization"))
    prefetch_related_objects([row.program for row in given], "locations", "missions", participations)
    return [_cells(row) for row in given]


def register_heads() -> list[str]:
    """Return the names of the columns in the reader's language."""
    return [
        _("Code"),
        _("Program"),
        _("Illustration"),
        _("Pillar"),
        _("Sub-dimension"),
        _("Lead agency"),
        _("Supporting agencies"),
        _("Partners"),
        _("Stage"),
        _("In this stage since"),
        _("Note on the stage"),
        _("Late because"),
        _("Horizon"),
        _("Quick win"),
        _("Start"),
        pgettext("date", "End"),
        _("Ceiling (Rp)"),
        _("Realization (Rp)"),
        _("Realization (%)"),
        _("Budget lines not reported"),
        _("Locations"),
        _("RPJMD missions"),
        _("SIPD year"),
        _("SIPD sub-activity"),
        _("Source"),
    ]


def _cells(row: RegisterRow) -> list[object]:
    program, budget = row.program, row.budget
    percent = budget.percent
    taking_part = list(program.participations.all())
    return [
        program.code,
        program.display_name,
        _yes(program.is_illustration),
        program.pillar.display_name,
        program.sub_dimension.display_name if program.sub_dimension else None,
        program.lead.abbreviation if program.lead else None,
        _names(one.organization.abbreviation for one in taking_part if one.support == Support.SUPPORTING),
        _names(one.organization.abbreviation for one in taking_part if one.support == Support.PARTNER),
        row.stage,
        program.stage_changed_on,
        program.stage_note,
        row.why_late,
        row.horizon,
        _yes(program.is_quick_win),
        program.starts_on,
        program.ends_on,
        budget.ceiling,
        budget.realization,
        None if percent is None else percent.quantize(Decimal("0.1")),
        budget.left_out or None,
        _names(area.name for area in program.locations.all()),
        _names(str(mission) for mission in program.missions.all()),
        program.sipd_year,
        program.sipd_code,
        program.source,
    ]


def _names(names: Iterable[str]) -> str:
    return "; ".join(names)


def _yes(flag: bool) -> str | None:
    return _("yes") if flag else None
