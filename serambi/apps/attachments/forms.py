"""The forms of attachments."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from serambi.apps.attachments.checking.kinds import ENDINGS, MEDIA_TYPES
from serambi.apps.attachments.errors import NothingCovered

ACCEPT = ",".join([*sorted(f".{ending}" for ending in ENDINGS), *sorted(MEDIA_TYPES.values())])
MOST_AREAS = 100


class ManyFiles(forms.ClearableFileInput):
    """A field of a page in which several files can be chosen."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """One or more files; the name and size of each are the services' matter."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data]
        if not any(given) and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [file for file in given if isinstance(file, UploadedFile)]


def _date(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day that stands on it. Photographs say it themselves."),
    )


class UploadForm(forms.Form):
    """Files for an object."""

    file = FilesField(
        label=_("Files"),
        widget=ManyFiles(attrs={"accept": ACCEPT}),
        error_messages={"required": _("Choose at least one file.")},
    )
    description = forms.CharField(
        label=_("What it shows"),
        required=False,
        max_length=300,
        help_text=_("One line for whoever checks it, for example: waste bank opened in Nipah-Nipah."),
    )
    document_date = _date(_("Date of the document"))


class ReplaceForm(forms.Form):
    """One file in the place of another."""

    file = forms.FileField(
        label=_("New file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": _("Choose the new file.")},
    )
    document_date = _date(_("Date of the document"))
    reason = forms.CharField(label=_("Why it is replaced"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class PublishForm(forms.Form):
    """The word of a person that nobody is shown who should not be."""

    confirmed = forms.BooleanField(
        label=_(
            "I have looked at all of it. No face, number plate, home address, signature or number of a person can be "
            "recognized, or those who can be have agreed."
        ),
        error_messages={"required": _("Look at it and confirm, or cover what must not be seen first.")},
    )


class CoverForm(forms.Form):
    """Areas of a picture, a line each: left, top, width and height in percent."""

    areas = forms.CharField(
        label=_("Areas to cover"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("A line for each area: left, top, width, height in percent, for example 40 20 15 15."),
    )

    def clean_areas(self) -> list[tuple[float, float, float, float]]:
        lines = [line for line in self.cleaned_data["areas"].splitlines() if line.strip()]
        try:
            found = [_area(line) for line in lines]
        except ValueError as error:
            raise forms.ValidationError(str(NothingCovered())) from error
        if len(found) > MOST_AREAS:
            raise forms.ValidationError(str(NothingCovered()))
        return found


def _area(line: str) -> tuple[float, float, float, float]:
    left, top, width, height = (float(part.replace(",", ".")) for part in line.split())
    inside = 0 <= left < 100 and 0 <= top < 100 and 0 < width <= 100.01 - left and 0 < height <= 100.01 - top
    if not inside or not all(math.isfinite(part) for part in (left, top, width, height)):
        raise ValueError(line)
    return left, top, width, height


def area_lines(areas: list[list[float]]) -> str:
    """Return covered areas as the form writes them."""
    return "\n".join(" ".join(f"{round(part, 2):g}" for part in area) for area in areas)
