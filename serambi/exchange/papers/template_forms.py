"""Sending a changed Word template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from serambi.exchange.documents.kinds import Kind
from serambi.ui import formats

MOST_BYTES = 5_000_000


def kind_names() -> Mapping[Kind, str | Promise]:
    """Return what each kind of document is called."""
    return {
        Kind.LETTER: pgettext_lazy("paper", "Letter of invitation"),
        Kind.ATTENDANCE: pgettext_lazy("paper", "Attendance list"),
        Kind.MINUTES: pgettext_lazy("paper", "Minutes"),
        Kind.AGREEMENT: pgettext_lazy("paper", "Record of an agreement"),
        Kind.ACTIONS: pgettext_lazy("paper", "Matrix of actions"),
        Kind.REPORT: pgettext_lazy("paper", "Report to the head of the regency"),
    }


class TemplateForm(forms.Form):
    """A Word file that is to be the template of a kind of document."""

    file = forms.FileField(
        label=gettext_lazy("Word file (.docx)"),
        help_text=gettext_lazy("It is looked through and filled in with an example before it is used."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            text = _("%(name)s is larger than %(limit)s. Make its pictures smaller and send it again.")
            raise ValidationError(text % {"name": file.name, "limit": formats.file_size(MOST_BYTES)})
        return file
