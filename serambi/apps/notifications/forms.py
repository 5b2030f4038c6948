"""What people say about how they are told, and how they look through messages."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from serambi.apps.notifications.models import Channel, DeliveryState, Preferences
from serambi.ui.widgets import PlainSelect


class ChannelsForm(forms.ModelForm[Preferences]):
    """The channels of one person; a gateway that this installation does not have is not offered."""

    class Meta:
        model = Preferences
        fields = ["by_mail", "telegram", "whatsapp"]
        help_texts = {
            "telegram": _("The number of your chat with the regency's bot; the bot tells it when you write to it."),
            "whatsapp": _("With the country code, for example +62 812 3456 7890."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.TELEGRAM_GATEWAY:
            del self.fields["telegram"]
        if not settings.WHATSAPP_GATEWAY:
            del self.fields["whatsapp"]

    def clean_telegram(self) -> str:
        chat = str(self.cleaned_data["telegram"]).strip()
        if chat and not re.fullmatch(r"-?\d{3,20}", chat):
            raise ValidationError(_("A chat's number has digits only."))
        return chat

    def clean_whatsapp(self) -> str:
        number = re.sub(r"[ .()-]", "", str(self.cleaned_data["whatsapp"]))
        if number.startswith("0"):
            number = f"+62{number[1:]}"
        if number and not re.fullmatch(r"\+\d{8,15}", number):
            raise ValidationError(_("Write the number with its country code, for example +62 812 3456 7890."))
        return number


class MessageFilter(forms.Form):
    """Look through one's own messages."""

    q = forms.CharField(label=_("Search"), required=False)
    unread = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("all")), ("1", _("unread"))], widget=PlainSelect
    )


class DeliveryFilter(forms.Form):
    """Look through everybody's deliveries."""

    q = forms.CharField(label=_("Person"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, widget=PlainSelect)
    channel = forms.ChoiceField(label=_("Channel"), required=False, widget=PlainSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kinds in (("state", DeliveryState), ("channel", Channel)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
            field.choices = [("", _("all")), *kinds.choices]
