"""What the coordinator types about bodies, their members and their meetings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Organization
from serambi.apps.meetings.forms.fields import day, long_text
from serambi.apps.meetings.models import Meeting, MeetingBody, MemberRole
from serambi.apps.meetings.services import MeetingFacts
from serambi.apps.plans.models import Pillar
from serambi.ui.widgets import PlainSelect


class BodyForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs make forms generic, Django does not
    """Who meets, how often, and what a meeting of theirs begins with."""

    usual_link = forms.URLField(label=_("Usual link"), required=False, assume_scheme="https")

    class Meta:
        model = MeetingBody
        fields = [
            "code", "name", "kind", "pillar", "quorum_percent", "cadence_days", "usual_title", "usual_time",
            "usual_minutes", "usual_place", "usual_link", "is_active",
        ]  # fmt: skip
        widgets = {
            "kind": PlainSelect,
            "pillar": PlainSelect,
            "usual_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {
            "code": _("It stands in the address and cannot be changed later."),
            "quorum_percent": _("Leave it empty where no rule says how many have to be there."),
            "cadence_days": _("31 for every month, 92 for every quarter. Leave it empty where they meet as needed."),
            "is_active": _("Untick it when the body is no more."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]
        pillar = self.fields["pillar"]
        pillar.queryset = Pillar.objects.filter(plan__is_current=True)  # type: ignore[attr-defined]  # a choice of rows
        pillar.empty_label = "–"  # type: ignore[attr-defined]  # likewise

    def validate_unique(self) -> None:
        """Leave the code to the service."""


class MemberForm(forms.Form):
    """A person or an organization that joins a body."""

    member = forms.ChoiceField(label=_("Organization or person"), widget=PlainSelect)
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices, initial=MemberRole.MEMBER, widget=PlainSelect)

    def __init__(self, data: Any, *, today: dt.date) -> None:
        super().__init__(data)
        self._members: dict[str, User | Organization] = {
            f"organization-{one.pk}": one for one in Organization.objects.valid_on(today)
        }
        organizations = [(key, f"{one.abbreviation} – {one.name}") for key, one in self._members.items()]  # type: ignore[union-attr]  # these are organizations
        working = Membership.objects.valid_on(today).filter(user__is_active=True).values("user_id")
        people = {f"person-{one.pk}": one for one in User.objects.filter(pk__in=working).order_by("name")}
        self._members |= people
        self.fields["member"].choices = [  # type: ignore[attr-defined]  # it is the field above
            ("", "–"),
            (_("Organizations"), organizations),
            (_("People"), [(key, str(one)) for key, one in people.items()]),
        ]

    @property
    def who(self) -> User | Organization:
        return self._members[self.cleaned_data["member"]]


class MeetingForm(forms.Form):
    """When and where a meeting is, in the regency's own time."""

    title = forms.CharField(label=_("Title"), max_length=200)
    on = day(_("Day"))
    at = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Length, minutes"), min_value=1, max_value=1440)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link"), required=False, assume_scheme="https", help_text=_("For those who take part from elsewhere.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def for_body(cls, data: Any, body: MeetingBody) -> MeetingForm:
        """Return the form of a new meeting, filled with what is usual for its body."""
        usual = {"title": body.usual_title, "at": body.usual_time, "minutes": body.usual_minutes}
        return cls(data, initial={**usual, "place": body.usual_place, "link": body.usual_link})

    @classmethod
    def for_meeting(cls, data: Any, meeting: Meeting) -> MeetingForm:
        starts = timezone.localtime(meeting.starts_at)
        given = {"on": starts.date(), "at": starts.time(), "seen": meeting.version}
        kept = {name: getattr(meeting, name) for name in ("title", "minutes", "place", "link")}
        return cls(data, initial=given | kept)

    @property
    def facts(self) -> MeetingFacts:
        given = self.cleaned_data
        return MeetingFacts(
            title=given["title"],
            starts_at=timezone.make_aware(dt.datetime.combine(given["on"], given["at"])),
            minutes=given["minutes"],
            place=given["place"],
            link=given["link"],
        )


class MeetingMoveForm(forms.Form):
    """What is said with a move of a meeting."""

    reason = long_text(_("Reason"), limit=1000)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, needs_reason: bool, seen: int) -> None:
        super().__init__(data, initial={"seen": seen})
        if not needs_reason:
            del self.fields["reason"]
