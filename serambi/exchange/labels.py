"""The words for what a load does."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# The kinds of `Proposal.counts` and `Load.counts`, in the order in which they are shown.
COUNTS = {
    "programs_created": _("programs created"),
    "programs_changed": _("programs changed"),
    "activities_created": _("activities created"),
    "activities_changed": _("activities changed"),
    "indicators_created": _("indicators created"),
    "indicators_linked": _("indicators linked"),
    "targets_created": _("targets set"),
    "targets_changed": _("targets changed"),
    "baselines_created": _("baselines set"),
    "baselines_changed": _("baselines changed"),
    "budget_lines_created": _("budget lines created"),
    "budget_lines_changed": _("ceilings changed"),
    "realizations_reported": _("realizations reported"),
}
