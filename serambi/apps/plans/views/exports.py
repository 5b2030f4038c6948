"""What is on the screen, on all its pages, as files: the register as a workbook, the timeline and the board as both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from serambi.apps.plans import exporters, work_tables
from serambi.apps.plans.queries import current_plan_for, register_rows
from serambi.apps.plans.queries.timeline import timeline_rows
from serambi.apps.plans.register_columns import PARAMETER, chosen_columns
from serambi.apps.plans.views.narrowing import Narrowed, about, file_name, narrowed
from serambi.ui.downloads import table_download, workbook_download


@dataclass(frozen=True, slots=True)
class Table:
    """A table to download. rows: reads and returns its lines."""

    title: str
    heads: Sequence[str]
    rows: Callable[[Narrowed], list[list[object]]]


def _timeline(found: Narrowed) -> list[list[object]]:
    rows = timeline_rows(found.programs, found.chosen, sort=found.sort, today=found.today)
    return work_tables.timeline_table(rows)


def _board(found: Narrowed) -> list[list[object]]:
    rows = register_rows(found.programs, found.chosen, sort=found.sort, today=found.today)
    return work_tables.board_table(rows)


@require_safe
def program_xlsx(request: HttpRequest) -> FileResponse:
    columns = chosen_columns(request.GET.getlist(PARAMETER))

    def rows(found: Narrowed) -> list[list[object]]:
        read = register_rows(found.programs, found.chosen, sort=found.sort, today=found.today)
        return exporters.register_table(read, columns)

    return _workbook(request, Table(_("Programs"), exporters.register_heads(columns), rows))


@require_safe
def timeline_csv(request: HttpRequest) -> StreamingHttpResponse:
    return _csv(request, Table(_("Timeline"), work_tables.timeline_heads(), _timeline))


@require_safe
def timeline_xlsx(request: HttpRequest) -> FileResponse:
    return _workbook(request, Table(_("Timeline"), work_tables.timeline_heads(), _timeline))


@require_safe
def board_csv(request: HttpRequest) -> StreamingHttpResponse:
    return _csv(request, Table(pgettext("register", "Board"), work_tables.board_heads(), _board))


@require_safe
def board_xlsx(request: HttpRequest) -> FileResponse:
    return _workbook(request, Table(pgettext("register", "Board"), work_tables.board_heads(), _board))


def _found(request: HttpRequest) -> Narrowed:
    plan = current_plan_for(request.user)
    if plan is None:
        raise Http404
    return narrowed(request, plan)


def _csv(request: HttpRequest, table: Table) -> StreamingHttpResponse:
    found = _found(request)
    return table_download(file_name(table.title, found.today), table.heads, table.rows(found))


def _workbook(request: HttpRequest, table: Table) -> FileResponse:
    found = _found(request)
    rows = table.rows(found)
    facts = about(request, found, title=table.title, count=len(rows))
    return workbook_download(
        file_name(table.title, found.today), table.heads, rows, title=table.title, about_title=_("About"), about=facts
    )
