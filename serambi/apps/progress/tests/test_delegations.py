"""Standing in for somebody: who, from when, until when, seen and revocable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Role
from serambi.apps.progress import services
from serambi.apps.progress.errors import (
    AlreadyRevoked,
    NotAMember,
    NotYours,
    OwnReport,
    RoleNotHeld,
    SpanOver,
    SpanReversed,
    ToOneself,
)
from serambi.apps.progress.models import Delegation
from serambi.apps.progress.queries import due_for
from serambi.apps.progress.tests.builders import TODAY, Reporting, answers, save, submitted
from tests.cast import Cast


def lend(cast: Cast, *, by: User | None = None, **changed: Any) -> Delegation:
    wanted: dict[str, Any] = {
        "role": Role.HEAD, "giver": cast.hadi, "receiver": cast.oka, "first_day": TODAY,
        "last_day": TODAY + dt.timedelta(days=5), "reason": "Dinas luar", "today": TODAY,
    }  # fmt: skip
    return services.delegate(cast.dlh, by=by or cast.hadi, **{**wanted, **changed})


@pytest.fixture
def deputy(cast: Cast) -> User:
    """Another member of the agency, who does not fill in reports."""
    person = User.objects.create_user("dewi@serumpun.example", "x", name="Dewi")
    Membership.objects.create(user=person, organization=cast.dlh, role=Role.VIEWER)
    return person


def test_whoever_stands_in_approves_and_both_names_are_kept(reporting: Reporting, deputy: User) -> None:
    report = submitted(reporting)
    with pytest.raises(NotYours):
        services.move_report(report, "approve", by=deputy, today=TODAY)
    lend(reporting.cast, receiver=deputy)
    deputy = User.objects.get(pk=deputy.pk)

    services.move_report(report, "approve", by=deputy, today=TODAY)

    step = report.moves.get(move="approve")
    assert (step.by, step.on_behalf_of) == (deputy, reporting.cast.hadi)


def test_it_holds_from_the_first_day_to_the_last(reporting: Reporting, deputy: User) -> None:
    submitted(reporting)
    lend(reporting.cast, receiver=deputy, first_day=TODAY + dt.timedelta(days=1), last_day=TODAY + dt.timedelta(days=2))

    waits = [bool(due_for(User.objects.get(pk=deputy.pk), TODAY + dt.timedelta(days=days))) for days in range(4)]

    assert waits == [False, True, True, False]


def test_it_ends_with_the_role_it_came_from(reporting: Reporting, deputy: User) -> None:
    submitted(reporting)
    lend(reporting.cast, receiver=deputy)
    Membership.objects.filter(user=reporting.cast.hadi).update(valid_until=TODAY - dt.timedelta(days=1))

    assert due_for(User.objects.get(pk=deputy.pk), TODAY) == []


def test_the_officer_who_stands_in_for_the_head_does_not_approve_the_own_report(reporting: Reporting) -> None:
    lend(reporting.cast)
    oka = User.objects.get(pk=reporting.cast.oka.pk)
    save(reporting, answers(reporting), by=oka)
    report = services.move_report(reporting.report(), "submit", by=oka, today=TODAY)

    with pytest.raises(OwnReport):
        services.move_report(report, "approve", by=oka, today=TODAY)
    services.move_report(report, "recall", by=oka, today=TODAY)
    with pytest.raises(NotYours):
        services.move_report(report, "submit-as-head", by=oka, today=TODAY)


def test_a_verifier_lends_the_role_too(reporting: Reporting) -> None:
    cast = reporting.cast
    report = services.move_report(submitted(reporting), "approve", by=cast.hadi, today=TODAY)
    services.delegate(
        cast.diskominfo, role=Role.VERIFIER, giver=cast.vera, receiver=cast.wati, first_day=TODAY, last_day=TODAY,
        reason="Sakit", by=cast.rani, today=TODAY,
    )  # fmt: skip
    wati = User.objects.get(pk=cast.wati.pk)

    services.move_report(report, "verify", by=wati, today=TODAY)

    assert report.moves.get(move="verify").on_behalf_of == cast.vera


def test_it_is_revoked_by_the_giver_and_by_nobody_else(reporting: Reporting, deputy: User) -> None:
    made = lend(reporting.cast, receiver=deputy)
    with pytest.raises(NotYours):
        services.revoke(made, by=reporting.cast.oka)

    services.revoke(made, by=reporting.cast.hadi)

    assert Delegation.objects.valid_on(TODAY).count() == 0
    with pytest.raises(AlreadyRevoked):
        services.revoke(made, by=reporting.cast.hadi)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"last_day": TODAY - dt.timedelta(days=1)}, SpanReversed),
        ({"first_day": TODAY - dt.timedelta(days=9), "last_day": TODAY - dt.timedelta(days=1)}, SpanOver),
        ({"role": Role.OFFICER}, RoleNotHeld),
    ],
)
def test_what_cannot_be_lent(reporting: Reporting, changed: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        lend(reporting.cast, **changed)


def test_it_goes_to_another_member_of_the_same_agency(reporting: Reporting) -> None:
    cast = reporting.cast
    with pytest.raises(NotAMember):
        lend(cast, receiver=cast.sari)
    with pytest.raises(ToOneself):
        lend(cast, receiver=cast.hadi)
    with pytest.raises(NotYours):
        lend(cast, by=cast.oka)
    lend(cast, by=cast.rani)


def test_what_was_lent_is_not_lent_on(reporting: Reporting, deputy: User) -> None:
    lend(reporting.cast)

    with pytest.raises(RoleNotHeld):
        lend(reporting.cast, by=reporting.cast.oka, giver=reporting.cast.oka, receiver=deputy)


def test_the_page_shows_it_to_everybody_there(reporting: Reporting, signed_in: Any) -> None:
    today = timezone.localdate()
    lend(reporting.cast, first_day=today, last_day=today, today=today)

    assert "Hadi" in signed_in(reporting.cast.oka).get("/progress/delegations/").content.decode()
    assert "Hadi" not in signed_in(reporting.cast.sari).get("/progress/delegations/").content.decode()


def test_nobody_stands_in_for_having_been_the_first_of_a_list(
    running: Reporting, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(running.cast.hadi)
    page = browser.get("/progress/delegations/").content.decode()
    today = timezone.localdate().isoformat()

    answer = browser.post(
        "/progress/delegations/", {"receiver": "", "first_day": today, "last_day": today, "reason": "Cuti"}
    )

    assert "Pilih satu" in page
    assert answer.status_code == 422
    assert not Delegation.objects.exists()
