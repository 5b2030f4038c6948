"""What is said with a move of a commitment: its agreement, what came, and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from serambi.apps.partnerships.forms.fields import AmountField, day, long_text, seen
from serambi.apps.partnerships.models import AgreementType, Commitment
from serambi.apps.partnerships.services import AgreementFacts, DeliveryFacts
from serambi.apps.partnerships.workflow import FINISH, Move
from serambi.ui.widgets import PlainSelect


class AgreementForm(forms.Form):
    """What was signed, when, and under which number."""

    agreement_type = forms.ChoiceField(
        label=_("Agreement"), choices=[("", "–"), *AgreementType.choices], widget=PlainSelect
    )
    agreement_number = forms.CharField(
        label=_("Number of the agreement"), required=False, max_length=100, help_text=_("As it stands on the paper.")
    )
    agreed_on = day(_("Signed on"))
    seen = seen()

    def __init__(self, data: Any, *, commitment: Commitment) -> None:
        names = ("agreement_type", "agreement_number", "agreed_on")
        super().__init__(
            data, initial={name: getattr(commitment, name) for name in names} | {"seen": commitment.version}
        )

    @property
    def facts(self) -> AgreementFacts:
        given = self.cleaned_data
        return AgreementFacts(given["agreement_type"], given["agreed_on"], given["agreement_number"])


class DeliveryForm(forms.Form):
    """What came on a day; how much is asked only where it is counted."""

    delivered_on = day(_("Came on"))
    amount = AmountField(label=_("How much came"))
    what = long_text(_("What came"), rows=2, required=False)
    handover = forms.CharField(
        label=_("Record of handing over"), required=False, max_length=100, help_text=_("Number of the BAST, if any.")
    )
    seen = seen()

    def __init__(self, data: Any, *, commitment: Commitment, today: dt.date) -> None:
        super().__init__(data, initial={"delivered_on": today, "seen": commitment.version})
        if commitment.is_measured:
            unit = commitment.unit or _now("rupiah")
            self.fields["amount"].help_text = _now("In %(unit)s. More than was promised may come.") % {"unit": unit}
        else:
            del self.fields["amount"]
            self.fields["what"].required = True

    @property
    def facts(self) -> DeliveryFacts:
        given = self.cleaned_data
        return DeliveryFacts(given["delivered_on"], given.get("amount"), given["what"], given["handover"])


class WithdrawForm(forms.Form):
    """Why a delivery is taken out."""

    said = long_text(_("Reason"), rows=2, limit=1000)


class MoveForm(forms.Form):
    """What is said with a move. seen: the version of the commitment that the person looked at."""

    said = long_text(_("Reason"))
    without_evidence = long_text(
        _("Why there is no evidence"), rows=2, limit=1000, required=False,
        help_text=_("Evidence is added to a delivery. Write here only why there can be none."),
    )  # fmt: skip
    seen = seen()

    def __init__(self, data: Any, *, move: Move, has_evidence: bool, seen: int) -> None:
        super().__init__(data, initial={"seen": seen})
        if move.asks:
            self.fields["said"].label = str(move.asks)
        else:
            del self.fields["said"]
        if move.name != FINISH or has_evidence:
            del self.fields["without_evidence"]
