"""Creating, changing, describing, archiving and restoring an indicator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from serambi.apps.accounts.permissions import actor
from serambi.apps.indicators import permissions, services
from serambi.apps.indicators.errors import IndicatorError
from serambi.apps.indicators.forms.definitions import DescriptionForm, IndicatorForm, Links, ReasonForm, links_form
from serambi.apps.indicators.models import Indicator
from serambi.apps.indicators.queries import objects
from serambi.apps.indicators.views.doors import crumbs_to
from serambi.apps.indicators.views.formulas import checked_context
from serambi.ui.doors import refuse_unless, show_error
from serambi.ui.messages import done

_FORM = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(_FORM)
def indicator_create(request: HttpRequest) -> HttpResponse:
    """Define a new indicator."""
    refuse_unless(permissions.can_manage_indicators(request.user))
    return _edit(request, None)


@login_required
@require_http_methods(_FORM)
def indicator_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what an indicator is."""
    refuse_unless(permissions.can_manage_indicators(request.user))
    return _edit(request, objects.get_indicator_for(request.user, code))


def _edit(request: HttpRequest, indicator: Indicator | None) -> HttpResponse:
    """Show the form, or save it. With `check` pressed, where no script does it, the page comes back with the result."""
    data = request.POST if request.method == "POST" else None
    form, links = IndicatorForm(data, indicator=indicator), links_form(data, indicator=indicator)
    output: dict[str, Any] = {}
    if data is not None and "check" in data:
        output = checked_context(data)
    elif data is not None and form.is_valid() and links.is_valid():
        saved = _saved(request, indicator, form, links)
        if saved is not None:
            return redirect("indicators:indicator_detail", saved.code)
    trail = crumbs_to(indicator)
    context = {
        "form": form,
        "links": links,
        "indicator": indicator,
        "crumbs": [*trail, (_("Edit") if indicator else _("Create an indicator"), "")],
        "title": _("Edit %(name)s") % {"name": indicator} if indicator else _("Create an indicator"),
        "output": output,
        **output,
    }
    return render(request, "indicators/indicator_form.html", context)


def _saved(request: HttpRequest, indicator: Indicator | None, form: IndicatorForm, links: Links) -> Indicator | None:
    """Return the indicator as saved, or None when the form now says what stands against it."""
    facts = form.facts(links.programs())
    try:
        if indicator is None:
            found = services.create_indicator(facts, by=actor(request))
        else:
            found = services.change_indicator(indicator, facts, by=actor(request))
    except IndicatorError as error:
        show_error(form, error)
        return None
    done(request, _("%(name)s is saved and computed.") % {"name": found})
    return found


@login_required
@require_http_methods(_FORM)
def indicator_describe(request: HttpRequest, code: str) -> HttpResponse:
    """Let the owner describe an indicator."""
    indicator = objects.get_indicator_for(request.user, code)
    refuse_unless(permissions.can_describe(request.user, indicator))
    initial = {name: getattr(indicator, name) for name in DescriptionForm.base_fields}
    form = DescriptionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.describe_indicator(indicator, by=actor(request), **form.cleaned_data)
        except IndicatorError as error:
            show_error(form, error)
        else:
            done(request, _("%(name)s is saved.") % {"name": indicator})
            return redirect("indicators:indicator_detail", code)
    context = {
        "form": form,
        "indicator": indicator,
        "title": _("Describe %(name)s") % {"name": indicator},
        "crumbs": [*crumbs_to(indicator), (_("Describe"), "")],
    }
    return render(request, "indicators/indicator_describe.html", context)


@login_required
@require_http_methods(_FORM)
def indicator_archive(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, and then take an indicator out of the lists and scores."""
    context = {
        "title": _("Archive this indicator?"),
        "action": _("Archive"),
        "dangerous": True,
        "consequences": [
            _("It leaves the lists and no score counts it any more."),
            _("Its values go; its targets and its history stay."),
            _("It can be restored, and is computed again then."),
        ],
    }

    def act(indicator: Indicator, form: ReasonForm) -> str:
        services.archive_indicator(indicator, by=actor(request), reason=form.cleaned_data["reason"])
        undo = reverse("indicators:indicator_restore", args=[indicator.code])
        done(request, _("%(name)s is archived.") % {"name": indicator}, undo=undo)
        return reverse("indicators:indicator_list")

    return _confirmed(request, code, context, act)


@login_required
@require_http_methods(_FORM)
def indicator_restore(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, and then bring an archived indicator back."""
    context = {
        "title": _("Restore this indicator?"),
        "action": _("Restore"),
        "consequences": [_("It is computed again, and the scores of its programs count it.")],
    }

    def act(indicator: Indicator, form: ReasonForm) -> str:
        services.restore_indicator(indicator, by=actor(request))
        done(request, _("%(name)s is restored and computed.") % {"name": indicator})
        return reverse("indicators:indicator_detail", args=[indicator.code])

    return _confirmed(request, code, context, act)


def _confirmed(
    request: HttpRequest, code: str, context: dict[str, Any], act: Callable[[Indicator, ReasonForm], str]
) -> HttpResponse:
    refuse_unless(permissions.can_manage_indicators(request.user))
    indicator = objects.get_indicator_for(request.user, code)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act(indicator, form))
        except IndicatorError as error:
            form.add_error(None, str(error))
    trail = [*crumbs_to(indicator), (context["action"], "")]
    page = {
        **context,
        "form": form,
        "with_reason": bool(context.get("dangerous")),
        "indicator": indicator,
        "lede": indicator.display_name,
        "cancel_url": reverse("indicators:indicator_detail", args=[code]),
        "crumbs": trail,
    }
    return render(request, "indicators/confirm.html", page, status=409 if form.non_field_errors() else 200)
