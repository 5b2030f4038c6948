"""What the record says about the stages of a program."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.queries import entries_about
from serambi.apps.plans.models import Program


def last_stage_entry(program: Program) -> Entry | None:
    """Return the last entry by which the stage of a program was changed; None where it was not."""
    return _stage_entries(program).first()


def get_stage_entry_for(user: Any, program: Program, pk: int) -> Entry:
    """Return an entry about the stage of a program that was got for the same person; raise Http404."""
    found = _stage_entries(program).filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def _stage_entries(program: Program) -> QuerySet[Entry]:
    entries = entries_about(Program._meta.label_lower, [program.pk])
    return entries.filter(verb=Verb.CHANGED, after__has_key="stage").order_by("-pk")
