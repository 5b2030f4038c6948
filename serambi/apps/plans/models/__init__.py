"""The master plan as a living register."""

from serambi.apps.plans.models.budgets import BudgetLine, FundSource
from serambi.apps.plans.models.bulk_edits import BulkEdit, BulkEditRow
from serambi.apps.plans.models.dependencies import LONGEST_LAG, Dependency
from serambi.apps.plans.models.master_plans import (
    Goal,
    LegalBasis,
    MasterPlan,
    Mission,
    Pillar,
    Strategy,
    SubDimension,
)
from serambi.apps.plans.models.programs import (
    Activity,
    Horizon,
    Milestone,
    Participation,
    Program,
    ProgramQuerySet,
    Risk,
    Stage,
    Support,
)
from serambi.apps.plans.models.saved_views import DefaultView, SavedView, ViewPage
from serambi.apps.plans.models.versions import PlanVersion, VersionProgram, VersionText
from serambi.apps.plans.money import RupiahField

__all__ = [
    "LONGEST_LAG",
    "Activity",
    "BudgetLine",
    "BulkEdit",
    "BulkEditRow",
    "DefaultView",
    "Dependency",
    "FundSource",
    "Goal",
    "Horizon",
    "LegalBasis",
    "MasterPlan",
    "Milestone",
    "Mission",
    "Participation",
    "Pillar",
    "PlanVersion",
    "Program",
    "ProgramQuerySet",
    "Risk",
    "RupiahField",
    "SavedView",
    "Stage",
    "Strategy",
    "SubDimension",
    "Support",
    "VersionProgram",
    "VersionText",
    "ViewPage",
]
