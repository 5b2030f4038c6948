"""The layouts that are kept: shown, renamed, forgotten."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.exchange.errors import ExchangeError
from serambi.exchange.imports.layouts_kept import remove_layout, rename_layout
from serambi.exchange.queries import get_layout_for
from serambi.exchange.uploads.columns import ROLES
from serambi.exchange.uploads.forms import LayoutNameForm
from serambi.exchange.uploads.remembered import layouts_in
from serambi.exchange.uploads.views.doors import crumbs, for_coordinator
from serambi.ui.doors import show_error
from serambi.ui.messages import done


@for_coordinator
def layout_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a kept layout says of its columns; give it another name."""
    kept = get_layout_for(request.user, pk)
    form = LayoutNameForm(request.POST if request.method == "POST" else None, initial={"name": kept.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_layout(kept, form.cleaned_data["name"], by=request.user)
        except ExchangeError as error:
            show_error(form, error)
        else:
            done(request, _("The layout is renamed."))
            return redirect("imports:start")
    context = {
        "crumbs": crumbs(),
        "kept": kept,
        "form": form,
        "layouts": [[(column, ROLES[column.role]) for column in layout.columns] for layout in layouts_in(kept)],
        "answers": kept.layout.get("answers", {}),
    }
    return render(request, "imports/layout.html", context, status=422 if form.errors else 200)


@for_coordinator
def layout_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a kept layout is forgotten; then forget it."""
    kept = get_layout_for(request.user, pk)
    if request.method == "POST":
        remove_layout(kept, by=request.user)
        done(request, _("The layout “%(name)s” is forgotten.") % {"name": kept.name})
        return redirect("imports:start")
    context = {
        "crumbs": crumbs(),
        "title": _("Forget the layout “%(name)s”?") % {"name": kept.name},
        "lede": _("What was loaded with it stays. The next table with these headings is asked about anew."),
        "consequences": (),
        "action": _("Forget the layout"),
        "cancel_url": reverse("imports:layout_edit", args=[kept.pk]),
        "dangerous": True,
    }
    return render(request, "ui/confirm.html", context)
