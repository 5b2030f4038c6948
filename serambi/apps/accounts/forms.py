"""What people type about their accounts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serambi.apps.accounts.models import Scope, User
from serambi.apps.accounts.permissions import role_choices


class SignInForm(AuthenticationForm):
    """Address and password. was_refused: they were complete, but do not belong together."""

    username = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username", "spellcheck": "false"}),
    )
    was_refused = False

    # One sentence for an unknown address, a wrong password and a closed account: it must not tell them apart.
    error_messages = {
        "invalid_login": _("The address and the password do not belong together. Check both and try again."),
        "inactive": _("The address and the password do not belong together. Check both and try again."),
    }

    def clean_username(self) -> str:
        # One count of failures per person, whatever the case they type in.
        return str(self.cleaned_data["username"]).lower()

    def get_invalid_login_error(self) -> ValidationError:
        self.was_refused = True
        return super().get_invalid_login_error()


class LinkForm(forms.Form):
    """The address to which a password link goes."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})
    )


class ChoosePasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _("At least 12 characters; three or four words are easy to remember.")
        self.fields["new_password2"].label = _("The same again")
        self.fields["new_password2"].help_text = ""


class ChangePasswordForm(PasswordChangeForm):
    """The present password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _("At least 12 characters; three or four words are easy to remember.")
        self.fields["new_password2"].label = _("The same again")
        self.fields["new_password2"].help_text = ""


class ProfileForm(forms.ModelForm[User]):
    """What a person may correct about themselves."""

    class Meta:
        model = User
        fields = ["name", "position", "language"]
        help_texts = {"language": _("Pages after sign-in and mails use it.")}


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "spellcheck": "false",
                "class": "short",
            }
        ),
    )


class KeyForm(forms.Form):
    """A name for the key, what it may do, and until when it works."""

    AT_MOST = dt.timedelta(days=366)

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For what it is used, for example the program."))
    scope = forms.ChoiceField(label=_("It may"), choices=Scope.choices, widget=forms.RadioSelect, initial=Scope.READ)
    expires_on = forms.DateField(
        label=_("Works until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = timezone.localdate() + dt.timedelta(days=90)

    def clean_scope(self) -> Scope:
        return Scope(self.cleaned_data["scope"])

    def clean_expires_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today <= day <= today + self.AT_MOST:
            raise ValidationError(_("Choose a day from today to a year from now."))
        return day


class SignInRulesForm(forms.Form):
    """Which roles need a second factor."""

    second_factor_roles = forms.MultipleChoiceField(
        label=_("A second factor is needed by"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["second_factor_roles"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type
        field.choices = list(role_choices())
