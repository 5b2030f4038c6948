"""What the coordinator does to a version: open it, change what is said of it, adopt it, discard it, take it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.plans import services
from serambi.apps.plans.forms.versions import TakeBackForm, VersionForm
from serambi.apps.plans.models import MasterPlan
from serambi.apps.plans.queries import Chosen, get_plan_for, programs_of
from serambi.apps.plans.queries.versions import get_version_for, last_adopted
from serambi.apps.plans.sentences import count_programs
from serambi.apps.plans.version_words import basis_text
from serambi.apps.plans.views.answering import Question, answer_question, for_coordinator
from serambi.apps.plans.views.versions import version_address, version_crumbs
from serambi.ui.doors import FormPage, answer_form, sent


def _of_plan(plan: MasterPlan) -> dict[str, Any]:
    """Return what the plan says of itself, as the first version begins."""
    return {
        "number": plan.version,
        "legal_basis": plan.legal_basis,
        "legal_basis_number": plan.legal_basis_number,
        "legal_basis_date": plan.legal_basis_date,
    }


@for_coordinator
def version_open(request: HttpRequest) -> HttpResponse:
    plan = get_plan_for(request.user)
    is_first = last_adopted(plan) is None
    form = VersionForm(sent(request), initial=_of_plan(plan) if is_first else None)

    def save() -> str:
        version = services.open_version(plan, by=request.user, **form.cleaned_data)
        return _("Version %(number)s is open. Change the register, then adopt the version.") % {
            "number": version.number
        }

    page = FormPage(
        title=_("Open the first version") if is_first else _("Open an amendment"),
        lede=_("The register goes on being edited. Its text is kept for good when you adopt the version."),
        action=_("Open the version"),
        back=reverse("plans:version_list"),
        crumbs=version_crumbs(),
    )
    return answer_form(request, form, page, save=save)


@for_coordinator
def version_edit(request: HttpRequest, position: int) -> HttpResponse:
    version = get_version_for(request.user, position)
    form = VersionForm(sent(request), instance=version)

    def save() -> str:
        changed = services.change_version(version, by=request.user, **form.cleaned_data)
        return _("Version %(number)s was changed.") % {"number": changed.number}

    page = FormPage(
        title=_("Change what is said about version %(number)s") % {"number": version.number},
        action=_("Save the changes"),
        back=reverse("plans:version_list"),
        crumbs=version_crumbs(),
    )
    return answer_form(request, form, page, save=save)


@for_coordinator
def version_adopt(request: HttpRequest, position: int) -> HttpResponse:
    version = get_version_for(request.user, position)
    count = programs_of(request.user, version.plan, Chosen(), today=timezone.localdate()).count()

    def adopt() -> tuple[str, str]:
        adopted = services.adopt_version(version, by=request.user)
        return _("Version %(number)s was adopted and kept.") % {"number": adopted.number}, version_address(adopted)

    question = Question(
        title=_("Adopt version %(number)s?") % {"number": version.number},
        lede=_("Legal basis: %(basis)s.") % {"basis": basis_text(version)},
        action=_("Adopt the version"),
        back=reverse("plans:version_list"),
        crumbs=version_crumbs(),
        consequences=(
            _("The text of %(programs)s is kept as it reads now and never changes in this version.")
            % {"programs": count_programs(count)},
            _("The master plan says this version and this legal basis from then on."),
            _("Everybody who may read the plan can read the version and compare it."),
            _("You can take the adoption back as long as no newer version was opened."),
        ),
    )
    return answer_question(request, question, do=adopt)


@for_coordinator
def version_discard(request: HttpRequest, position: int) -> HttpResponse:
    version = get_version_for(request.user, position)

    def discard() -> str:
        services.discard_version(version, by=request.user)
        return _("Version %(number)s was discarded.") % {"number": version.number}

    question = Question(
        title=_("Discard version %(number)s?") % {"number": version.number},
        action=_("Discard the version"),
        back=reverse("plans:version_list"),
        crumbs=version_crumbs(),
        consequences=(_("What was changed in the register stays changed. Only the preparation of the version ends."),),
        dangerous=True,
    )
    return answer_question(request, question, do=discard)


@for_coordinator
def version_take_back(request: HttpRequest, position: int) -> HttpResponse:
    version = get_version_for(request.user, position)
    form = TakeBackForm(sent(request))

    def take_back() -> str:
        services.take_back_adoption(version, by=request.user, reason=form.cleaned_data["reason"])
        return _("Version %(number)s is open again.") % {"number": version.number}

    question = Question(
        title=_("Take back the adoption of version %(number)s?") % {"number": version.number},
        action=_("Take the adoption back"),
        back=reverse("plans:version_list"),
        crumbs=version_crumbs(),
        consequences=(
            _("Its picture is deleted, and links to it stop working. The record keeps that it was adopted."),
            _("The register stays as it is now. The master plan says the version before again."),
        ),
        dangerous=True,
        form=form,
    )
    return answer_question(request, question, do=take_back)
