"""What a resident writes: the report, and later what they say of the answer."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.citizen_reports import errors
from serambi.apps.citizen_reports.models import ReportCategory
from serambi.apps.citizen_reports.queries import nearest_village, offered_categories, villages_by_district
from serambi.apps.citizen_reports.services import SentFacts
from serambi.apps.regions.models import Area
from serambi.ui.widgets import PlainSelect

_PICTURES = ".jpg,.jpeg,.png,.heic,image/*"


class _ManyFiles(forms.ClearableFileInput):
    """A field of a page in which several files can be chosen."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PhotographsField(forms.FileField):
    """Up to three photographs; what each of them is, is the services' matter."""

    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data]
        if not any(given) and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [one for one in given if isinstance(one, UploadedFile)]


def _photographs(*, required: bool) -> PhotographsField:
    return PhotographsField(
        label=_("Photographs"),
        required=required,
        widget=_ManyFiles(attrs={"accept": _PICTURES}),
        error_messages={"required": _("Choose at least one photograph.")},
        help_text=_("Up to three. Where and when they were taken is removed before anybody sees them."),
    )


def _words(label: Any, *, limit: int, rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class SendForm(forms.Form):
    """A new report. The trap and the token of the form stand in the page itself."""

    category = forms.ChoiceField(
        label=_("What it is about"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    text = _words(
        _("What is wrong"), limit=2000, rows=5,
        help_text=_("What you saw, since when, and what would help. Write no names of other people."),
        error_messages={"required": _("Write what is wrong; a sentence or two is enough.")},
    )  # fmt: skip
    village = forms.ChoiceField(
        label=_("Village or urban village"), widget=PlainSelect,
        error_messages={"required": errors.VillageUnknown.sentence},
    )  # fmt: skip
    place = forms.CharField(
        label=_("Where exactly"), required=False, max_length=200,
        help_text=_("For example: in front of the school, RT 04."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact = forms.CharField(
        label=_("Telephone or e-mail"), required=False, max_length=120,
        help_text=_("Only for questions about this report. Name and contact are never published."),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )  # fmt: skip
    latitude = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    longitude = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    photographs = _photographs(required=False)
    consent = forms.BooleanField(
        label=_("I agree that my report is kept"),
        help_text=_("The agency in charge gets it. You can erase your name and contact at any time."),
        error_messages={"required": _("Without your agreement nothing may be kept, so tick this box.")},
    )

    def __init__(self, data: Any, files: Any = None, *, today: dt.date, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        self._today = today
        self._categories = {one.code: one for one in offered_categories()}
        groups = villages_by_district(today=today)
        self._villages = {one.code: one for villages in groups.values() for one in villages}
        named = [(district, [(one.code, one.name) for one in villages]) for district, villages in groups.items()]
        self.fields["category"].choices = [(one.code, _said(one)) for one in self._categories.values()]  # type: ignore[attr-defined]  # above
        self.fields["village"].choices = [("", _("Choose the village")), *named]  # type: ignore[attr-defined]  # likewise
        # Where the telephone says where it is, nobody has to choose.
        self.fields["village"].required = not data or _position(data.get("latitude"), data.get("longitude")) is None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        place = _position(given.get("latitude"), given.get("longitude"))
        given["latitude"], given["longitude"] = place or (None, None)
        village = self._villages.get(given.get("village") or "")
        if village is None and place is not None and "village" not in self.errors:
            near = nearest_village(*place, today=self._today)
            village = near.village if near is not None else None
            if village is None:
                self.add_error("village", str(errors.OutsideTheRegion()))
        given["village"] = village
        return given

    def facts(self, key: str) -> SentFacts:
        """Return what was sent; key: of the form."""
        given = self.cleaned_data
        village: Area = given["village"]
        return SentFacts(
            category=self._categories[given["category"]],
            village=village,
            text=given["text"],
            key=key,
            **{name: given[name] for name in ("place", "latitude", "longitude", "name", "contact")},
        )


def _said(category: ReportCategory) -> str:
    hint = category.display_hint
    return f"{category.display_name}: {hint}" if hint else category.display_name


def _position(latitude: Any, longitude: Any) -> tuple[float, float] | None:
    """Return a position as degrees to about a metre; None for what is none, which nobody typed."""
    try:
        found = round(float(latitude or ""), 5), round(float(longitude or ""), 5)
    except ValueError:
        return None
    inside = all(math.isfinite(part) for part in found) and abs(found[0]) <= 90 and abs(found[1]) <= 180
    return found if inside else None


class ReopenForm(forms.Form):
    words = _words(_("What is still not right?"), limit=1000)


class JudgeForm(forms.Form):
    is_solved = forms.ChoiceField(
        label=_("Is it solved?"),
        choices=[("yes", pgettext_lazy("solved", "Yes")), ("no", pgettext_lazy("solved", "No"))],
        widget=forms.RadioSelect,
    )
    words = _words(_("What you want to say about it"), limit=500, rows=2, required=False)


class PhotographsForm(forms.Form):
    """Photographs for a report that is open."""

    photographs = _photographs(required=True)
