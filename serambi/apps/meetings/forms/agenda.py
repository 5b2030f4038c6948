"""What the coordinator types about an agenda: its items and sections, and what counts when something is proposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Organization
from serambi.apps.citizen_reports.queries import Cluster, clusters, clusters_named
from serambi.apps.meetings.forms.fields import IndicatorField, ProgramField, long_text
from serambi.apps.meetings.models import Action, AgendaItem, AgendaSection, ItemKind, MeetingBody, Receives
from serambi.apps.meetings.queries import open_actions_of
from serambi.apps.meetings.queries.numbers import commitment_id
from serambi.apps.meetings.queries.suggestions import Rule
from serambi.apps.meetings.queries.suggestions_commitments import promise_key
from serambi.apps.meetings.queries.suggestions_voices import pile_key
from serambi.apps.meetings.services import ItemFacts
from serambi.apps.partnerships.models import Commitment
from serambi.ui.widgets import PlainSelect

_PLAIN = ("title", "kind", "minutes", "notes", "presenter_name", "is_confidential", "is_standing")


class ItemForm(forms.Form):
    """An item of an agenda or of the backlog, new or with an instance the change of one."""

    kind = forms.ChoiceField(label=_("Kind"), initial=ItemKind.TOPIC, widget=PlainSelect)
    title = forms.CharField(
        label=_("What is to be talked about"),
        max_length=300,
        required=False,
        help_text=_("Leave it empty to take the name of what it is about."),
    )
    program = ProgramField(label=_("Program"), required=False, max_length=30, help_text=_("Its code in the register."))
    indicator = IndicatorField(
        label=_("Indicator"), required=False, max_length=80, help_text=_("Its code in the list of indicators.")
    )
    action = forms.ModelChoiceField(
        Action.objects.none(), label=pgettext_lazy("follow-up", "Action"), required=False, empty_label="–",
        widget=PlainSelect,
    )  # fmt: skip
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Agency whose report is missing"), required=False, empty_label="–",
        widget=PlainSelect,
    )  # fmt: skip
    commitment = forms.ModelChoiceField(
        Commitment.objects.none(), label=_("Commitment of a partner"), required=False, empty_label="–",
        widget=PlainSelect,
    )  # fmt: skip
    pile = forms.ChoiceField(label=_("Reports of residents in one village"), required=False, widget=PlainSelect)
    section = forms.ModelChoiceField(
        AgendaSection.objects.none(), label=_("Section"), required=False, empty_label="–", widget=PlainSelect
    )
    minutes = forms.IntegerField(label=pgettext_lazy("time", "Minutes"), initial=10, min_value=1, max_value=480)
    presenter = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Presented by the organization"), required=False, empty_label="–",
        widget=PlainSelect,
    )  # fmt: skip
    presenter_name = forms.CharField(
        label=_("Presented by"), max_length=200, required=False, help_text=_("A name, where one person is to speak.")
    )
    notes = long_text(_("Notes"), required=False)
    is_confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=_("Left out of everything that is shown or sent to anybody but the members and the coordinator."),
    )
    is_standing = forms.BooleanField(
        label=_("On every agenda of the body"),
        required=False,
        help_text=_("Taken over with its section when the next meeting is planned."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any,
        *,
        user: Any,
        body: MeetingBody,
        sections: Sequence[AgendaSection],
        today: dt.date,
        instance: AgendaItem | None = None,
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=_given(instance) if instance is not None else initial)
        self.fields["kind"].choices = ItemKind.choices  # type: ignore[attr-defined]  # a choice field, above
        self._offer_others(user, instance, today)
        self.fields["program"].user = self.fields["indicator"].user = user  # type: ignore[attr-defined]  # likewise
        organizations = Organization.objects.valid_on(today)
        actions = open_actions_of(body)
        if instance is not None and instance.action_id is not None:
            actions = actions | Action.objects.filter(pk=instance.action_id).select_related("agency")
        rows = {"organization": organizations, "presenter": organizations, "action": actions}
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]  # a choice of rows, above
        if sections:
            places = AgendaSection.objects.filter(pk__in=[one.pk for one in sections]).order_by("position", "pk")
            self.fields["section"].queryset = places  # type: ignore[attr-defined]  # likewise
        else:
            del self.fields["section"]

    def _offer_others(self, user: Any, instance: AgendaItem | None, today: dt.date) -> None:
        """Offer what stands in the apps beside this one, and what the item is about already."""
        known = commitment_id(instance) if instance is not None else None
        wanted = Q(pk__in=Commitment.objects.open().values("pk")) | Q(pk=known)
        found = Commitment.objects.visible_to(user).filter(wanted).select_related("organization").order_by("title")
        self.fields["commitment"].queryset = found  # type: ignore[attr-defined]  # a choice of rows, above
        self._piles = {one.key: one for one in clusters(today)}
        if instance is not None and instance.kind == ItemKind.VOICES:
            self._piles |= clusters_named({instance.about}, today)
        names = [(key, _pile_name(one)) for key, one in self._piles.items()]
        self.fields["pile"].choices = [("", "–"), *names]  # type: ignore[attr-defined]  # a choice field, above

    @property
    def facts(self) -> ItemFacts:
        given = self.cleaned_data
        about = {name: given[name] for name in ("program", "indicator", "action", "organization", "presenter")}
        facts = ItemFacts(section=given.get("section"), **about, **{name: given[name] for name in _PLAIN})
        commitment, pile = given["commitment"], self._piles.get(given["pile"])
        if facts.kind == ItemKind.COMMITMENT and commitment is not None:
            name = f"{commitment.organization.name}: {commitment.title}"
            return _about(facts, str(commitment.pk), name, promise_key(commitment.pk), commitment.is_illustration)
        if facts.kind == ItemKind.VOICES and pile is not None:
            return _about(facts, pile.key, _pile_name(pile), pile_key(pile), pile.is_illustration)
        return facts


def _about(facts: ItemFacts, key: str, name: str, suggestion: str, is_illustration: bool) -> ItemFacts:
    """Return the facts with what the item is about; it is not proposed any more while it is on the agenda."""
    title = facts.title.strip() or name
    return replace(facts, about=key, title=title, suggestion=suggestion, is_illustration=is_illustration)


def _pile_name(pile: Cluster) -> str:
    return f"{pile.category.display_name}, {pile.village.name}"


def _given(item: AgendaItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in _PLAIN} | {
        "program": item.program.code if item.program is not None else "",
        "indicator": item.indicator.code if item.indicator is not None else "",
        "action": item.action_id,
        "organization": item.organization_id,
        "presenter": item.presenter_id,
        "section": item.section_id,
        "commitment": commitment_id(item),
        "pile": item.about if item.kind == ItemKind.VOICES else "",
        "seen": item.version,
    }


class SectionForm(forms.Form):
    """A heading of an agenda."""

    title = forms.CharField(label=_("Title"), max_length=200)
    receives = forms.ChoiceField(
        label=_("Takes in"),
        choices=Receives.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Proposals that are taken over are put here."),
    )


class DismissForm(forms.Form):
    """Why a proposal is left out of a meeting."""

    reason = long_text(_("Why it is left out"), limit=1000)


class RulesForm(forms.Form):
    """Weight and number of each kind of proposals."""

    def __init__(self, data: Any, *, rules: Sequence[Rule]) -> None:
        super().__init__(data)
        self._rules = rules
        for rule in rules:
            code = rule.kind.code
            if not rule.kind.stands_first:
                self.fields[f"{code}-weight"] = forms.DecimalField(
                    label=_("Weight"), min_value=Decimal(0), max_value=Decimal(10), decimal_places=2, max_digits=4,
                    initial=rule.weight, localize=True,
                )  # fmt: skip
            self.fields[f"{code}-at_most"] = forms.IntegerField(
                label=_("At most"), min_value=0, max_value=50, initial=rule.at_most
            )

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Return each kind with its fields; one that stands first has no weight."""
        return [
            {
                "kind": rule.kind,
                "weight": self[f"{rule.kind.code}-weight"] if f"{rule.kind.code}-weight" in self.fields else None,
                "at_most": self[f"{rule.kind.code}-at_most"],
            }
            for rule in self._rules
        ]

    @property
    def values(self) -> dict[str, tuple[Decimal, int]]:
        given = self.cleaned_data
        return {
            rule.kind.code: (given.get(f"{rule.kind.code}-weight", rule.weight), given[f"{rule.kind.code}-at_most"])
            for rule in self._rules
        }
