"""How the addresses of the table are filled from the world of the tests."""

from __future__ import annotations

from collections.abc import Mapping

from serambi.apps.citizen_reports.queries import signed_for
from tests.permission_table.rules import Fill
from tests.permission_world import World


def invented_form_link(world: World) -> Mapping[str, object]:
    return {"signed": "WzEsIngiXQ:invented"}


def nothing_there(world: World) -> Mapping[str, object]:
    return {"pk": 999_999_999}


def no_enclosure(world: World) -> Mapping[str, object]:
    return {"pk": 999_999_999, "enclosure": 999_999_999}


def person(world: World) -> Mapping[str, object]:
    return {"pk": world.person.pk}


def membership(world: World) -> Mapping[str, object]:
    return {"pk": world.membership.pk}


def agency(world: World) -> Mapping[str, object]:
    return {"abbreviation": world.cast.dlh.abbreviation}


def entry(world: World) -> Mapping[str, object]:
    return {"pk": world.entry.pk}


def job(world: World) -> Mapping[str, object]:
    return {"public_id": world.job.public_id}


def pillar(world: World) -> Mapping[str, object]:
    return {"pillar": "environment"}


def pillar_code(world: World) -> Mapping[str, object]:
    return {"code": "environment"}


def sub_dimension(world: World) -> Mapping[str, object]:
    return {"pillar": "environment", "code": "environment-1"}


def goal(world: World) -> Mapping[str, object]:
    return {"pk": world.goal.pk}


def strategy(world: World) -> Mapping[str, object]:
    return {"pk": world.strategy.pk}


def mission(world: World) -> Mapping[str, object]:
    return {"pk": world.mission.pk}


def program(world: World) -> Mapping[str, object]:
    return {"code": world.program.code}


def archived_program(world: World) -> Mapping[str, object]:
    return {"code": world.archived_program.code}


def version(world: World) -> Mapping[str, object]:
    return {"position": world.version.position}


def open_version(world: World) -> Mapping[str, object]:
    return {"position": world.open_version.position}


def program_in_version(world: World) -> Mapping[str, object]:
    return {"position": world.version.position, "key": world.program.pk}


def bulk_edit(world: World) -> Mapping[str, object]:
    return {"pk": world.bulk_edit.pk}


def shared_view(world: World) -> Mapping[str, object]:
    return {"slug": world.shared_view.slug}


def part_of_program(name: str) -> Fill:
    """Return how to name a part of the program: an activity, a milestone, a budget line …"""
    return lambda world: {"code": world.program.code, "pk": getattr(world, name).pk}


def stage_entry(world: World) -> Mapping[str, object]:
    return {"code": world.program.code, "pk": world.stage_entry.pk}


def series(world: World) -> Mapping[str, object]:
    return {"code": world.series.code}


def archived_series(world: World) -> Mapping[str, object]:
    return {"code": world.archived_series.code}


def cell(world: World) -> Mapping[str, object]:
    return {"area": world.observation.area.code, "period": "2026-01"}


def observation(world: World) -> Mapping[str, object]:
    return {"pk": world.observation.pk}


def indicator(world: World) -> Mapping[str, object]:
    return {"code": world.indicator.code}


def archived_indicator(world: World) -> Mapping[str, object]:
    return {"code": world.archived_indicator.code}


def constant(world: World) -> Mapping[str, object]:
    return {"code": world.constant.code}


def part_of_indicator(name: str) -> Fill:
    """Return how to name a target or a baseline of the indicator."""
    return lambda world: {"code": world.indicator.code, "pk": getattr(world, name).pk}


def invented_link(world: World) -> Mapping[str, object]:
    return {"uidb64": "MQ", "token": "abc-def"}


def node(world: World) -> Mapping[str, object]:
    return {"node": "program", "pk": world.program.pk}


def upload(world: World) -> Mapping[str, object]:
    return {"pk": world.upload.pk}


def workbook(world: World) -> Mapping[str, object]:
    return {"pk": world.workbook.pk}


def observation_table(world: World) -> Mapping[str, object]:
    return {"pk": world.observation_table.pk}


def load(world: World) -> Mapping[str, object]:
    return {"pk": world.load.pk}


def spending(world: World) -> Mapping[str, object]:
    return {"pk": world.spending.pk}


def spending_load(world: World) -> Mapping[str, object]:
    return {"pk": world.spending_load.pk}


def layout(world: World) -> Mapping[str, object]:
    return {"pk": world.layout.pk}


def area(world: World) -> Mapping[str, object]:
    return {"code": world.cast.region.code}


def cycle(world: World) -> Mapping[str, object]:
    return {"code": world.cycle.code}


def reporting_period(world: World) -> Mapping[str, object]:
    return {"cycle": world.cycle.code, "period": "2020-Q1"}


def closed_period(world: World) -> Mapping[str, object]:
    return {"cycle": world.cycle.code, "period": "2019-Q1"}


def item_of_report(world: World) -> Mapping[str, object]:
    """Return how to name an item of a report that is still with the agency."""
    found = world.reports["draft"]
    return {**report("draft")(world), "key": found.items.values_list("key", flat=True)[0]}


def report(state: str) -> Fill:
    """Return how to name the agency's report that is in a state."""

    def filled(world: World) -> Mapping[str, object]:
        found = world.reports[state]
        period = str(found.reporting_period.period)
        return {"cycle": world.cycle.code, "period": period, "agency": found.organization.abbreviation}

    return filled


def approval(world: World) -> Mapping[str, object]:
    return {**report("submitted")(world), "name": "approve"}


def holiday(world: World) -> Mapping[str, object]:
    return {"pk": world.holiday.pk}


def delegation(world: World) -> Mapping[str, object]:
    return {"pk": world.delegation.pk}


def report_agency(world: World) -> Mapping[str, object]:
    return {"agency": world.cast.dlh.abbreviation}


def group_member(world: World) -> Mapping[str, object]:
    return {"pk": world.group_member.pk}


def decision(world: World) -> Mapping[str, object]:
    return {"year": world.decision.year, "number": world.decision.number}


def action(world: World) -> Mapping[str, object]:
    return {"pk": world.action.pk}


def action_finish(world: World) -> Mapping[str, object]:
    return {"pk": world.action.pk, "name": "finish"}


def meeting(world: World) -> Mapping[str, object]:
    return {"pk": world.meeting.pk}


def invitation(world: World) -> Mapping[str, object]:
    return {"pk": world.meeting.pk, "invitation": world.invitation.pk}


def attendance(world: World) -> Mapping[str, object]:
    return {"pk": world.meeting.pk, "attendance": world.attendance.pk}


def invented_check_in_code(world: World) -> Mapping[str, object]:
    return {"pk": world.meeting.pk, "code": "0123456789abcdef0123"}


def meeting_cancelling(world: World) -> Mapping[str, object]:
    return {"pk": world.meeting.pk, "name": "cancel"}


def agenda_item(world: World) -> Mapping[str, object]:
    return {"pk": world.meeting.pk, "item": world.agenda_item.pk}


def agenda_section(world: World) -> Mapping[str, object]:
    return {"pk": world.meeting.pk, "section": world.agenda_section.pk}


def dismissal(world: World) -> Mapping[str, object]:
    return {"pk": world.meeting.pk, "dismissal": world.dismissal.pk}


def proposal(world: World) -> Mapping[str, object]:
    return {"key": f"action:{world.carried_action.pk}"}


def parked_item(world: World) -> Mapping[str, object]:
    return {"code": world.meeting.body.code, "pk": world.parked_item.pk}


def into_the_meeting(world: World) -> Mapping[str, object]:
    return {"meeting": world.meeting.pk}


def moving_up(world: World) -> Mapping[str, object]:
    return {"to": "up"}


def meeting_body(world: World) -> Mapping[str, object]:
    return {"code": world.meeting.body.code}


def body_member(world: World) -> Mapping[str, object]:
    return {"code": world.meeting.body.code, "pk": world.body_member.pk}


def member_without_letter(world: World) -> Mapping[str, object]:
    return {"pk": world.held_meeting.pk, "member": world.body_member.pk}


def held_meeting(world: World) -> Mapping[str, object]:
    return {"pk": world.held_meeting.pk}


def meeting_document(name: str) -> Fill:
    return lambda world: {"pk": world.held_meeting.pk, "name": name, "form": "pdf"}


def meeting_paper(world: World) -> Mapping[str, object]:
    return {"pk": world.held_meeting.pk, "name": "agreement"}


def meeting_picture(world: World) -> Mapping[str, object]:
    return {"pk": world.held_meeting.pk, "picture": world.picture.pk}


def meeting_photograph(world: World) -> Mapping[str, object]:
    return {"pk": world.held_meeting.pk, "photograph": world.photograph.pk}


def office_template(world: World) -> Mapping[str, object]:
    return {"kind": "notula"}


def calendar_token(world: World) -> Mapping[str, object]:
    return {"token": world.calendar_token}


def partner(world: World) -> Mapping[str, object]:
    return {"abbreviation": world.pledge.organization.abbreviation}


def pledge(world: World) -> Mapping[str, object]:
    return {"pk": world.pledge.pk}


def pledge_cancelling(world: World) -> Mapping[str, object]:
    return {"pk": world.pledge.pk, "name": "cancel"}


def delivered_commitment(world: World) -> Mapping[str, object]:
    return {"pk": world.delivery.commitment_id}


def delivery_of_partner(world: World) -> Mapping[str, object]:
    return {"pk": world.delivery.commitment_id, "delivery": world.delivery.pk}


def citizen_report(world: World) -> Mapping[str, object]:
    return {"pk": world.citizen_report.pk}


def citizen_report_accept(world: World) -> Mapping[str, object]:
    return {"pk": world.citizen_report.pk, "name": "accept"}


def private_link(world: World) -> Mapping[str, object]:
    return {"signed": signed_for(world.citizen_report)}


def photograph_by_link(world: World) -> Mapping[str, object]:
    return {"signed": signed_for(world.citizen_report), "number": 1}


def position(world: World) -> Mapping[str, object]:
    village = world.citizen_report.village
    return {"latitude": village.centroid_latitude, "longitude": village.centroid_longitude}


def cluster(world: World) -> Mapping[str, object]:
    return {"category": world.citizen_report.category.code, "village": world.citizen_report.village.code}


def report_category(world: World) -> Mapping[str, object]:
    return {"code": world.citizen_report.category.code}
