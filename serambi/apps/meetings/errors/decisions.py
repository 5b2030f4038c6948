"""What a person can be told about decisions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.errors.refused import MeetingError


class TextMissing(MeetingError):
    code = "text_missing"
    sentence = _("Write what was decided, as it should be read years from now.")
    field = "text"


class DecidedInFuture(MeetingError):
    code = "decided_in_future"
    sentence = _("%(day)s is in the future. Write the day on which it was decided.")
    field = "decided_on"


class EffectiveBeforeDecided(MeetingError):
    code = "effective_before_decided"
    sentence = _("A decision cannot take effect before it was made on %(day)s.")
    field = "effective_from"


class AlreadySuperseded(MeetingError):
    code = "already_superseded"
    sentence = _("Decision %(number)s was superseded by %(by)s already. Supersede that one.")
    field = "supersedes"


class SupersedesLater(MeetingError):
    code = "supersedes_later"
    sentence = _("Decision %(number)s was made on %(day)s, after this one.")
    field = "supersedes"


class YearFixed(MeetingError):
    code = "year_fixed"
    sentence = _("The number belongs to %(year)s, so the decision stays in that year.")
    field = "decided_on"
