"""Somebody else's identifiers in what is sent, forms sent again by others, and keys that are guessed."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership
from serambi.apps.progress.models import Delegation, ProgressReport, ReportItem
from tests.abuse.conftest import signed_in
from tests.permission_world import World, make_world

Open = Callable[[User], Client]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def form_of(agency: str) -> str:
    return f"/progress/reports/quarterly/2020-Q1/{agency}/form/"


def typed(world: World, *, stage: str = "execution", version: int = 1) -> dict[str, str]:
    key = f"program-{world.program.pk}"
    return {"key": str(uuid.UUID(int=7)), f"{key}__version": str(version), f"{key}__stage": stage,
            f"{key}__number": "40"}  # fmt: skip


def test_items_of_another_agency_are_not_taken_into_ones_own_form(world: World) -> None:
    before = list(ReportItem.objects.order_by("pk").values())
    browser = signed_in(world, "stranger")

    own = browser.post(form_of("DINKES"), typed(world), HTTP_X_REPORT="script")
    theirs = browser.post(form_of("DLH"), typed(world), HTTP_X_REPORT="script")

    assert (own.status_code < 500, theirs.status_code) == (True, 404)
    assert list(ReportItem.objects.order_by("pk").values()) == before
    assert not ReportItem.objects.filter(report__organization=world.cast.dinkes).exists()


def test_a_form_that_another_person_sends_again_changes_nothing(world: World) -> None:
    sent = typed(world)
    assert signed_in(world, "officer").post(form_of("DLH"), sent, HTTP_X_REPORT="script").status_code == 200
    kept = world.reports["draft"].items.get()

    for role in ("officer", "head"):
        again = signed_in(world, role).post(form_of("DLH"), sent, HTTP_X_REPORT="script")
        assert again.status_code == 200
    other = signed_in(world, "head").post(form_of("DLH"), typed(world, stage="preparation"), HTTP_X_REPORT="script")

    assert other.status_code == 409  # over a version that has passed
    assert (kept.version, world.reports["draft"].items.get().version) == (2, 2)
    assert world.reports["draft"].items.get().answered_by == world.cast.oka


def test_nobody_lends_the_role_of_another_agency(world: World) -> None:
    head = Membership.objects.get(user=world.cast.hadi)
    sari = Membership.objects.get(user=world.cast.sari)
    asked = {"lent": head.pk, "receiver": sari.pk, "first_day": "2026-01-01", "last_day": "2999-01-01", "reason": "x"}

    assert signed_in(world, "stranger").post("/progress/delegations/", asked).status_code == 422
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize("role", ["officer", "head", "stranger", "executive", "viewer", "nobody"])
def test_nobody_verifies_many_reports_whose_role_it_is_not(world: World, role: str) -> None:
    chosen = [f"{one.pk}:{one.version}" for one in world.reports.values()]

    answer = signed_in(world, role).post("/progress/queue/", {"step": "verify", "report": chosen})

    assert answer.status_code == (302 if role == "nobody" else 404)
    states = dict(ProgressReport.objects.values_list("pk", "state"))
    assert states == {one.pk: state for state, one in world.reports.items()}


def test_a_rule_and_a_group_are_the_coordinators_alone(world: World) -> None:
    rule = {"delivered": 1, "on_time": 0, "first_try": 0, "evidence": 0, "reason": "x"}
    for role in ("officer", "head", "stranger", "verifier", "executive", "viewer"):
        browser = signed_in(world, role)
        assert browser.post("/progress/participation/rule/", rule).status_code == 404
        assert browser.post(f"/progress/groups/{world.group_member.pk}/end/").status_code == 404
    world.group_member.refresh_from_db()
    assert world.group_member.valid_until is None


def test_guessed_keys_are_refused_alike_and_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """A key has more than two hundred bits, so that guessing needs no lock; what is tried is seen in the log."""
    browser, answers = Client(), set()
    with caplog.at_level(logging.WARNING, logger="django.request"):
        for number in range(20):
            key = f"srb_{number:043}" if number % 2 else "x" * number
            answer = browser.get("/data/", HTTP_AUTHORIZATION=f"Bearer {key}")
            answers.add((answer.status_code, answer.content))

    assert len(answers) == 1
    assert {status for status, _body in answers} == {401}
    assert sum("/data/" in record.getMessage() for record in caplog.records) == 20
