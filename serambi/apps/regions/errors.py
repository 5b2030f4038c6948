"""What a person can be told when something about an area cannot be done."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class RegionError(Refusal):
    """Something about an area that cannot be as a person asked."""


class NotForYou(RegionError):
    code = "not_for_you"
    sentence = _("Only the coordinator may change areas.")


class EndBeforeBeginning(RegionError):
    code = "end_before_beginning"
    sentence = _("The area cannot end before it began. Check both dates.")
    field = "valid_until"


class SuccessorWithoutEnd(RegionError):
    code = "successor_without_end"
    sentence = _("An area that still exists has no successor. Give the day until which it existed, or no successor.")
    field = "successor"


class WrongSuccessor(RegionError):
    code = "wrong_successor"
    sentence = _("%(successor)s cannot take over %(area)s: choose another area of the same level that came after it.")
    field = "successor"


class CodeInUse(RegionError):
    code = "code_in_use"
    sentence = _("The code %(code)s belongs to %(other)s now, so this area has to keep the day on which it ended.")
    field = "valid_until"


class StillHasParts(RegionError):
    code = "still_has_parts"
    sentence = _("%(count)s areas inside %(area)s still exist. Let them end first, or move them.")
    field = "valid_until"


class BoundariesRefused(RegionError):
    """A file of boundaries that was not loaded; problems: one sentence each, all that were found."""

    code = "boundaries_refused"
    sentence = _("Nothing was loaded: %(count)s problems in the file.")

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__(count=len(self.problems))
