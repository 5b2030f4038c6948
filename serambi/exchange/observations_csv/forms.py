"""What is sent on the pages of tables of observations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from serambi.exchange.observations_csv.desk import COMMA, POINT
from serambi.ui import formats


class SendTableForm(forms.Form):
    """A table of figures. The choice of final figures is for those who may make figures final."""

    file = forms.FileField(
        label=_("Table"), allow_empty_file=True, error_messages={"required": _("Choose the table of figures.")}
    )
    reason = forms.CharField(
        label=_("Why earlier figures change"),
        required=False,
        max_length=500,
        help_text=_("Stands beside every figure that becomes another. Left empty, it is the name of the file."),
    )
    is_final = forms.BooleanField(
        label=_("The figures are verified"),
        required=False,
        help_text=_("Final where their row does not say otherwise. Not chosen, they wait to be verified."),
    )

    def __init__(self, *args: Any, may_finalize: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV or TSV, also packed as .gz, at most %(megabytes)s MB. Its first row names the columns: series, area, "
            "period, value."
        ) % {"megabytes": formats.number(settings.OBSERVATIONS_BYTES // 1_000_000, 0)}
        if not may_finalize:
            del self.fields["is_final"]


class NotationForm(forms.Form):
    """Which mark begins the decimals. question: the facts of `AmbiguousColumn`."""

    notation = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": _("Choose one of the two readings.")}
    )

    def __init__(self, *args: Any, question: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["notation"]
        field.label = _("“%(text)s” in line %(line)s is") % question
        field.choices = [  # type: ignore[attr-defined]  # a choice field has them
            (COMMA, _("%(comma)s: a comma begins the decimals") % question),
            (POINT, _("%(point)s: a point begins the decimals") % question),
        ]
