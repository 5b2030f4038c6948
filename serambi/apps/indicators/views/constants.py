"""The numbers with a name that formulas may use."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.indicators import permissions, services
from serambi.apps.indicators.errors import IndicatorError
from serambi.apps.indicators.forms.targets import ConstantForm
from serambi.apps.indicators.models import Constant
from serambi.apps.indicators.queries import objects
from serambi.apps.indicators.queries.definitions import definitions
from serambi.apps.indicators.views.doors import crumbs_to
from serambi.ui.doors import refuse_unless, show_error
from serambi.ui.messages import done

_FORM = ["GET", "HEAD", "POST"]


@require_safe
def constant_list(request: HttpRequest) -> HttpResponse:
    """Show the constants and the indicators that use them."""
    known = definitions()
    constants = [(constant, known.using_indicator(constant.code)) for constant in Constant.objects.all()]
    context = {
        "constants": constants,
        "may_manage": permissions.can_manage_indicators(request.user),
        "title": _("Constants in formulas"),
        "crumbs": [*crumbs_to(), (_("Constants"), "")],
    }
    return render(request, "indicators/constant_list.html", context)


@login_required
@require_http_methods(_FORM)
def constant_create(request: HttpRequest) -> HttpResponse:
    """Add a constant."""
    refuse_unless(permissions.can_manage_indicators(request.user))
    return _edit(request, None)


@login_required
@require_http_methods(_FORM)
def constant_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a constant; whatever uses it is computed again."""
    refuse_unless(permissions.can_manage_indicators(request.user))
    return _edit(request, objects.get_constant_for(request.user, code))


def _edit(request: HttpRequest, constant: Constant | None) -> HttpResponse:
    initial = {name: getattr(constant, name) for name in ("name", "value", "unit", "source")} if constant else {}
    data = request.POST if request.method == "POST" else None
    form = ConstantForm(data, initial=initial, keeps_code=constant is not None)
    if data is not None and form.is_valid():
        try:
            if constant is None:
                services.create_constant(by=actor(request), **form.cleaned_data)
            else:
                services.change_constant(constant, by=actor(request), **form.cleaned_data)
        except IndicatorError as error:
            show_error(form, error)
        else:
            done(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
            return redirect("indicators:constant_list")
    title = _("Change %(name)s") % {"name": constant} if constant else _("Add a constant")
    context = {
        "form": form,
        "title": title,
        "crumbs": [*crumbs_to(), (_("Constants"), reverse("indicators:constant_list")), (title, "")],
        "cancel_url": reverse("indicators:constant_list"),
    }
    return render(request, "indicators/plain_form.html", context)


@login_required
@require_http_methods(_FORM)
def constant_remove(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, and then remove a constant that no formula names."""
    refuse_unless(permissions.can_manage_indicators(request.user))
    constant = objects.get_constant_for(request.user, code)
    consequences = [str(constant)]
    if request.method == "POST":
        try:
            services.remove_constant(constant, by=actor(request))
        except IndicatorError as error:
            consequences = [str(error)]
        else:
            done(request, _("%(name)s is removed.") % {"name": constant})
            return redirect("indicators:constant_list")
    context = {
        "title": _("Remove this constant?"),
        "consequences": consequences,
        "action": _("Remove"),
        "dangerous": True,
        "cancel_url": reverse("indicators:constant_list"),
        "crumbs": [*crumbs_to(), (_("Constants"), reverse("indicators:constant_list")), (_("Remove"), "")],
    }
    return render(request, "ui/confirm.html", context)
