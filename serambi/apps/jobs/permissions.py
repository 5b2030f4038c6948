"""Who may see and stop which job."""

from __future__ import annotations

from typing import Any

from serambi.apps.jobs.models import Job
from serambi.apps.jobs.overseers import overseers_are, oversees

__all__ = ["can_see", "can_stop", "overseers_are", "oversees"]


def can_see(user: Any, job: Job) -> bool:
    """Tell whether the person may see the job: their own, and every one for the coordinator."""
    return (user.pk is not None and job.owner_id == user.pk) or oversees(user)


def can_stop(user: Any, job: Job) -> bool:
    """Tell whether the person may stop the job, in the state it is in."""
    return job.is_open and can_see(user, job)
