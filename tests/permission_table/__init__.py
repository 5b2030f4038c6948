"""Who may open which page and send which form: one row for every named address.

`tests/documentation/test_permissions.py` asks for every cell and fails for an address without a row;
`tools/permission_table.py` writes the rows into `docs/reference/permissions.md`.

To add a page: a `Permission` with its name, how to fill its address from the world (`kwargs`, `query`), and a rule for
reading and one for sending. A rule says what happens for each role of `permission_world.ROLES`.
"""

from __future__ import annotations

from tests.permission_table.accounts import ACCOUNTS
from tests.permission_table.agencies import AGENCIES
from tests.permission_table.attachments import ATTACHMENTS
from tests.permission_table.audit import AUDIT
from tests.permission_table.budgets import BUDGETS
from tests.permission_table.citizen_reports import CITIZEN_REPORTS
from tests.permission_table.evaluation import EVALUATION
from tests.permission_table.imports import IMPORTS
from tests.permission_table.indicators import INDICATORS
from tests.permission_table.jobs import JOBS
from tests.permission_table.meetings import MEETINGS
from tests.permission_table.notifications import NOTIFICATIONS
from tests.permission_table.observation_tables import OBSERVATION_TABLES
from tests.permission_table.observations import OBSERVATIONS
from tests.permission_table.papers import PAPERS
from tests.permission_table.partnerships import PARTNERSHIPS
from tests.permission_table.plans import PLANS
from tests.permission_table.portal import PORTAL
from tests.permission_table.progress import PROGRESS
from tests.permission_table.regions import REGIONS
from tests.permission_table.rules import Outcome, Permission, Rule
from tests.permission_table.session import SESSION
from tests.permission_table.ui import UI
from tests.permission_table.workbook import WORKBOOK

__all__ = ["NOT_IN_PRODUCTION", "PERMISSIONS", "Outcome", "Permission", "Rule"]

PERMISSIONS: list[Permission] = [
    *PORTAL,
    *EVALUATION,
    *INDICATORS,
    *PLANS,
    *OBSERVATIONS,
    *OBSERVATION_TABLES,
    *PROGRESS,
    *CITIZEN_REPORTS,
    *MEETINGS,
    *SESSION,
    *PAPERS,
    *PARTNERSHIPS,
    *AGENCIES,
    *REGIONS,
    *ACCOUNTS,
    *NOTIFICATIONS,
    *ATTACHMENTS,
    *AUDIT,
    *BUDGETS,
    *IMPORTS,
    *WORKBOOK,
    *JOBS,
    *UI,
]

# Pages of a trial and of tests, closed in production: not part of what an installation offers.
NOT_IN_PRODUCTION = frozenset(
    {"ui:gallery", "ui:gallery_svg", "ui:gallery_csv", "ui:gallery_check", "ui:gallery_complete",
     "notifications:trial_mail_list", "notifications:trial_mail", "notifications:trial_mail_file",
     "notifications:trial_remind"}
)  # fmt: skip
