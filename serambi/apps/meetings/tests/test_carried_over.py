"""An action over three meetings: it comes back first, older each time, until it is done and verified."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from serambi.apps.meetings import queries, services
from serambi.apps.meetings.models import Action, Meeting, MeetingBody
from serambi.apps.meetings.queries.suggestions import suggestions_for
from serambi.apps.meetings.reminders import due_lines
from serambi.apps.meetings.tests.builders import TODAY, finished, make_action, make_body, moved, planned
from serambi.apps.plans.models import Stage
from tests.cast import Cast, make_plan, make_program

DAYS = dt.date(2026, 7, 2), dt.date(2026, 8, 6), dt.date(2026, 9, 3)


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


@pytest.fixture
def body(cast: Cast) -> MeetingBody:
    """Return a body whose programs are late too, so that an action is not the only thing that is proposed."""
    plan = make_plan(cast.region)
    make_program(plan, "TELAT", stage=Stage.EXECUTION, ends_on=TODAY - dt.timedelta(days=900), lead=cast.dlh)
    return make_body(cast)


def proposed(meeting: Meeting) -> list[str]:
    """Return which kinds of things are proposed for a meeting, in their order."""
    return [one.suggestion.key.partition(":")[0] for one in suggestions_for(meeting, today=TODAY).ranked]


def seen(action: Action) -> int:
    action.refresh_from_db()
    return action.meetings_seen


def test_an_action_stands_first_until_it_is_done_and_verified(cast: Cast, body: MeetingBody) -> None:
    first, second, third = (planned(cast, body, day) for day in DAYS)
    moved(cast, first, "invite", "begin")
    action = make_action(cast, "Adendum paket 2", meeting=first, due_on=TODAY + dt.timedelta(days=30))
    moved(cast, first, "close", "circulate", "sign-off")
    assert proposed(first) == ["behind"]  # no meeting is reminded of what it agreed on itself

    for ages, meeting in enumerate((second, third)):
        assert proposed(meeting) == ["action", "behind"]
        assert seen(action) == ages
        moved(cast, meeting, "invite", "begin")
        assert seen(action) == ages + 1
        assert queries.carried_over(meeting) == [action]
        moved(cast, meeting, "close")

    fourth = planned(cast, body, TODAY)
    ranked = suggestions_for(fourth, today=TODAY).ranked
    assert (ranked[0].suggestion.action, ranked[0].suggestion.urgency) == (action, 40)
    # It is not on the agenda of the fourth because somebody typed it: it is taken over with where it comes from.
    item = services.take_suggestion(fourth, ranked[0].suggestion.key, by=cast.rani, today=TODAY)
    assert (item.action, item.suggestion) == (action, f"action:{action.pk}")
    services.remove_item(item, by=cast.rani)

    # Done by what its agency says: it waits for a verifier. Sent back, it is an open action again, as old as it was.
    finished(cast, action)
    assert proposed(fourth) == ["behind"]
    assert [one.text for one in due_lines(cast.vera, TODAY)] == ["Adendum paket 2"]
    services.move_action(action, "return", by=cast.vera, today=TODAY, said="Naskah belum ditandatangani.")
    assert proposed(fourth) == ["action", "behind"]
    assert [one.text for one in due_lines(cast.oka, TODAY)] == ["Adendum paket 2"]

    finished(cast, action)
    services.move_action(action, "verify", by=cast.vera, today=TODAY)
    assert proposed(fourth) == ["behind"]
    moved(cast, fourth, "invite", "begin")
    assert queries.carried_over(fourth) == []
    assert seen(action) == 2
    assert due_lines(cast.oka, TODAY) == due_lines(cast.vera, TODAY) == []
