"""How far a target was reached, in which class that falls, and how many of them become one.

Pure arithmetic: exact decimals inside, one nearest double at the end. What is missing is None, never zero.
"""

from serambi.methods.scoring.attainment import Polarity, attainment
from serambi.methods.scoring.bands import PERMENDAGRI_86_2017, Bound, band
from serambi.methods.scoring.budgets import (
    DeviationStatus,
    Spending,
    deviation,
    deviation_status,
    percent_spent,
    physical_progress,
    spending,
)
from serambi.methods.scoring.numbers import Number
from serambi.methods.scoring.pace import at_this_pace, even_share, pace
from serambi.methods.scoring.participation import Count, League, Overall, Placed, league, overall
from serambi.methods.scoring.roll_up import Child, Contribution, RollUp, join, outcome, roll_up

__all__ = [
    "PERMENDAGRI_86_2017",
    "Bound",
    "Child",
    "Contribution",
    "Count",
    "DeviationStatus",
    "League",
    "Number",
    "Overall",
    "Placed",
    "Polarity",
    "RollUp",
    "Spending",
    "at_this_pace",
    "attainment",
    "band",
    "deviation",
    "deviation_status",
    "even_share",
    "join",
    "league",
    "outcome",
    "overall",
    "pace",
    "percent_spent",
    "physical_progress",
    "roll_up",
    "spending",
]
