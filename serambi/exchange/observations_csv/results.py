"""What became of a table of observations, for programs and in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serambi.exchange.observations_csv.load import Outcome
from serambi.exchange.observations_csv.progress import Stage
from serambi.ui import formats

STAGES: Final = {
    Stage.NUMBERS: gettext_lazy("Looking how the numbers are written"),
    Stage.READING: gettext_lazy("Reading and checking"),
    Stage.SORTING: gettext_lazy("Looking for cells that are given twice"),
    Stage.COMPARING: gettext_lazy("Comparing with what is recorded"),
    Stage.WRITING: gettext_lazy("Writing"),
    Stage.COMPUTING: gettext_lazy("Computing the indicators"),
}


def as_dict(outcome: Outcome, *, rejects: Path | None) -> dict[str, Any]:
    """Return the outcome as JSON values. problems: the first refused rows, with the line and the sentence."""
    counts = ("rows", "new", "changed", "unchanged", "repeated", "without_value", "blank", "rejected", "series")
    return {
        "file": outcome.name,
        "encoding": outcome.encoding,
        "separator": outcome.separator,
        "notation": outcome.notation.value,
        "loaded": outcome.is_loaded,
        **{name: getattr(outcome, name) for name in counts},
        "unknown_columns": list(outcome.unknown),
        "problems": [{"line": one.line, "message": one.sentence} for one in outcome.problems],
        "rejects": str(rejects) if rejects else None,
        "seconds": outcome.seconds,
    }


def lines(outcome: Outcome, *, rejects: Path | None, is_rehearsal: bool) -> list[str]:
    """Return the outcome in sentences."""
    said = [_("%(file)s: %(rows)s rows of %(series)s series.") % {
        "file": outcome.name, "rows": _count(outcome.rows), "series": _count(outcome.series)}]  # fmt: skip
    if outcome.unknown:
        said.append(_("Columns that were not read: %(names)s.") % {"names": ", ".join(outcome.unknown)})
    facts = {"new": _count(outcome.new), "changed": _count(outcome.changed), "unchanged": _count(outcome.unchanged)}
    said.append(_("New figures: %(new)s. Changed: %(changed)s. As recorded already: %(unchanged)s.") % facts)
    for count, sentence in (
        (outcome.without_value, _("Rows without a value, which leave what is recorded as it is: %(count)s.")),
        (outcome.repeated, _("Rows that repeat an earlier row: %(count)s.")),
    ):
        if count:
            said.append(sentence % {"count": _count(count)})
    for one in outcome.problems:
        said.append(_("Line %(line)s: %(problem)s") % {"line": one.line, "problem": one.sentence})
    if outcome.rejected > len(outcome.problems):
        said.append(_("  … and %(count)s more") % {"count": _count(outcome.rejected - len(outcome.problems))})
    if rejects is not None:
        said.append(_("The refused rows are in %(file)s.") % {"file": rejects})
    said.append(_verdict(outcome, is_rehearsal=is_rehearsal))
    return said


def _verdict(outcome: Outcome, *, is_rehearsal: bool) -> str:
    if is_rehearsal:
        return _("Nothing was loaded: this was a rehearsal.")
    refused = ngettext("%(count)s row was refused", "%(count)s rows were refused", outcome.rejected) % {
        "count": _count(outcome.rejected)
    }
    if not outcome.is_loaded:
        return _("Nothing was loaded: %(refused)s.") % {"refused": refused}
    if outcome.rejected:
        return _("Loaded without the refused rows: %(refused)s.") % {"refused": refused}
    return _("Loaded.")


def _count(number: int) -> str:
    return formats.number(number, 0)
