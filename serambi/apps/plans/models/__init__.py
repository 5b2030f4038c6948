"""The master plan as a living register."""

from serambi.apps.plans.models.budgets import BudgetLine, FundSource
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
from serambi.apps.plans.money import RupiahField

__all__ = [
    "LONGEST_LAG",
    "Activity",
    "BudgetLine",
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
    "Program",
    "ProgramQuerySet",
    "Risk",
    "RupiahField",
    "Stage",
    "Strategy",
    "SubDimension",
    "Support",
]
