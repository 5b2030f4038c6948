"""The agreement of a commitment, and what came."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from serambi.apps.accounts.permissions import actor
from serambi.apps.agencies.permissions import is_coordinator
from serambi.apps.partnerships import queries, services
from serambi.apps.partnerships.forms import AgreementForm, DeliveryForm, WithdrawForm
from serambi.apps.partnerships.models import Commitment
from serambi.apps.partnerships.permissions import BY_WHOM
from serambi.apps.partnerships.views.doors import commitment_crumbs, for_readers
from serambi.apps.partnerships.workflow import DELIVER, DELIVERIES_CHANGE, SIGN, Move, move_named
from serambi.ui.doors import FormPage, answer_form, sent


def _with_move(request: HttpRequest, pk: int, name: str) -> tuple[Commitment, Move]:
    """Return a commitment with a move that is the person's to make now; raise Http404 where there is none."""
    found = queries.get_commitment_for(request.user, pk)
    move = move_named(name, found.state)
    if move is None or not BY_WHOM[move.who](request.user, found, timezone.localdate()):
        raise Http404(name)
    return found, move


@for_readers
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the agreement, or correct it."""
    found, move = _with_move(request, pk, SIGN)
    form = AgreementForm(sent(request), commitment=found)

    def save() -> str:
        services.sign_commitment(
            found, form.facts, by=actor(request), today=timezone.localdate(), seen=form.cleaned_data["seen"]
        )
        return _("The agreement is recorded. Add the paper itself below.")

    page = FormPage(
        title=_("%(action)s: %(name)s") % {"action": move.action, "name": found.title},
        lede=_("From then on, what comes is counted against it."),
        crumbs=commitment_crumbs(found),
        action=str(move.action),
        back=found.get_absolute_url(),
    )
    return answer_form(request, form, page, save=save)


@for_readers
@require_http_methods(["GET", "HEAD", "POST"])
def delivery_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what came; its evidence is added on the page that follows."""
    found, move = _with_move(request, pk, DELIVER)
    today = timezone.localdate()
    form = DeliveryForm(sent(request), commitment=found, today=today)

    def save() -> tuple[str, str]:
        made = services.record_delivery(
            found, form.facts, by=actor(request), today=today, seen=form.cleaned_data["seen"]
        )
        address = reverse("attachments:of", args=["partnerships.delivery", made.pk])
        return _("The delivery is recorded. Add a photograph or the record of handing over here."), address

    page = FormPage(
        title=_("%(action)s: %(name)s") % {"action": move.action, "name": found.title},
        lede=_("Each delivery is a line of its own, with its day and its evidence."),
        crumbs=commitment_crumbs(found),
        action=str(move.action),
        back=found.get_absolute_url(),
    )
    return answer_form(request, form, page, save=save)


@for_readers
@require_http_methods(["GET", "HEAD", "POST"])
def delivery_withdraw(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """Take out a delivery that was recorded by mistake."""
    found = queries.get_commitment_for(request.user, pk)
    own = queries.get_delivery_for(request.user, found, delivery)
    may = is_coordinator(request.user) or own.recorded_by_id == request.user.pk
    if not may or own.withdrawn_at is not None or found.state not in DELIVERIES_CHANGE:
        raise Http404(delivery)
    form = WithdrawForm(sent(request))

    def save() -> str:
        services.withdraw_delivery(own, reason=form.cleaned_data["said"], by=actor(request), today=timezone.localdate())
        return _("The delivery counts no more. It is kept with your reason.")

    amount = found.say_exactly(own.amount) if own.amount is not None else own.what
    page = FormPage(
        title=_("Take out the delivery of %(amount)s?") % {"amount": amount},
        lede=_("For what was recorded by mistake. What did come stays."),
        crumbs=commitment_crumbs(found),
        action=_("Take it out"),
        back=found.get_absolute_url(),
    )
    return answer_form(request, form, page, save=save)
