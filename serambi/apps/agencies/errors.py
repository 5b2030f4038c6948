"""What can go wrong with organizations and roles in a way that a person can do something about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class AgencyError(Refusal):
    """Something about an organization or a role that cannot be as a person asked."""


class LastCoordinator(AgencyError):
    code = "last_coordinator"
    sentence = _("This is the last coordinator; nobody could give roles any more.")
    hint = _("Give somebody else the role of coordinator first, without an end date.")


class AbbreviationTaken(AgencyError):
    code = "abbreviation_taken"
    sentence = _("Another organization has this abbreviation.")
    hint = _("If it has ended, add the year to the older one, for example DISPERINDAG-2019.")
    field = "abbreviation"


class AbbreviationNotUsable(AgencyError):
    code = "abbreviation_not_usable"
    sentence = _("The abbreviation becomes part of an address on the web and cannot be this.")
    hint = _("Use letters, digits, dots and hyphens, for example DISKOMINFO or KEC-HULU.")
    field = "abbreviation"


class EndsBeforeItBegins(AgencyError):
    code = "ends_before_it_begins"
    sentence = _("The last day is before the first.")
    field = "valid_until"


class AlreadyEnded(AgencyError):
    code = "already_ended"
    sentence = _("This organization has ended already.")


class NotEnded(AgencyError):
    code = "not_ended"
    sentence = _("This organization has not ended.")


class MembershipExists(AgencyError):
    code = "membership_exists"
    sentence = _("This person has this role there already.")
    hint = _("Change its dates in the list of roles.")
    field = "role"


class DemoRefused(AgencyError):
    code = "demo_refused"
    sentence = _("Demonstration accounts exist only in a trial.")


class NoOrganizations(AgencyError):
    code = "no_organizations"
    sentence = _("There is no organization yet to work for.")
    hint = _("Load the first content, or name one with --organization and --organization-name.")
