"""What hangs on a confidential item is on no page, in no file and in no message of whoever may not see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.meetings import queries
from serambi.apps.meetings.models import Action, BodyMember, Decision
from serambi.apps.meetings.reminders import due_items, due_lines
from serambi.apps.meetings.tests.builders import TODAY, finished
from serambi.apps.meetings.tests.held import Held, make_body, make_held
from tests.cast import Cast, make_plan, make_program

SignIn = Callable[[User], Client]
SECRETS = ("Lahan depo ditawar ulang", "Menaksir harga lahan")


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


@pytest.fixture
def held(cast: Cast) -> Held:
    found = make_held(cast, make_body(cast), state="signed_off")
    program = make_program(make_plan(cast.region), "P-1")
    for model in (Action, Decision):
        model._default_manager.update(program=program)
    return found


def secret(model: Any) -> Any:
    return model.objects.get(item__is_confidential=True)


def addresses(held: Held) -> list[str]:
    meeting = f"/meetings/{held.meeting.pk}/"
    files = [f"/meetings/{name}/?format=csv&state=all" for name in ("actions", "decisions", "matrix")]
    pages = ["actions/?state=all", "decisions/", "matrix/", "effect/", "coordination/"]
    own = [f"/meetings/{page}" for page in pages]
    return [meeting, f"{meeting}documents/", *own, "/programs/P-1/", "/progress/", *files]


def text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode())


@pytest.mark.parametrize("who", ["sari", "vera", "wati", "bima"])
def test_no_page_and_no_file_says_it_to_whoever_may_not_see_it(
    cast: Cast, held: Held, signed_in: SignIn, who: str
) -> None:
    browser = signed_in(cast.people[who])
    for address in addresses(held):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        shown = text(answer)
        assert not [words for words in SECRETS if words in shown], address
    action, decision = secret(Action), secret(Decision)
    assert browser.get(action.get_absolute_url()).status_code == 404
    assert browser.get(decision.get_absolute_url()).status_code == 404
    assert browser.get(f"/files/of/meetings.action/{action.pk}/").status_code == 404


def test_the_coordinator_and_the_members_see_it(cast: Cast, held: Held, signed_in: SignIn) -> None:
    BodyMember.objects.create(body=held.meeting.body, user=cast.bima)
    for who in (cast.rani, cast.bima):
        browser = signed_in(who)
        assert all(words in text(browser.get(f"/meetings/{held.meeting.pk}/")) for words in SECRETS)
        assert browser.get(secret(Action).get_absolute_url()).status_code == 200
        assert browser.get(secret(Decision).get_absolute_url()).status_code == 200


def test_an_agency_sees_what_it_has_to_do_itself(cast: Cast, held: Held, signed_in: SignIn) -> None:
    action = secret(Action)
    assert signed_in(cast.oka).get(action.get_absolute_url()).status_code == 200
    assert SECRETS[1] in [str(one.text) for one in queries.actions_waiting_for(cast.oka, today=TODAY)]
    assert signed_in(cast.oka).get(secret(Decision).get_absolute_url()).status_code == 404


def test_verifiers_are_not_told_of_it(cast: Cast, held: Held) -> None:
    finished(cast, secret(Action))
    assert due_lines(cast.vera, TODAY) == []
    items = {item.key: item for item in due_items(TODAY + dt.timedelta(days=30))}
    waiting = items[f"action-done-{secret(Action).pk}"]
    assert waiting.owners == frozenset({cast.rani.pk})
