"""Who may do what with the plan.

The coordinator keeps the plan and may change all of it. Officers and the head of the agency that leads a program
report how it goes: its stage, activities, milestones, realization and risks. What was agreed when the plan was made
(name, pillar, weight, lead, ceiling, who takes part) is the coordinator's alone. Everybody else reads.

These predicates say who; what state a program must be in, the services say.
"""

from __future__ import annotations

from typing import Any

from serambi.apps.agencies.models import Role
from serambi.apps.agencies.permissions import is_coordinator, standing, works_for
from serambi.apps.plans.models import MasterPlan, Program


def can_edit_plan(user: Any) -> bool:
    """Tell whether the person may change the master plan, its pillars, missions, goals and strategies."""
    return is_coordinator(user)


def can_see_plan(user: Any, plan: MasterPlan) -> bool:
    """Tell whether the plan is open to the person: published to everybody, else to those who have signed in."""
    return plan.is_published or bool(getattr(user, "is_authenticated", False))


def can_create_programs(user: Any) -> bool:
    return is_coordinator(user)


def can_edit_program(user: Any, program: Program) -> bool:
    """Tell whether the person may change what was agreed about the program, its ceilings and who takes part."""
    return is_coordinator(user)


def can_archive_program(user: Any, program: Program) -> bool:
    """Tell whether the person may take the program out of the register and bring it back."""
    return is_coordinator(user)


def can_carry_out(user: Any, program: Program) -> bool:
    """Tell whether the person may report on the program: stage, activities, milestones, realization, risks."""
    return is_coordinator(user) or works_for(user, program.lead)


def can_carry_out_anything(user: Any) -> bool:
    """Tell whether the person may report on some program: the coordinator, officers and heads of organizations."""
    return is_coordinator(user) or bool(standing(user).at(Role.OFFICER, Role.HEAD))


def can_see_archived(user: Any) -> bool:
    return is_coordinator(user)


def can_see_people(user: Any) -> bool:
    """Tell whether the name of the person in charge is shown: to people with a role, not to the public."""
    return bool(standing(user).organizations)
