"""Tables of what residents report."""

from serambi.apps.citizen_reports.models.categories import ReportCategory
from serambi.apps.citizen_reports.models.reports import CitizenReport, CitizenReportQuerySet, ReportStep
from serambi.apps.citizen_reports.workflow import Clock, State

__all__ = ["CitizenReport", "CitizenReportQuerySet", "Clock", "ReportCategory", "ReportStep", "State"]
