"""What can go wrong with the record in a way that a person can do something about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class AuditError(Refusal):
    """Something about the record that cannot be as a person asked."""


class NothingToErase(AuditError):
    code = "nothing_to_erase"
    sentence = _("The record has nothing personal of this person, or it was erased already.")


class ReasonMissing(AuditError):
    code = "reason_missing"
    sentence = _("Say why, for example who asked for it and when.")
    field = "reason"


class TooManyForExcel(AuditError):
    code = "too_many_for_excel"
    sentence = _("These are more than %(limit)s entries; Excel becomes slow with so many.")
    hint = _("Choose fewer days, or download as CSV.")
