"""What the coordinator types about organizations, people and roles, and what anybody looks for in the lists."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serambi.apps.accounts.errors import EmailTaken
from serambi.apps.accounts.models import User
from serambi.apps.accounts.queries import person_with_email
from serambi.apps.agencies import labels, queries
from serambi.apps.agencies.models import Membership, Organization, OrganizationKind, Role, Sector
from serambi.apps.agencies.services import Appointment, OrganizationFacts
from serambi.apps.regions.models import Area
from serambi.ui.widgets import PlainSelect

_FUNCTION_CODES = re.compile(r"\d\.\d\d(;\d\.\d\d)*")


def _search() -> forms.CharField:
    return forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.SearchInput(attrs={"autocomplete": "off"})
    )


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _with_all(choices: list[tuple[str, Any]], word: Any) -> list[tuple[str, Any]]:
    return [("", word), *choices]


def _choose(field: forms.Field, choices: QuerySet[Any]) -> None:
    cast(forms.ModelChoiceField[Any], field).queryset = choices


class OrganizationChoice(forms.ModelChoiceField[Organization]):
    """A choice of organizations by abbreviation and name."""

    def label_from_instance(self, obj: Organization) -> str:
        return f"{obj.abbreviation} – {obj.name}"


class AreaChoice(forms.ModelChoiceField[Area]):
    """A choice of areas by code and name, since names repeat."""

    def label_from_instance(self, obj: Area) -> str:
        return f"{obj.code} {obj.name}"


class PersonChoice(forms.ModelChoiceField[User]):
    """A choice of people by name and address, since names repeat."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} ({obj.email})"


# Organizations ------------------------------------------------------------------------------------------------------


class OrganizationFilter(forms.Form):
    """The filters above the list of organizations."""

    q = _search()
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=_with_all(Sector.choices, _("All sectors")), widget=PlainSelect
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=_with_all(OrganizationKind.choices, _("All kinds")),
        widget=PlainSelect,
    )
    validity = forms.ChoiceField(
        label=_("Validity"),
        required=False,
        choices=[("", _("Existing now")), ("ended", _("Ended")), ("all", _("All times"))],
        widget=PlainSelect,
    )
    to_confirm = forms.BooleanField(label=_("Name to be confirmed"), required=False)

    def wanted(self, sort: str) -> queries.WantedOrganizations:
        """Return what the person looks for; a filter that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        return queries.WantedOrganizations(
            text=given.get("q", ""),
            sector=given.get("sector", ""),
            kind=given.get("kind", ""),
            validity=given.get("validity", "") or "now",
            only_to_confirm=bool(given.get("to_confirm")),
            sort=sort,
        )


class OrganizationForm(forms.ModelForm[Organization]):
    """What is known about an organization."""

    area = AreaChoice(Area.objects.none(), label=_("Area"), required=False, empty_label=_("None"))
    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Organization
        fields = [
            "abbreviation",
            "name",
            "sector",
            "kind",
            "government_function_codes",
            "sipd_code",
            "area",
            "website",
            "valid_from",
            "source",
            "needs_confirmation",
        ]
        widgets = {"valid_from": _date_input()}
        help_texts = {
            "abbreviation": _("Short and known to everybody; it becomes part of the address of its page."),
            "government_function_codes": _("Codes of bidang urusan as in SIPD, with semicolons: 2.16;2.20"),
            "source": _("Where the name and the existence are published."),
            "needs_confirmation": _("The office that keeps the list of organizations should look at it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["area"], Area.objects.valid_on(timezone.localdate()).order_by("code"))

    def clean_government_function_codes(self) -> str:
        codes = re.sub(r"[\s,;]+", ";", str(self.cleaned_data["government_function_codes"]).strip()).strip(";")
        if codes and not _FUNCTION_CODES.fullmatch(codes):
            raise ValidationError(_("Write codes of one digit, a dot and two digits, for example 2.16;2.20."))
        return codes

    def validate_unique(self) -> None:
        """Leave the abbreviation to the service, which also knows other spellings of it."""

    def facts(self) -> OrganizationFacts:
        """Return what was typed, once it is valid."""
        return OrganizationFacts(**self.cleaned_data)


class EndForm(forms.Form):
    """The last day of an organization or a role, and why."""

    last_day = forms.DateField(label=_("Last day"), widget=_date_input())
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


# Roles --------------------------------------------------------------------------------------------------------------


def _role_choices() -> list[tuple[str, str]]:
    return [(role.value, f"{role.label}: {labels.ROLE_SENTENCES[role.value]}") for role in Role]


class _RoleFields(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=_role_choices, widget=forms.RadioSelect)
    valid_from = forms.DateField(label=_("Since"), required=False, widget=_date_input())
    valid_until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=_date_input(),
        help_text=_("The last day. Empty: until further notice."),
    )

    def dates(self) -> dict[str, dt.date | None]:
        return {"valid_from": self.cleaned_data["valid_from"], "valid_until": self.cleaned_data["valid_until"]}

    def chosen_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class RoleForm(_RoleFields):
    """A role of a person at an organization that are both given."""

    @classmethod
    def of(cls, membership: Membership, data: Any) -> RoleForm:
        kept = {name: getattr(membership, name) for name in ("role", "valid_from", "valid_until")}
        return cls(data, initial=kept)


class RoleOfPersonForm(_RoleFields):
    """A role for a person who is given: where?"""

    organization = OrganizationChoice(Organization.objects.none(), label=_("Organization"), empty_label=_("Choose one"))
    field_order = ["organization", "role", "valid_from", "valid_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["organization"], queries.organization_choices(today=timezone.localdate()))


class RoleAtOrganizationForm(_RoleFields):
    """A role at an organization that is given: for whom?"""

    person = PersonChoice(User.objects.none(), label=_("Person"), empty_label=_("Choose one"))
    field_order = ["person", "role", "valid_from", "valid_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["person"], User.objects.filter(is_active=True).order_by("name"))


# People -------------------------------------------------------------------------------------------------------------


class PeopleFilter(forms.Form):
    """The filters above the list of people."""

    q = _search()
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=_with_all(Role.choices, _("All roles")), widget=PlainSelect
    )
    organization = forms.ChoiceField(label=_("Organization"), required=False, widget=PlainSelect)
    state = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[
            ("", _("All")),
            ("active", _("Active")),
            ("never", _("Never signed in")),
            ("closed", _("Deactivated")),
        ],
        widget=PlainSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        short = Organization.objects.order_by("abbreviation").values_list("abbreviation", flat=True)
        choices = [("", _("All organizations")), *((name, name) for name in short)]
        cast(forms.ChoiceField, self.fields["organization"]).choices = choices

    def wanted(self, sort: str) -> queries.WantedPeople:
        """Return whom the coordinator looks for; a filter that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        return queries.WantedPeople(
            text=given.get("q", ""),
            role=given.get("role", ""),
            organization=given.get("organization", ""),
            state=given.get("state", ""),
            sort=sort,
        )


class PersonForm(forms.ModelForm[User]):
    """Who a person is."""

    class Meta:
        model = User
        fields = ["name", "email", "position", "language"]
        help_texts = {
            "email": _("The person signs in with it and gets mails there."),
            "language": _("Pages after sign-in and mails use it."),
        }

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        other = person_with_email(email)
        if other is not None and other.pk != self.instance.pk:
            raise ValidationError(str(EmailTaken()), code=EmailTaken.code)
        return email


class NewPersonForm(PersonForm):
    """Who a person is, and the first role; more can be given on the person's page."""

    organization = OrganizationChoice(Organization.objects.none(), label=_("Organization"), empty_label=_("Choose one"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=_role_choices,
        widget=forms.RadioSelect,
        help_text=_("More roles can be given on the person's page."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["organization"], queries.organization_choices(today=timezone.localdate()))

    def facts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "email", "position", "language")}

    def appointment(self) -> Appointment:
        return Appointment(self.cleaned_data["organization"], Role(self.cleaned_data["role"]))
