"""What a role lets a person do, in one sentence each; the generated table in the docs says it for every page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ROLE_SENTENCES = {
    "coordinator": _("keeps plan, indicators, organizations and people; may do everything"),
    "officer": _("records figures and progress of their own agency"),
    "head": _("answers for their agency and may do there what its officers do"),
    "verifier": _("checks figures and makes them final"),
    "executive": _("reads everything, also what is preliminary"),
    "viewer": _("reads everything, also what is preliminary, and changes nothing"),
}
