"""Bodies: one of them with its members and meetings, and keeping them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.errors import MeetingError
from serambi.apps.meetings.forms import BodyForm, MemberForm
from serambi.apps.meetings.models import MeetingBody
from serambi.apps.meetings.permissions import can_arrange
from serambi.apps.meetings.views.doors import for_arrangers, for_readers, meeting_crumbs
from serambi.ui.doors import FormPage, answer_form, refuse_unless, sent, show_error
from serambi.ui.messages import done


@for_readers
@require_http_methods(["GET", "HEAD", "POST"])
def body(request: HttpRequest, code: str) -> HttpResponse:
    """Show a body with its members and meetings; the coordinator adds members here."""
    today = timezone.localdate()
    found = queries.get_body_for(request.user, code)
    may_arrange = can_arrange(request.user)
    refuse_unless(may_arrange or request.method != "POST")
    form = MemberForm(sent(request), today=today) if may_arrange else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            made = services.add_member(found, form.who, role=form.cleaned_data["role"], by=actor(request))
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("%(name)s is a member now.") % {"name": made.name})
            return redirect(found)
    context = {
        "title": found.name,
        "crumbs": meeting_crumbs(),
        "body": found,
        "row": next(row for row in queries.body_rows(today=today) if row.body == found),
        "members": queries.members_of(found),
        "meetings": list(queries.meetings().filter(body=found)[:24]),
        "form": form,
        "may_arrange": may_arrange,
    }
    return render(request, "meetings/body.html", context, status=422 if form is not None and form.is_bound else 200)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def body_create(request: HttpRequest) -> HttpResponse:
    """Add a body."""
    form = BodyForm(sent(request))

    def save() -> tuple[str, str]:
        made = services.create_body(form.cleaned_data, by=actor(request))
        return _("%(name)s is there. Add its members next.") % {"name": made.name}, made.get_absolute_url()

    page = FormPage(
        title=_("Add a body"),
        lede=_("Who meets again and again, how often they should, and what their meetings usually are."),
        crumbs=meeting_crumbs(),
        action=_("Add the body"),
        back=reverse("meetings:meeting_list"),
    )
    return answer_form(request, form, page, save=save)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def body_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a body."""
    found = queries.get_body_for(request.user, code)
    # The form writes into the object it is given while it checks; the page must go on showing what is saved.
    form = BodyForm(sent(request), instance=MeetingBody.objects.get(pk=found.pk))

    def save() -> str:
        services.change_body(found, form.cleaned_data, by=actor(request))
        return _("%(name)s is saved.") % {"name": form.cleaned_data["name"]}

    page = FormPage(
        title=_("Change %(name)s") % {"name": found.name},
        crumbs=[*meeting_crumbs(), (found.name, found.get_absolute_url())],
        action=_("Save the changes"),
        back=found.get_absolute_url(),
    )
    return answer_form(request, form, page, save=save)


@for_arrangers
@require_POST
def member_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a member out of a body."""
    found = queries.get_body_for(request.user, code)
    member = queries.get_member_for(request.user, found, pk)
    services.remove_member(member, by=actor(request))
    done(request, _("%(name)s is no longer a member.") % {"name": member.name})
    return redirect(found)
