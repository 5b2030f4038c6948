"""Taking a load of a workbook back: what would return, what would go, and what stays as somebody left it since."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.exchange.errors import ExchangeError
from serambi.exchange.queries import get_workbook_for
from serambi.exchange.uploads.views.doors import for_coordinator, page_of
from serambi.exchange.workbook import desk
from serambi.exchange.workbook.forms import UndoFilter
from serambi.exchange.workbook.undone import ARCHIVED, KINDS, REMOVED, RESTORED, STAYS, Undoing
from serambi.exchange.workbook.views.desk import crumbs
from serambi.ui import formats


@for_coordinator
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every cell and row that taking the load back would change; begin it when that is sent."""
    upload = get_workbook_for(request.user, pk)
    try:
        if request.method == "POST":
            desk.begin_undo(upload, seen=request.POST.get("seen", "") or "-", by=request.user)
            return redirect("workbook:detail", pk=pk)
        doing = desk.examine_undo(upload, by=request.user)
    except ExchangeError as error:
        messages.error(request, str(error))
        return redirect("workbook:detail", pk=pk)
    counts = {kind: len(doing.of(kind)) for kind in KINDS}
    asked = request.GET.get("show", "")
    show = asked if asked in KINDS else next((kind for kind in (STAYS, *KINDS) if counts[kind]), RESTORED)
    context = {
        "crumbs": crumbs(upload),
        "upload": upload,
        "title": _("Take the load of %(file)s back?") % {"file": upload.file_name},
        "sentences": _sentences(doing),
        "form": UndoFilter({"show": show}, counts=counts),
        "show": show,
        "page": page_of(request, doing.of(show)),
        "total": len(doing.lines),
        "may": any(counts[kind] for kind in (RESTORED, REMOVED, ARCHIVED)),
        "seen": doing.fingerprint,
    }
    return render(request, "workbook/undo.html", context)


def _sentences(doing: Undoing) -> list[str]:
    """Return what taking back does, a sentence for each kind of which there is something."""
    counts = {kind: len(doing.of(kind)) for kind in KINDS}
    words: dict[str, Any] = {
        RESTORED: ngettext(
            "%(count)s cell returns to its earlier value.",
            "%(count)s cells return to their earlier values.",
            counts[RESTORED],
        ),
        REMOVED: ngettext("%(count)s new row goes.", "%(count)s new rows go.", counts[REMOVED]),
        ARCHIVED: ngettext(
            "%(count)s new row is archived, because people worked with it.",
            "%(count)s new rows are archived, because people worked with them.",
            counts[ARCHIVED],
        ),
        STAYS: ngettext(
            "%(count)s cell or row stays as it is now.", "%(count)s cells and rows stay as they are now.", counts[STAYS]
        ),
    }
    return [words[kind] % {"count": formats.number(counts[kind], 0)} for kind in KINDS if counts[kind]]
