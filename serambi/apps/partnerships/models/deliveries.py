"""The parts in which something is to come, and what came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.partnerships.amounts import AmountColumn
from serambi.apps.partnerships.models.commitments import Commitment
from serambi.apps.partnerships.models.people import person


class Instalment(models.Model):
    """One part of what is promised, with its own day. amount: as of the commitment."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="instalments", verbose_name=_("commitment"))
    due_on = models.DateField(_("due"))
    amount = AmountColumn(_("amount"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("part of a commitment")
        verbose_name_plural = _("parts of commitments")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_is_something")]

    def __str__(self) -> str:
        return f"{self.due_on}: {self.amount}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def standing(self) -> DeliveryQuerySet:
        """Return those that count: what was taken out again does not."""
        return self.filter(withdrawn_at__isnull=True)


class Delivery(models.Model):
    """What came on one day. amount: as of the commitment; None where it is not counted.

    handover: the number of the record of handing over (BAST). withdrawn_at: it was recorded by mistake and counts no
    more; it is kept with the reason.
    """

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="deliveries", verbose_name=_("commitment"))
    delivered_on = models.DateField(_("delivered on"))
    amount = AmountColumn(_("amount"), null=True, blank=True)
    what = models.TextField(pgettext_lazy("delivery", "what came"), blank=True)
    handover = models.CharField(_("record of handing over"), max_length=100, blank=True)
    recorded_by = person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    withdrawn_at = models.DateTimeField(_("taken out at"), null=True, blank=True)
    withdrawn_by = person(_("taken out by"))
    withdrawn_because = models.TextField(_("why it was taken out"), blank=True)
    is_illustration = models.BooleanField(default=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-delivered_on", "-id"]
        verbose_name = _("delivery of a partner")
        verbose_name_plural = _("deliveries of partners")
        constraints = [
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="delivery_is_something"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""), name="delivery_taken_out_says_why"
            ),
        ]
        indexes = [models.Index(fields=["commitment", "withdrawn_at"], name="delivery_commitment_standing")]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.delivered_on}"
