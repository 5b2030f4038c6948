"""Jobs: who may open and send what."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import (
    COORDINATOR,
    NO_METHOD,
    NO_METHOD_INSIDE,
    SIGNED_IN,
    Outcome,
    Permission,
    only,
    reading,
)

# The job of the table was started by the officer.
OWN_JOB = only("coordinator", "officer", others=Outcome.HIDDEN)
OWN_JOB_ELSEWHERE = OWN_JOB | dict.fromkeys(("coordinator", "officer"), Outcome.ELSEWHERE)

JOBS: list[Permission] = [
    reading("jobs:job_list", SIGNED_IN, NO_METHOD_INSIDE),
    reading("jobs:duty_list", COORDINATOR, NO_METHOD_INSIDE),
    reading("jobs:job_detail", OWN_JOB, NO_METHOD_INSIDE, addresses.job),
    # The part of the page that changes; opened as a page it leads to the page.
    Permission("jobs:job_progress", OWN_JOB_ELSEWHERE, NO_METHOD, addresses.job, elsewhere="jobs:job_detail"),
    Permission("jobs:job_stop", NO_METHOD_INSIDE, OWN_JOB, addresses.job),
]
