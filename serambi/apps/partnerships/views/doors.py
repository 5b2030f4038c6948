"""Who is let through to the pages of this app; whoever is not finds nothing there."""

from __future__ import annotations

from typing import Any, ParamSpec

from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.partnerships.models import Commitment
from serambi.apps.partnerships.permissions import can_read, can_record
from serambi.ui.doors import Inner, View, open_to

P = ParamSpec("P")
Crumbs = list[tuple[Any, str]]


def for_readers(view: Inner[P]) -> View:
    """Let everybody with a role through; for others there is nothing here."""
    return open_to(can_read)(view)


def for_recorders(view: Inner[P]) -> View:
    """Let whoever records commitments through; for everybody else there is nothing here."""
    return open_to(can_record)(view)


def ledger_crumbs() -> Crumbs:
    return [(_("Commitments of partners"), reverse("partnerships:commitment_list"))]


def commitment_crumbs(commitment: Commitment) -> Crumbs:
    return [*ledger_crumbs(), (commitment.title, commitment.get_absolute_url())]
