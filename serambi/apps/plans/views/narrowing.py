"""What the pages beside the register read from the same address: filters, order, and both in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.agencies.queries import Reading, reading_of
from serambi.apps.plans.forms.register import RegisterFilter
from serambi.apps.plans.models import MasterPlan, ProgramQuerySet
from serambi.apps.plans.permissions import can_see_archived
from serambi.apps.plans.queries import Chosen, kept_choices, programs_of
from serambi.ui.labels import chosen_text


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The register as an address narrows and sorts it. number: of the page; reading: under which key it is kept."""

    plan: MasterPlan
    form: RegisterFilter
    chosen: Chosen
    programs: ProgramQuerySet
    sort: str
    number: str | None
    today: dt.date
    reading: Reading | None

    @property
    def key(self) -> Hashable | None:
        """Return who reads which plan in which state of the data; None where nothing may be kept."""
        return self.reading and (self.reading, self.plan.pk)

    @property
    def page_key(self) -> Hashable | None:
        """Return under which key all rows of this page may be kept; None where they may not."""
        return None if self.key is None else (self.key, self.chosen, self.sort, self.number)

    @property
    def rows_key(self) -> Hashable | None:
        """Return under which key a row may be kept that is the same for everybody; None where none may."""
        return self.reading and self.reading.rows


def narrowed(request: HttpRequest, plan: MasterPlan) -> Narrowed:
    """Return what the address asks for, of what the person may see."""
    today = timezone.localdate()
    reading = reading_of(request.user, today=today)
    choices = kept_choices(plan, reading)
    form = RegisterFilter(request.GET, choices=choices, with_archived=can_see_archived(request.user))
    chosen = form.chosen()
    return Narrowed(
        plan=plan,
        form=form,
        chosen=chosen,
        programs=programs_of(request.user, plan, chosen, today=today),
        sort=request.GET.get("sort", ""),
        number=request.GET.get("page"),
        today=today,
        reading=reading,
    )


def about(request: HttpRequest, found: Narrowed, *, title: str, count: int) -> list[tuple[str, object]]:
    """Return what a file says about itself: what it holds, what it was narrowed to, when and from where it came."""
    filters = [(str(bound.label), chosen_text(bound)) for bound in found.form.visible_fields()]
    lines: list[tuple[str, object]] = [
        (_("Table"), title),
        (_("Master plan"), found.plan.display_name),
        (_("Version"), found.plan.version),
        (_("Rows"), count),
        (_("As of"), found.today),
    ]
    used = [(label, text) for label, text in filters if text]
    lines += used or [(_("Filters"), _("none: everything that you may see"))]
    lines.append((_("Source"), found.plan.source or _("Register of the master plan in Serambi")))
    lines.append((_("Address"), request.build_absolute_uri()))
    return lines


def file_name(title: str, today: dt.date) -> str:
    return f"{title} {today:%Y-%m-%d}"
