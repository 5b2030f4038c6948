"""What jobs themselves do by the clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from serambi.apps.jobs.cleaning import clean
from serambi.apps.jobs.duties import duty
from serambi.apps.jobs.sentences import Sentence


@duty("jobs.clean", title=_("Remove jobs that ended 30 days ago"), at=dt.time(2, 30))
def clean_jobs(due: dt.datetime) -> Sentence:
    removed = clean(timezone.now()).jobs
    return Sentence(gettext_noop("%(count)s job removed."), {"count": removed}, gettext_noop("%(count)s jobs removed."))
