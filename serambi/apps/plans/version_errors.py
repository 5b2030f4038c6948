"""What a person can be told when something about a version of the plan cannot be as asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.errors import PlanError


class VersionOpen(PlanError):
    code = "version_open"
    sentence = _("A version is being prepared already. Adopt or discard it first.")


class VersionNumberTaken(PlanError):
    code = "version_number_taken"
    sentence = _("There is a version %(version)s already. Give another number.")
    field = "number"


class VersionReasonMissing(PlanError):
    code = "version_reason_missing"
    sentence = _("Say why the plan is amended. Assessors read it first.")
    field = "reason"


class VersionAdopted(PlanError):
    code = "version_adopted"
    sentence = _("Version %(version)s was adopted, so it does not change any more. Open an amendment.")


class VersionNotAdopted(PlanError):
    code = "version_not_adopted"
    sentence = _("Version %(version)s was not adopted.")


class NewerVersion(PlanError):
    code = "newer_version"
    sentence = _(
        "Version %(newer)s was begun after version %(version)s, so that one stands. Discard or take back the newer one "
        "first."
    )


class NothingToAdopt(PlanError):
    code = "nothing_to_adopt"
    sentence = _("The register has no programs yet. Add them first; then adopt the version.")
