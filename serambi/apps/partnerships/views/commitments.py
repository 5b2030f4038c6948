"""One commitment, and what may be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.agencies.permissions import is_coordinator
from serambi.apps.attachments.queries import counts_of, evidence_for
from serambi.apps.partnerships import queries, services
from serambi.apps.partnerships.errors import PartnershipError
from serambi.apps.partnerships.forms import CommitmentForm, MoveForm, PartFormSet, parts_in
from serambi.apps.partnerships.models import Commitment, CommitmentMove, CommitmentState, Delivery
from serambi.apps.partnerships.permissions import can_record, can_work_on
from serambi.apps.partnerships.queries import Balance
from serambi.apps.partnerships.sentences import balance_text
from serambi.apps.partnerships.views.doors import commitment_crumbs, for_readers, for_recorders, ledger_crumbs
from serambi.apps.partnerships.workflow import (
    BESIDES,
    DELIVER,
    DELIVERIES_CHANGE,
    FINISH,
    SIGN,
    WITH_OWN_PAGE,
    Move,
    is_minor,
    move_named,
)
from serambi.ui.doors import FormPage, answer_form, sent, show_error
from serambi.ui.messages import done


@for_readers
@require_safe
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a commitment: what, by whom, for what, what came, its files and its history."""
    today = timezone.localdate()
    found = queries.get_commitment_for(request.user, pk)
    balance = queries.balance_of(found)
    moves = queries.moves_open_to(found, request.user, today=today)
    deliveries = queries.deliveries_of(found)
    standing = [one for one in deliveries if one.withdrawn_at is None]
    context = {
        "title": found.title,
        "crumbs": ledger_crumbs(),
        "commitment": found,
        "balance": balance,
        "sentence": balance_text(balance, is_measured=found.is_measured, unit=found.unit, came=len(standing)),
        "promised": found.say_exactly(balance.promised),
        "delivered": found.say_exactly(balance.delivered),
        "late": found.days_late_on(today),
        "moves": _buttons(found, [one.move for one in moves if one.hindrance is None], balance),
        "hindrance": next((one.hindrance for one in moves if one.hindrance is not None), None),
        "deliveries": _deliveries(request.user, found, deliveries),
        "parts": _parts(found, balance),
        "evidence": evidence_for(request.user, found),
        "timeline": [_told(found, one) for one in queries.timeline(found)],
        "may_change": can_record(request.user) and found.is_open,
        "sees_contact": can_work_on(request.user, found, today=today),
    }
    return render(request, "partnerships/commitment.html", context)


def _parts(found: Commitment, balance: Balance) -> list[dict[str, Any]]:
    """Return the parts with what came of each, the first ones filled first."""
    rows = zip(queries.parts_of(found), balance.came_by_part, strict=True)
    return [
        {
            "part": part,
            "amount": found.say_exactly(part.amount),
            "came": found.say_exactly(came) if came else "",
            "is_full": came == part.amount,
        }
        for part, came in rows
    ]


def _buttons(found: Commitment, moves: list[Move], balance: Balance) -> list[dict[str, Any]]:
    """Return the moves as buttons, what comes next first.

    is_form: it is made at once, without a page in between. is_minor: it is a correction, shown as a link.
    """
    own = {SIGN: "partnerships:sign", DELIVER: "partnerships:delivery_create"}
    first = FINISH if balance.is_complete else ""
    return [
        {
            "action": move.action,
            "is_form": not move.asks and move.name not in own,
            "is_minor": is_minor(move),
            "address": reverse(own[move.name], args=[found.pk])
            if move.name in own
            else reverse("partnerships:commitment_move", args=[found.pk, move.name]),
        }
        for move in sorted(moves, key=lambda move: (is_minor(move), move.name != first))
    ]


def _deliveries(user: Any, found: Commitment, deliveries: list[Delivery]) -> list[dict[str, Any]]:
    files = counts_of({Delivery: [one.pk for one in deliveries]}) if deliveries else {}
    changes = found.state in DELIVERIES_CHANGE
    return [
        {
            "delivery": one,
            "amount": found.say_exactly(one.amount) if one.amount is not None else "",
            "files": files.get((Delivery, one.pk)),
            "page": reverse("attachments:of", args=["partnerships.delivery", one.pk]),
            "may_withdraw": changes
            and one.withdrawn_at is None
            and (is_coordinator(user) or one.recorded_by_id == user.pk),
        }
        for one in deliveries
    ]


def _told(found: Commitment, move: CommitmentMove) -> dict[str, Any]:
    known = move_named(move.move, move.before)
    words = known.done if known is not None else BESIDES.get(move.move, move.get_after_display())
    amount = move.delivery.amount if move.delivery is not None else None
    return {"move": move, "done": words, "amount": found.say_exactly(amount) if amount is not None else ""}


@for_recorders
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_create(request: HttpRequest) -> HttpResponse:
    """Record what a partner promised; ?program= and ?organization= say for what and of whom."""
    today = timezone.localdate()
    asked = {name: request.GET.get(name, "") for name in ("program", "organization")}
    form = CommitmentForm(sent(request), user=request.user, today=today, initial={**asked, "promised_on": today})

    def save() -> tuple[str, str]:
        made = services.record_commitment(form.facts, by=actor(request), today=today)
        text = _("The commitment of %(partner)s is recorded.") % {"partner": made.organization.name}
        return text, made.get_absolute_url()

    page = FormPage(
        title=_("Record a commitment"),
        lede=_("It is a pledge until its agreement is signed. From then on, what comes is counted against it."),
        crumbs=ledger_crumbs(),
        action=_("Record the commitment"),
        back=reverse("partnerships:commitment_list"),
        template="partnerships/commitment_form.html",
    )
    return answer_form(request, form, page, save=save)


@for_recorders
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of an open commitment."""
    today = timezone.localdate()
    found = queries.get_commitment_for(request.user, pk)
    form = CommitmentForm(sent(request), user=request.user, today=today, instance=found)

    def save() -> str:
        given = form.cleaned_data
        services.change_commitment(
            found, form.facts, reason=given["reason"], by=actor(request), today=today, seen=given["seen"]
        )
        return _("The commitment is changed.")

    page = FormPage(
        title=_("Change the commitment"),
        crumbs=commitment_crumbs(found),
        action=_("Save the changes"),
        back=found.get_absolute_url(),
        template="partnerships/commitment_form.html",
    )
    return answer_form(request, form, page, save=save)


@for_recorders
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: HttpRequest, pk: int) -> HttpResponse:
    """Say in which parts it is due; rows that are left empty are none."""
    found = queries.get_commitment_for(request.user, pk)
    given = [{"due_on": one.due_on, "amount": one.amount, "note": one.note} for one in queries.parts_of(found)]
    rows = PartFormSet(sent(request), initial=given, prefix="parts")
    refusal = ""
    if request.method == "POST" and rows.is_valid():
        try:
            services.set_parts(found, parts_in(rows), by=actor(request), seen=_version(request))
        except PartnershipError as error:
            refusal = str(error)
        else:
            done(request, _("The parts are saved."))
            return redirect(found)
    elif rows.is_bound:
        refusal = _("Nothing is saved yet: a part below lacks something, or cannot be read.")
    context = {
        "title": _("Parts of “%(title)s”") % {"title": found.title},
        "crumbs": commitment_crumbs(found),
        "commitment": found,
        "promised": found.say_exactly(found.promised),
        "rows": rows,
        "refusal": refusal,
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "partnerships/parts.html", context, status=422 if refusal else 200)


def _version(request: HttpRequest) -> int | None:
    """Return the version that the person looked at, as the page sent it."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and text.isascii() else None


@for_readers
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask what there is to say about a move, and make it. A move that is not the person's is not there."""
    today = timezone.localdate()
    found = queries.get_commitment_for(request.user, pk)
    moves = queries.moves_open_to(found, request.user, today=today)
    move = next((one.move for one in moves if one.move.name == name and name not in WITH_OWN_PAGE), None)
    if move is None:
        raise Http404(name)
    form = MoveForm(
        sent(request), move=move, has_evidence=move.name == FINISH and queries.has_evidence(found), seen=found.version
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            moved = services.move_commitment(
                found, name, by=actor(request), today=today, said=given.get("said", ""),
                without_evidence=given.get("without_evidence", ""), seen=given["seen"],
            )  # fmt: skip
        except PartnershipError as error:
            if not move.asks:
                messages.error(request, str(error))
                return redirect(found)
            show_error(form, error)
        else:
            done(request, _("The commitment is now: %(state)s.") % {"state": CommitmentState(moved.state).label})
            return redirect(found)
    context = {
        "title": _("%(action)s: %(name)s") % {"action": move.action, "name": found.title},
        "crumbs": commitment_crumbs(found),
        "form": form,
        "action": move.action,
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)
