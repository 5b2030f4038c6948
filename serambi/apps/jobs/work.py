"""What jobs themselves do by the clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serambi.apps.jobs.cleaning import clean
from serambi.apps.jobs.duties import duty
from serambi.apps.jobs.sentences import Sentence, counted_sentence


@duty("jobs.clean", title=_("Remove jobs that ended 30 days ago"), at=dt.time(2, 30))
def clean_jobs(due: dt.datetime) -> Sentence:
    removed = clean(timezone.now()).jobs
    return counted_sentence("%(count)s job removed.", "%(count)s jobs removed.", count=removed)
