"""Which columns the list of programs can show; the name of the program always stands first."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LABELS = {
    "code": _("Code"),
    "lead": _("Lead"),
    "stage": _("Stage"),
    "horizon": _("Horizon"),
    "start": _("Start"),
    "end": pgettext_lazy("date", "End"),
    "weight": _("Weight"),
    "sipd": _("SIPD sub-activity"),
    "ceiling": _("Ceiling"),
    "realization": _("Realization"),
}
USUAL = ("code", "lead", "stage", "end", "ceiling", "realization")
# How the address names a column that is shown.
PARAMETER = "col"


def shown_columns(asked: Iterable[str]) -> tuple[str, ...]:
    """Return the columns to show, in their order: those asked for, the usual ones where none of them is a column.

    >>> shown_columns(["stage", "code", "nonsense"]), shown_columns([]) == USUAL
    (('code', 'stage'), True)
    """
    return chosen_columns(asked) or USUAL


def chosen_columns(asked: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that somebody chose, in their order; none where nobody chose any.

    >>> chosen_columns(["stage", "nonsense"]), chosen_columns([])
    (('stage',), ())
    """
    wanted = set(asked)
    return tuple(name for name in LABELS if name in wanted)
