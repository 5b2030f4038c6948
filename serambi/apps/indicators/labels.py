"""Words of indicators that stand in more than one place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CONDITIONS = [
    ("behind", _("Below target")),
    ("on_target", _("Target reached")),
    ("stale", _("Not updated")),
    ("missing", _("No value")),
    ("no_target", _("No target")),
    ("no_owner", _("No owner")),
    ("broken", _("Cannot be computed")),
]

# What a completion adds to a formula.
OPTION_KINDS = {
    "series": _("series"),
    "indicator": _("indicator"),
    "constant": _("constant"),
    "function": _("function"),
    "word": pgettext_lazy("of the formula language", "word"),
    "operator": _("operator"),
}
