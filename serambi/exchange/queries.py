"""Reading what was loaded and which layouts are remembered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from serambi.apps.agencies.permissions import is_coordinator
from serambi.apps.observations.permissions import can_record_anything
from serambi.exchange.models import OBSERVATIONS, REALIZATIONS, WORKBOOK, KeptLayout, Load, Upload
from serambi.exchange.permissions import can_load_realizations

# The rows that a load keeps for taking it back are large, and no list shows them.
_HEAVY = ("created", "changed")
# Uploads that have pages of their own.
_ELSEWHERE = (WORKBOOK, OBSERVATIONS, REALIZATIONS)


def loads_for(user: Any) -> QuerySet[Load]:
    """Return the loads that the person may see, the newest first, without the rows kept for taking them back."""
    return Load.objects.visible_to(user).select_related("loaded_by", "undone_by", "plan").defer(*_HEAVY)


def get_load_for(user: Any, pk: int) -> Load:
    """Return a load; raise Http404 when there is none that the person may see."""
    load = Load.objects.visible_to(user).select_related("loaded_by", "undone_by", "plan").filter(pk=pk).first()
    if load is None:
        raise Http404(pk)
    return load


def same_file(user: Any, sha256: str) -> Load | None:
    """Return the newest load of this very file that was not taken back, or None."""
    return loads_for(user).filter(file_sha256=sha256, undone_at__isnull=True).first()


def same_files(user: Any, sums: Iterable[str]) -> dict[str, Load]:
    """Return the newest load of each of these very files that was not taken back, by SHA-256; one query."""
    found = loads_for(user).filter(file_sha256__in=set(sums), undone_at__isnull=True).order_by("loaded_at", "id")
    return {load.file_sha256: load for load in found}


def uploads_for(user: Any) -> QuerySet[Upload]:
    """Return the tables on the way that the person may see, the newest first, without what was decided about them."""
    found = Upload.objects.visible_to(user).exclude(format__in=_ELSEWHERE)
    return found.select_related("owner").defer("mapping", "choices")


def get_upload_for(user: Any, pk: int) -> Upload:
    """Return a table on the way; raise Http404 when there is none that the person may see."""
    found = Upload.objects.visible_to(user).exclude(format__in=_ELSEWHERE)
    upload = found.select_related("owner").filter(pk=pk).first()
    if upload is None:
        raise Http404(pk)
    return upload


def workbooks_for(user: Any) -> QuerySet[Upload]:
    """Return the workbooks that were sent, those that were loaded too, as the person may see them; newest first."""
    return Upload.objects.visible_to(user).filter(format=WORKBOOK).select_related("owner")


def get_workbook_for(user: Any, pk: int) -> Upload:
    """Return a workbook that was sent; raise Http404 when there is none that the person may see."""
    upload = workbooks_for(user).filter(pk=pk).first()
    if upload is None:
        raise Http404(pk)
    return upload


def observation_tables_for(user: Any) -> QuerySet[Upload]:
    """Return the tables of figures that a person sent, or that everybody sent for the coordinator; newest first."""
    found = Upload.objects.filter(format=OBSERVATIONS).select_related("owner")
    if is_coordinator(user):
        return found
    return found.filter(owner=user) if can_record_anything(user) else found.none()


def get_observation_table_for(user: Any, pk: int) -> Upload:
    """Return a table of figures; raise Http404 when there is none that the person may see."""
    upload = observation_tables_for(user).filter(pk=pk).first()
    if upload is None:
        raise Http404(pk)
    return upload


def realization_tables_for(user: Any) -> QuerySet[Upload]:
    """Return the forms that say what was spent: those a person sent, or everybody's for the coordinator; newest first.

    A form that is loaded is none of them any more, but a load.
    """
    found = Upload.objects.filter(format=REALIZATIONS).select_related("owner")
    if is_coordinator(user):
        return found
    return found.filter(owner=user) if can_load_realizations(user) else found.none()


def get_realization_table_for(user: Any, pk: int) -> Upload:
    """Return a form that says what was spent; raise Http404 when there is none that the person may see."""
    upload = realization_tables_for(user).filter(pk=pk).first()
    if upload is None:
        raise Http404(pk)
    return upload


def realization_loads_for(user: Any) -> QuerySet[Load]:
    """Return the loads of realizations: a person's own, or everybody's for the coordinator; newest first."""
    found = Load.objects.of_realizations().select_related("loaded_by", "undone_by", "plan")
    if is_coordinator(user):
        return found
    return found.filter(loaded_by=user) if can_load_realizations(user) else found.none()


def get_realization_load_for(user: Any, pk: int) -> Load:
    """Return a load of realizations; raise Http404 when there is none that the person may see."""
    load = realization_loads_for(user).filter(pk=pk).first()
    if load is None:
        raise Http404(pk)
    return load


def layouts_for(user: Any) -> QuerySet[KeptLayout]:
    return KeptLayout.objects.visible_to(user).select_related("kept_by")


def get_layout_for(user: Any, pk: int) -> KeptLayout:
    """Return a remembered layout; raise Http404 when there is none that the person may see."""
    layout = layouts_for(user).filter(pk=pk).first()
    if layout is None:
        raise Http404(pk)
    return layout


def find_layout(user: Any, *, fingerprint: str) -> KeptLayout | None:
    """Return the layout remembered last for a header with this fingerprint, or None."""
    return layouts_for(user).filter(fingerprint=fingerprint).order_by("-kept_at").first()


def find_layout_named(user: Any, name: str) -> KeptLayout | None:
    return layouts_for(user).filter(name=name.strip()).first()
