"""What can go wrong with a job in a way that a person can do something about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class JobError(Refusal):
    """Something about a job that cannot be as a person asked."""


class AlreadyEnded(JobError):
    code = "already_ended"
    sentence = _("The job has ended already.")


class OthersJob(JobError):
    code = "others_job"
    sentence = _("Only the person who started a job, or the coordinator, may stop it.")
