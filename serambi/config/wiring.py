"""Who hears of whose changes: a figure moves its indicators, an indicator moves its scores, in one transaction.

A lower app does not know the higher ones. It calls whoever was named here, in this order and nowhere else, so that
what follows from a write can be read in one place.
"""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from serambi.apps.accounts import permissions as accounts
from serambi.apps.agencies.models import Role
from serambi.apps.agencies.permissions import is_coordinator, role_codes
from serambi.apps.attachments.permissions import attach_to, evidence_comes_from
from serambi.apps.citizen_reports import clocks as report_clocks
from serambi.apps.citizen_reports import photographs
from serambi.apps.citizen_reports import reminders as citizen_reports
from serambi.apps.evaluation import services as evaluation
from serambi.apps.evaluation.queries import bands
from serambi.apps.evaluation.queries.coordination import coordination_from
from serambi.apps.evaluation.queries.follow_up import follow_up_from
from serambi.apps.indicators import services as indicators
from serambi.apps.indicators.queries.plan_texts import indicators_in_plan
from serambi.apps.indicators.queries.scale import take_scale_from
from serambi.apps.jobs import permissions as jobs
from serambi.apps.meetings import evidence as meeting_files
from serambi.apps.meetings import reminders as meetings
from serambi.apps.meetings.attended import attended
from serambi.apps.meetings.coordination import coordination_address
from serambi.apps.meetings.follow_up import follow_up
from serambi.apps.meetings.queries import suggestions_voices as voices
from serambi.apps.meetings.queries.suggestions import suggestions_from
from serambi.apps.notifications import permissions as notifications
from serambi.apps.notifications import services as messages
from serambi.apps.observations import evidence as figure_evidence
from serambi.apps.observations import services as observations
from serambi.apps.partnerships import evidence as partner_files
from serambi.apps.partnerships import permissions as partnerships
from serambi.apps.partnerships import reminders as partners
from serambi.apps.plans import evidence as plan_evidence
from serambi.apps.plans import services as plans
from serambi.apps.plans.queries.pictures import describe_indicators_by
from serambi.apps.progress import evidence as report_evidence
from serambi.apps.progress import services as reporting
from serambi.apps.progress.permissions import acting
from serambi.apps.progress.queries import DueLine, People, also_due_from, attendance_from, office_calendar
from serambi.apps.regions import permissions as regions


def connect() -> None:
    """Name the listeners, and who may do what in an app that cannot know; called once when the program starts."""
    observations.on_change(indicators.refresh_after)
    indicators.on_change(evaluation.refresh_after_values)
    plans.on_change(evaluation.refresh_after_plan)
    indicators.on_links_change(evaluation.refresh_after_plan)
    # Attainments are named by the regency's own bands wherever they are shown.
    take_scale_from(bands.scale)
    # A version of the plan keeps its indicators and targets, which stand above the plan.
    describe_indicators_by(indicators_in_plan)
    # Roles belong to organizations, which stand above areas and accounts; so these are told what they need of them.
    regions.editors_are(is_coordinator)
    accounts.roles_are(role_codes, Role.choices, kept_by=is_coordinator)
    jobs.overseers_are(is_coordinator)
    notifications.overseers_are(is_coordinator)
    # Who stands in for whom is known beside the app of partners.
    partnerships.acting_as(acting)
    # What is due, when the office works, and where a person finds all of it.
    messages.due_items_from("progress", reporting.due_items)
    messages.due_items_from("meetings", meetings.due_items)
    messages.due_items_from("partnerships", partial(partners.due_items, people=People))
    messages.due_items_from("citizen_reports", citizen_reports.due_items)
    messages.working_days_are(reporting.is_working_day)
    report_clocks.working_days_from(lambda: office_calendar().is_working)
    messages.due_page_is("progress:due")
    also_due_from("meetings", _("Actions from meetings"), meetings.due_lines, page="meetings:action_list")
    due_of_partners = partial(partners.due_lines, line=DueLine)
    also_due_from("partnerships", _("Commitments of partners"), due_of_partners, page="partnerships:commitment_list")
    also_due_from("citizen_reports", _("Reports of residents"), citizen_reports.due_lines, page="citizen_reports:list")
    # What residents report in one village again and again is talked about.
    suggestions_from(voices.NAME, voices.piled_up, heading=voices.HEADING, explains=voices.EXPLAINS)
    # How agencies take part includes the meetings they came to.
    attendance_from(attended)
    # A program shows what was decided about it, which stands above its page.
    follow_up_from(follow_up)
    # The dashboard shows which body has not met in time and what came of the last meeting.
    coordination_from(coordination_address)
    # What can have evidence, and who may see and send it.
    files = (*plan_evidence.owners(), *meeting_files.owners(), *partner_files.owners())
    for owner in (*files, figure_evidence.owner(), report_evidence.owner(), photographs.owner()):
        attach_to(owner)
    # What was reported with evidence and verified is seen where it went.
    evidence_comes_from("plans.milestone", report_evidence.items_of_milestones)
    evidence_comes_from("observations.observation", report_evidence.items_of_figures)
