"""Evidence of actions: who adds it, and that it is what lets an action be done."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from serambi.apps.accounts.models import User
from serambi.apps.meetings import services
from serambi.apps.meetings.models import Action, ActionState
from serambi.apps.meetings.tests.builders import TODAY, finished, make_action
from tests.cast import Cast
from tests.evidence.conftest import attached, sent
from tests.files import pdf

SignIn = Callable[[User], Client]


def send(browser: Client, action: Action) -> int:
    address = reverse("attachments:of", args=["meetings.action", action.pk])
    return browser.post(address, {"file": sent("adendum.pdf", pdf())}).status_code


def test_an_action_with_evidence_is_done_without_more_words(cast: Cast) -> None:
    action = make_action(cast)
    attached(action, cast.oka, pdf(), "adendum.pdf")

    done = services.move_action(action, "finish", by=cast.oka, today=TODAY, said="Sudah", without_evidence="Lisan")

    assert (done.state, done.without_evidence) == (ActionState.DONE, "")


def test_only_its_agency_adds_evidence(cast: Cast, signed_in: SignIn) -> None:
    action = make_action(cast)
    page = f"/meetings/actions/{action.pk}/"
    assert "adendum.pdf" not in signed_in(cast.wati).get(page).content.decode()
    for person in (cast.sari, cast.wati, cast.vera):
        assert send(signed_in(person), action) == 403

    assert send(signed_in(cast.oka), action) == 302

    assert "adendum" in signed_in(cast.wati).get(page).content.decode()
    assert "without_evidence" not in signed_in(cast.oka).get(f"{page}moves/finish/").content.decode()


def test_a_verified_action_takes_no_more(cast: Cast, signed_in: SignIn) -> None:
    action = finished(cast, make_action(cast))
    services.move_action(action, "verify", by=cast.vera, today=TODAY)

    assert send(signed_in(cast.oka), action) == 403
