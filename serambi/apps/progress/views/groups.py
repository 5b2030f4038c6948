"""Who is in the working groups, internal and external, by pillar."""

from __future__ import annotations

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.progress import queries, services
from serambi.apps.progress.errors import ProgressError
from serambi.apps.progress.forms import GroupMemberForm
from serambi.apps.progress.models import GroupMember
from serambi.apps.progress.permissions import can_configure, sees_all_participation, works_at
from serambi.apps.progress.views.doors import for_coordinator, root
from serambi.ui import formats
from serambi.ui.doors import show_error
from serambi.ui.messages import done


@login_required
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """Show the members of the working groups of the current plan."""
    today = timezone.localdate()
    if not (sees_all_participation(request.user, today=today) or works_at(request.user, today=today)):
        raise Http404
    members = list(queries.members_of_groups(today=today))
    context = {
        "title": _title(len(members)),
        "crumbs": [*root(request.user)[:1], (_("Participation"), reverse("progress:participation"))],
        "groups": [(pillar, list(found)) for pillar, found in groupby(members, key=lambda one: one.pillar)],
        "may_configure": can_configure(request.user),
    }
    return render(request, "progress/groups.html", context)


def _title(count: int) -> str:
    if not count:
        return _("Nobody is in a working group yet")
    text = ngettext("%(count)s member of the working groups", "%(count)s members of the working groups", count)
    return text % {"count": formats.number(count, 0)}


@for_coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: HttpRequest) -> HttpResponse:
    """Take somebody into the working group of a pillar."""
    today = timezone.localdate()
    form = GroupMemberForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_member(form.cleaned_data.pop("pillar"), by=actor(request), today=today,
                                       **form.cleaned_data)  # fmt: skip
        except ProgressError as error:
            show_error(form, error)
        else:
            done(request, _("%(name)s is in the working group.") % {"name": made.display_name})
            return redirect("progress:group_list")
    context = {
        "title": _("Add a member to a working group"),
        "crumbs": [*root(request.user)[:1], (_("Working groups"), reverse("progress:group_list"))],
        "form": form,
    }
    return render(request, "progress/group_form.html", context, status=422 if form.is_bound else 200)


@for_coordinator
@require_POST
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody leave the working group."""
    member = get_object_or_404(GroupMember.objects.select_related("user"), pk=pk)
    try:
        services.end_member(member, by=actor(request), today=timezone.localdate())
    except ProgressError as error:
        raise Http404 from error
    done(request, _("%(name)s has left the working group.") % {"name": member.display_name})
    return redirect("progress:group_list")
