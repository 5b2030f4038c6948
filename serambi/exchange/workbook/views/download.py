"""The workbook as a download."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.plans.queries import current_plan_for
from serambi.exchange.workbook.export import export_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def download(request: HttpRequest) -> FileResponse:
    """Return the register as the person sees it, as a workbook in the language of the page.

    `?illustration=no` leaves out what is marked as illustration. There is no workbook while there is no plan. It is
    for people who have signed in: writing it costs more than any page, and the register as CSV is open to everybody.
    """
    if current_plan_for(request.user) is None:
        raise Http404
    language = "en" if get_language() == "en" else "id"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "register.xlsx")
        with_illustration = request.GET.get("illustration") != "no"
        export_workbook(path, by=request.user, language=language, with_illustration=with_illustration)
        # Opened before its folder goes: the open file stays until it has been sent.
        file = path.open("rb")
    title = _("Workbook")
    name = slugify(f"{title} {timezone.localdate():%Y-%m-%d}")
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
