"""What can have files here: commitments their agreement, deliveries their evidence; who may see and send them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.attachments.permissions import Belonging, Owner
from serambi.apps.partnerships.models import Commitment, CommitmentState, Delivery
from serambi.apps.partnerships.permissions import can_check, can_read, can_work_on
from serambi.apps.partnerships.workflow import DELIVERIES_CHANGE
from serambi.ui import formats


def owners() -> tuple[Owner, ...]:
    """Return how commitments answer for their agreements, and deliveries for their evidence."""
    commitments = Owner(
        table=Commitment,
        find=_find,
        may_read=_may_read,
        may_attach=_may_attach,
        may_verify=_may_verify,
        describe=_describe,
    )
    deliveries = Owner(
        table=Delivery,
        find=_find_deliveries,
        may_read=_may_read,
        may_attach=_may_prove,
        may_verify=_may_verify,
        describe=_describe_delivery,
    )
    return commitments, deliveries


def _find(user: Any, ids: Collection[int]) -> Mapping[int, Model]:
    found = Commitment.objects.visible_to(user).filter(pk__in=ids)
    return {one.pk: one for one in found.select_related("agency", "organization")}


def _find_deliveries(user: Any, ids: Collection[int]) -> Mapping[int, Model]:
    if not can_read(user):
        return {}
    found = Delivery.objects.filter(pk__in=ids)
    return {one.pk: one for one in found.select_related("commitment__agency", "commitment__organization")}


def _may_read(user: Any, target: Any) -> bool:
    return can_read(user)


def _may_attach(user: Any, commitment: Commitment) -> bool:
    """Tell whether the person may add files: to a commitment that is not settled, whoever has to do with it."""
    is_going_on = commitment.is_open or commitment.state == CommitmentState.DELIVERED
    return is_going_on and can_work_on(user, commitment, today=timezone.localdate())


def _may_prove(user: Any, delivery: Delivery) -> bool:
    """Tell whether the person may add evidence: to a delivery that counts, until somebody verified it."""
    if delivery.withdrawn_at is not None or delivery.commitment.state not in DELIVERIES_CHANGE:
        return False
    return can_work_on(user, delivery.commitment, today=timezone.localdate())


def _may_verify(user: Any, target: Any) -> bool:
    return can_check(user, today=timezone.localdate())


def _crumbs(commitment: Commitment) -> tuple[tuple[str, str], ...]:
    ledger = (_("Commitments of partners"), reverse("partnerships:commitment_list"))
    return ledger, (commitment.title, commitment.get_absolute_url())


def _describe(commitment: Commitment) -> Belonging:
    return Belonging(
        name=commitment.title,
        page=commitment.get_absolute_url(),
        shows_files=True,
        crumbs=_crumbs(commitment),
        organization=commitment.agency.abbreviation,
    )


def _describe_delivery(delivery: Delivery) -> Belonging:
    commitment = delivery.commitment
    facts = {"day": formats.day(delivery.delivered_on), "commitment": commitment.title}
    return Belonging(
        name=_("Delivery of %(day)s: %(commitment)s") % facts,
        page=commitment.get_absolute_url(),
        crumbs=_crumbs(commitment),
        organization=commitment.agency.abbreviation,
        first_day=delivery.delivered_on,
    )
