"""The words of the workflow that are no states and no moves."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from serambi.apps.progress.workflow import Who

WHO: Mapping[Who, str | Promise] = {
    Who.AGENCY: _("the agency"),
    Who.HEAD: _("the head of the agency"),
    Who.HEAD_IN_PERSON: _("the head of the agency in person"),
    Who.VERIFIER: _("a verifier"),
    Who.ACCEPTOR: _("whoever accepts at the second level"),
    Who.COORDINATOR: _("the coordinator"),
}

# The state of an agency that nobody has written anything for; not one of the workflow's.
NOT_BEGUN = "not_begun"
