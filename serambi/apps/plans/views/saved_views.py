"""The views of the register: opened by their link, kept, renamed, replaced, deleted, and the one to begin with."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.plans import services
from serambi.apps.plans.forms.saved_views import NewViewForm, ViewNameForm
from serambi.apps.plans.models import SavedView, ViewPage
from serambi.apps.plans.queries.saved_views import (
    can_change_view,
    can_share_views,
    get_own_view_for,
    get_view_for,
    views_for,
)
from serambi.apps.plans.views.answering import Crumbs, Question, answer_question
from serambi.ui.doors import FormPage, answer_form, sent
from serambi.ui.messages import done

_ADDRESSES = {
    ViewPage.LIST: "plans:program_list",
    ViewPage.TIMELINE: "plans:timeline",
    ViewPage.BOARD: "plans:board",
}
_form = require_http_methods(["GET", "HEAD", "POST"])


def shown_address(view: SavedView) -> str:
    """Return the address of the register as a view shows it."""
    query = f"{view.query}&view={view.slug}" if view.query else f"view={view.slug}"
    return f"{reverse(_ADDRESSES[ViewPage(view.page)])}?{query}"


def _crumbs() -> Crumbs:
    return [(_("Plan"), reverse("plans:program_list")), (_("Views"), reverse("plans:view_list"))]


@require_safe
@login_required
def view_list(request: HttpRequest) -> HttpResponse:
    """Show the person's own views and those that are shared."""
    views = views_for(request.user)
    rows = [{"view": view, "may_change": can_change_view(request.user, view)} for view in views]
    context = {
        "title": _("Views of the register"),
        "crumbs": _crumbs()[:1],
        "rows": rows,
        "has_default": any(view.is_default for view in views),  # type: ignore[attr-defined]  # set by views_for
    }
    return render(request, "plans/view_list.html", context)


@require_safe
@login_required
def view_open(request: HttpRequest, slug: str) -> HttpResponse:
    """Take whoever opens the link to the register as the view shows it."""
    return redirect(shown_address(get_view_for(request.user, slug)))


@_form
@login_required
def view_create(request: HttpRequest) -> HttpResponse:
    """Keep what the address in `query` shows on `page`."""
    own = [view for view in views_for(request.user) if can_change_view(request.user, view)]
    form = NewViewForm(sent(request), can_share=can_share_views(request.user), own=own)
    page, query = request.GET.get("page", ""), request.GET.get("query", "")

    def save() -> tuple[str, str]:
        chosen = next((view for view in own if view.slug == form.cleaned_data.get("replace")), None)
        if chosen is not None:
            view = services.replace_view(chosen, by=request.user, page=page, query=query)
            return _("“%(name)s” shows this now.") % {"name": view.name}, shown_address(view)
        view = services.save_view(
            by=request.user, name=form.cleaned_data["name"], page=page, query=query, is_shared=form.shares
        )
        return _("“%(name)s” was kept.") % {"name": view.name}, shown_address(view)

    shown = FormPage(
        title=_("Keep this view"),
        lede=_("Filters, order and columns are kept, not the programs: the view shows what fits when it is opened."),
        action=_("Keep the view"),
        back=f"{reverse(_ADDRESSES[ViewPage(page) if page in ViewPage.values else ViewPage.LIST])}?{query}",
        crumbs=_crumbs(),
    )
    return answer_form(request, form, shown, save=save)


@_form
@login_required
def view_edit(request: HttpRequest, slug: str) -> HttpResponse:
    view = get_own_view_for(request.user, slug)
    initial = {"name": view.name, "is_shared": view.is_shared}
    form = ViewNameForm(sent(request), can_share=can_share_views(request.user), initial=initial)

    def save() -> str:
        is_shared = form.shares if "is_shared" in form.fields else view.is_shared
        services.rename_view(view, by=request.user, name=form.cleaned_data["name"], is_shared=is_shared)
        return _("“%(name)s” was changed.") % {"name": form.cleaned_data["name"]}

    page = FormPage(
        title=_("Change the view “%(name)s”") % {"name": view.name},
        lede=_("To change what it shows, open it, change the filters, then keep it in its place."),
        action=_("Save the changes"),
        back=reverse("plans:view_list"),
        crumbs=_crumbs(),
    )
    return answer_form(request, form, page, save=save)


@_form
@login_required
def view_delete(request: HttpRequest, slug: str) -> HttpResponse:
    view = get_own_view_for(request.user, slug)

    def delete() -> str:
        services.delete_view(view, by=request.user)
        return _("“%(name)s” was deleted.") % {"name": view.name}

    lines = [_("Its link stops working. No program is changed.")]
    if view.is_shared:
        lines.append(_("It is shared: others lose it too."))
    question = Question(
        title=_("Delete the view “%(name)s”?") % {"name": view.name},
        action=_("Delete the view"),
        back=reverse("plans:view_list"),
        crumbs=_crumbs(),
        consequences=tuple(lines),
        dangerous=True,
    )
    return answer_question(request, question, do=delete)


@login_required
@require_POST
def view_default(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the register with this view from now on."""
    view = get_view_for(request.user, slug)
    services.set_default_view(view, by=request.user)
    text = _("The register opens with “%(name)s” for you.") % {"name": view.name}
    done(request, text, undo=reverse("plans:view_no_default"))
    return redirect("plans:view_list")


@login_required
@require_POST
def view_no_default(request: HttpRequest) -> HttpResponse:
    """Open the register with all programs from now on."""
    services.clear_default_view(by=request.user)
    done(request, _("The register opens with all programs for you."))
    return redirect("plans:view_list")
