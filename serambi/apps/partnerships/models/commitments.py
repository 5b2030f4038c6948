"""What an organization outside government promised, to which program, and how far it has come."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.permissions import standing
from serambi.apps.partnerships.amounts import AmountColumn, amount_text, exact_text
from serambi.apps.partnerships.models.people import person
from serambi.apps.partnerships.workflow import OPEN, CommitmentState
from serambi.apps.plans.models import Activity, Program


class CommitmentKind(models.TextChoices):
    """What is given; only money is counted in rupiah."""

    MONEY = "money", pgettext_lazy("commitment", "Money")
    GOODS = "goods", pgettext_lazy("commitment", "Goods")
    SERVICES = "services", pgettext_lazy("commitment", "Services and expertise")
    PEOPLE = "people", pgettext_lazy("commitment", "People and volunteers")
    DATA = "data", pgettext_lazy("commitment", "Data and access")


class AgreementType(models.TextChoices):
    """What was signed."""

    MOU = "mou", _("Memorandum of understanding (Nota Kesepahaman)")
    COOPERATION = "cooperation", _("Cooperation agreement (Perjanjian Kerja Sama)")
    GRANT = "grant", _("Grant agreement (Naskah Perjanjian Hibah)")
    LETTER = "letter", _("Letter of commitment")
    RECORD = "record", _("Record of agreement (berita acara)")
    OTHER = "other", pgettext_lazy("agreement", "Other")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: Any) -> CommitmentQuerySet:
        """Return what the person may see: everything for everybody with a role, else nothing."""
        return self if standing(user).organizations else self.none()

    def open(self) -> CommitmentQuerySet:
        """Return those of which something is still to come."""
        return self.filter(state__in=OPEN)

    def overdue_on(self, day: dt.date) -> CommitmentQuerySet:
        """Return those of which something should have come before that day and did not."""
        return self.open().filter(next_due_on__lt=day)


class Commitment(models.Model):
    """One thing that a partner promised to the plan.

    organization: the partner, of any sector but government. agency: receives it and looks after it. promised: rupiah
    where the kind is money, else so many of `unit`; None where nobody said how much. due_on: the last day; None where
    none was agreed. next_due_on: the day by which something that is not there yet should come, of the parts where there
    are any; kept by the services; None where nothing more is expected or no day was agreed. finished_by: who said that
    all of it is delivered; without_evidence: why no file proves it. version: grows with every write.
    """

    title = models.CharField(_("title"), max_length=200)
    promise = models.TextField(_("what is promised"), blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=CommitmentKind)
    promised = AmountColumn(pgettext_lazy("commitment", "promised"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="commitments", verbose_name=_("partner")
    )
    agency = models.ForeignKey(
        Organization, models.PROTECT, related_name="commitments_looked_after",
        verbose_name=pgettext_lazy("commitment", "agency"),
    )  # fmt: skip
    program = models.ForeignKey(
        Program, models.SET_NULL, null=True, blank=True, related_name="commitments", verbose_name=_("program")
    )
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, related_name="commitments", verbose_name=_("activity")
    )
    agreement_type = models.CharField(_("agreement"), max_length=11, choices=AgreementType, blank=True)
    agreement_number = models.CharField(_("number of the agreement"), max_length=100, blank=True)
    agreed_on = models.DateField(_("signed on"), null=True, blank=True)
    promised_on = models.DateField(_("promised on"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    next_due_on = models.DateField(_("next due"), null=True, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=CommitmentState, default=CommitmentState.PLEDGED)
    state_since = models.DateTimeField(_("in this state since"))
    without_evidence = models.TextField(_("why there is no evidence"), blank=True)
    finished_by = person(_("said to be delivered by"))
    recorded_by = person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["next_due_on", "id"]
        verbose_name = _("commitment of a partner")
        verbose_name_plural = _("commitments of partners")
        constraints = [
            models.CheckConstraint(
                condition=Q(promised__isnull=True) | Q(promised__gt=0), name="commitment_promises_something"
            ),
            models.CheckConstraint(
                condition=Q(kind="money", unit="") | (~Q(kind="money") & (Q(promised__isnull=True) | ~Q(unit=""))),
                name="commitment_is_rupiah_or_has_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=models.F("promised_on")),
                name="commitment_days_run_forward",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "partly", "delivered", "verified"])
                | (~Q(agreement_type="") & Q(agreed_on__isnull=False)),
                name="commitment_signed_names_agreement",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_due_on"], name="commitment_state_due"),
            models.Index(fields=["program", "state"], name="commitment_program_state"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:commitment", args=[self.pk])

    @property
    def is_money(self) -> bool:
        return self.kind == CommitmentKind.MONEY

    @property
    def is_measured(self) -> bool:
        """Tell whether deliveries are counted: in rupiah, or in the unit that was agreed."""
        return self.is_money or bool(self.unit)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def days_late_on(self, day: dt.date) -> int:
        """Return by how many days the first thing that is missing is overdue; 0 where nothing is."""
        if not self.is_open or self.next_due_on is None:
            return 0
        return max((day - self.next_due_on).days, 0)

    def say(self, amount: Decimal | None) -> str:
        """Return an amount of this commitment in rupiah or in its unit, short."""
        return amount_text(amount, self.unit)

    def say_exactly(self, amount: Decimal | None) -> str:
        return exact_text(amount, self.unit)


class CommitmentMove(models.Model):
    """One thing that happened to a commitment; written once, never changed.

    delivery: the one that was recorded or taken out. on_behalf_of: for whom the person stood in.
    """

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="moves", verbose_name=_("commitment"))
    move = models.CharField(_("move"), max_length=30)
    before = models.CharField(_("state before"), max_length=9, choices=CommitmentState)
    after = models.CharField(_("state after"), max_length=9, choices=CommitmentState)
    delivery = models.ForeignKey(
        "partnerships.Delivery", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("delivery")
    )
    by = person(_("made by"))
    on_behalf_of = person(_("on behalf of"))
    at = models.DateTimeField()
    said = models.TextField(_("said with it"), blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("move of a commitment")
        verbose_name_plural = _("moves of commitments")
        indexes = [models.Index(fields=["commitment", "-at"], name="commitment_move_at")]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.before} → {self.after}"
