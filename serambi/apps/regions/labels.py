"""How areas are counted in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.ui import formats


def counted(counts: Mapping[str, int]) -> str:
    """Return "4 districts, 30 villages and 24 urban villages"; counts: by kind of area. "" when there are none."""
    province, regency, city = (counts.get(kind, 0) for kind in ("province", "regency", "city"))
    district, village, urban = (counts.get(kind, 0) for kind in ("district", "village", "urban_village"))
    words = (
        (province, ngettext("%(count)s province", "%(count)s provinces", province)),
        (regency, ngettext("%(count)s regency", "%(count)s regencies", regency)),
        (city, ngettext("%(count)s city", "%(count)s cities", city)),
        (district, ngettext("%(count)s district", "%(count)s districts", district)),
        (village, ngettext("%(count)s village", "%(count)s villages", village)),
        (urban, ngettext("%(count)s urban village", "%(count)s urban villages", urban)),
    )
    parts = [word % {"count": formats.number(count, 0)} for count, word in words if count]
    if len(parts) < 2:
        return "".join(parts)
    return _("%(many)s and %(last)s") % {"many": ", ".join(parts[:-1]), "last": parts[-1]}
