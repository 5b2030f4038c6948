"""What residents, agencies and the coordinator do with citizen reports."""

from serambi.apps.citizen_reports.services.categories import CategoryFacts, change_category, create_category
from serambi.apps.citizen_reports.services.following import add_photograph, erase_mine, judge, reopen
from serambi.apps.citizen_reports.services.handling import (
    MoveFacts,
    add_note,
    assign_many,
    erase_person,
    link_program,
    move_citizen_report,
)
from serambi.apps.citizen_reports.services.receiving import MOST_PHOTOGRAPHS, SentFacts, made_up, receive

__all__ = [
    "MOST_PHOTOGRAPHS",
    "CategoryFacts",
    "MoveFacts",
    "SentFacts",
    "add_note",
    "add_photograph",
    "assign_many",
    "change_category",
    "create_category",
    "erase_mine",
    "erase_person",
    "judge",
    "link_program",
    "made_up",
    "move_citizen_report",
    "receive",
    "reopen",
]
