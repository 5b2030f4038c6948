"""Everything people can do to the plan: one function each, one transaction, with its entry in the record."""

from serambi.apps.plans.services.activities import (
    add_activity,
    add_milestone,
    change_activity,
    change_milestone,
    place_activity,
    reach_milestone,
    remove_activity,
    remove_milestone,
    reopen_milestone,
)
from serambi.apps.plans.services.budgets import (
    add_budget_line,
    change_budget_line,
    remove_budget_line,
    report_realization,
)
from serambi.apps.plans.services.changes import PlanChanged, on_change, unannounced
from serambi.apps.plans.services.goals import (
    add_goal,
    add_mission,
    add_strategy,
    change_goal,
    change_mission,
    change_strategy,
    remove_goal,
    remove_mission,
    remove_strategy,
)
from serambi.apps.plans.services.participations import (
    add_participation,
    change_participation,
    remove_participation,
)
from serambi.apps.plans.services.plans import (
    change_master_plan,
    change_pillar,
    change_sub_dimension,
    create_master_plan,
    publish_plan,
    unpublish_plan,
)
from serambi.apps.plans.services.programs import (
    archive_program,
    change_program,
    create_program,
    restore_program,
    set_stage,
)
from serambi.apps.plans.services.risks import add_risk, change_risk, remove_risk

__all__ = [
    "PlanChanged",
    "add_activity",
    "add_budget_line",
    "add_goal",
    "add_milestone",
    "add_mission",
    "add_participation",
    "add_risk",
    "add_strategy",
    "archive_program",
    "change_activity",
    "change_budget_line",
    "change_goal",
    "change_master_plan",
    "change_milestone",
    "change_mission",
    "change_participation",
    "change_pillar",
    "change_program",
    "change_risk",
    "change_strategy",
    "change_sub_dimension",
    "create_master_plan",
    "create_program",
    "on_change",
    "place_activity",
    "publish_plan",
    "reach_milestone",
    "remove_activity",
    "remove_budget_line",
    "remove_goal",
    "remove_milestone",
    "remove_mission",
    "remove_participation",
    "remove_risk",
    "remove_strategy",
    "reopen_milestone",
    "report_realization",
    "restore_program",
    "set_stage",
    "unannounced",
    "unpublish_plan",
]
