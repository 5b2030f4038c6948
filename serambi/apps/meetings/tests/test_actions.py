"""Actions: what is agreed, every move of the table by its people, and who is asked next."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Role
from serambi.apps.audit.models import Entry
from serambi.apps.meetings import errors, queries, services
from serambi.apps.meetings.models import Action, ActionMove, ActionState
from serambi.apps.meetings.queries import WantedActions
from serambi.apps.meetings.reminders import due_items, due_lines
from serambi.apps.meetings.services import ActionFacts
from serambi.apps.meetings.tests.builders import TODAY, finished, make_action, make_decision
from serambi.apps.meetings.workflow import MOVES
from serambi.apps.progress.services import delegate
from tests.cast import Cast, make_plan, make_program

LATER = dt.date(2026, 11, 2)


def texts(user: User, **wanted: Any) -> list[str]:
    return [one.text for one in queries.actions(WantedActions(**wanted), user, today=LATER)]


def fresh(user: User) -> User:
    """Return the person as a new request has them, without what was kept on them."""
    return User.objects.get(pk=user.pk)


def test_an_action_needs_what_its_origin_says(cast: Cast) -> None:
    with pytest.raises(errors.SourceMissing):
        make_action(cast, origin="decision")
    with pytest.raises(errors.SourceYearMissing):
        make_action(cast, origin="assessment")
    with pytest.raises(errors.ActionTextMissing):
        make_action(cast, " ")
    with pytest.raises(errors.DueInPast):
        make_action(cast, due_on=dt.date(2026, 10, 5))
    with pytest.raises(errors.NotAMember):
        make_action(cast, person=cast.sari)
    with pytest.raises(errors.NotACoordinator):
        services.record_action(ActionFacts("X", cast.dlh, TODAY, origin="agreement"), by=cast.oka, today=TODAY)

    decision = make_decision(cast)
    made = make_action(cast, origin="decision", decision=decision, person=cast.oka, source_year=2025)
    assert (made.decision, made.source_year, made.state) == (decision, None, ActionState.OPEN)
    # What assessors recommended a year ago may be overdue when it is recorded.
    late = make_action(cast, origin="assessment", source_year=2025, due_on=dt.date(2025, 12, 1))
    assert late.days_late_on(dt.date(2025, 12, 4)) == 3


def test_from_open_to_verified(cast: Cast) -> None:
    action = make_action(cast)

    done = finished(cast, action)
    assert (done.state, done.outcome, done.finished_by) == (ActionState.DONE, "Ditandatangani 5 Oktober.", cast.oka)
    verified = services.move_action(done, "verify", by=cast.vera, today=TODAY)

    assert verified.state == ActionState.VERIFIED
    assert [(one.move, one.by) for one in queries.timeline(action)] == [("verify", cast.vera), ("finish", cast.oka)]
    entries = Entry.objects.filter(object_type="meetings.action", object_id=str(action.pk)).order_by("pk")
    assert [one.after.get("state") for one in entries] == ["open", "done", "verified"]


def test_done_needs_to_be_said(cast: Cast) -> None:
    action = make_action(cast)
    with pytest.raises(errors.NoEvidence):
        services.move_action(action, "finish", by=cast.oka, today=TODAY, said="Sudah")
    with pytest.raises(errors.NothingSaid):
        services.move_action(action, "finish", by=cast.oka, today=TODAY, without_evidence="Lisan")


def test_who_did_it_does_not_verify_it(cast: Cast) -> None:
    """Rani coordinates, so she may verify; here she also did it herself."""
    action = make_action(cast, agency=cast.diskominfo, person=cast.rani)
    done = finished(cast, action, by=cast.rani)

    for name in ("verify", "return"):
        with pytest.raises(errors.OwnWork):
            services.move_action(done, name, by=cast.rani, today=TODAY, said="Bagus")
    assert services.move_action(done, "verify", by=cast.vera, today=TODAY).state == ActionState.VERIFIED


def test_every_move_is_its_people_s_alone(cast: Cast) -> None:
    may = {
        "owner": {"oka", "hadi"},
        "verifier": {"vera", "rani"},
        "coordinator": {"rani"},
    }
    for move in MOVES:
        for name, person in cast.people.items():
            action = make_action(cast)
            Action.objects.filter(pk=action.pk).update(state=move.before)
            given = {"said": "Karena begitu", "without_evidence": "Lisan"}
            if name in may[move.who]:
                moved = services.move_action(action, move.name, by=person, today=TODAY, **given)
                assert moved.state == move.after
            else:
                with pytest.raises(errors.NotYours):
                    services.move_action(action, move.name, by=person, today=TODAY, **given)


def test_a_move_from_the_wrong_state_or_an_old_page_is_refused(cast: Cast) -> None:
    action = make_action(cast)
    with pytest.raises(errors.MoveNotOpen):
        services.move_action(action, "verify", by=cast.vera, today=TODAY)
    finished(cast, action)
    with pytest.raises(errors.MoveNotOpen):
        finished(cast, action)
    with pytest.raises(errors.ChangedMeanwhile):
        services.move_action(action, "verify", by=cast.vera, today=TODAY, seen=1)
    for name in ("return", "take-back"):
        with pytest.raises(errors.NothingSaid):
            services.move_action(action, name, by=cast.vera if name == "return" else cast.oka, today=TODAY)
    assert ActionMove.objects.filter(action=action).count() == 1


def test_what_came_back_is_open_again_and_keeps_its_history(cast: Cast) -> None:
    action = finished(cast, make_action(cast))
    services.move_action(action, "return", by=cast.vera, today=TODAY, said="Tanda tangan belum ada")

    action.refresh_from_db()
    assert action.state == ActionState.OPEN
    assert action.days_late_on(dt.date(2026, 10, 27)) == 3
    assert queries.timeline(action)[0].said == "Tanda tangan belum ada"
    assert finished(cast, action, by=cast.hadi).finished_by == cast.hadi


def test_who_stands_in_is_named_with_for_whom(cast: Cast) -> None:
    delegate(
        cast.dlh, role=Role.HEAD, giver=cast.hadi, receiver=cast.oka, first_day=TODAY, last_day=LATER,
        reason="Cuti", by=cast.hadi, today=TODAY,
    )  # fmt: skip
    finished(cast, make_action(cast), by=fresh(cast.oka))
    # Oka is an officer there anyway, so acts for himself.
    assert ActionMove.objects.get().on_behalf_of is None


def test_an_open_action_is_changed_for_a_reason(cast: Cast) -> None:
    action = make_action(cast)
    facts = ActionFacts("Adendum", cast.dinkes, LATER, origin="agreement", priority="high")
    with pytest.raises(errors.NothingSaid):
        services.change_action(action, facts, reason="", by=cast.rani, today=TODAY, seen=1)
    changed = services.change_action(action, facts, reason="Pindah urusan", by=cast.rani, today=TODAY, seen=1)
    assert (changed.agency, changed.due_on, changed.priority) == (cast.dinkes, LATER, "high")
    with pytest.raises(errors.ChangedMeanwhile):
        services.change_action(action, facts, reason="Lagi", by=cast.rani, today=TODAY, seen=1)
    services.move_action(action, "cancel", by=cast.rani, today=TODAY, said="Batal")
    with pytest.raises(errors.Settled):
        services.change_action(action, facts, reason="Lagi", by=cast.rani, today=TODAY, seen=3)


def test_the_tracker_is_narrowed(cast: Cast) -> None:
    make_action(cast, "Satu", person=cast.oka, due_on=dt.date(2026, 10, 30))
    make_action(cast, "Dua", agency=cast.dinkes, due_on=dt.date(2026, 12, 1))
    make_action(cast, "Tiga", origin="assessment", source_year=2025, due_on=dt.date(2026, 11, 20))
    done = finished(cast, make_action(cast, "Empat"))
    services.move_action(make_action(cast, "Lima"), "cancel", by=cast.rani, today=TODAY, said="Batal")

    assert texts(cast.wati) == ["Satu", "Tiga", "Dua", "Empat"]
    assert texts(cast.wati, state="overdue") == ["Satu"]
    assert texts(cast.oka, whose="mine") == ["Satu"]
    assert texts(cast.sari, whose="agency") == ["Dua"]
    assert texts(cast.vera, whose="check", state="all") == [done.text]
    assert texts(cast.oka, whose="check", state="all") == []
    assert texts(cast.wati, state="cancelled") == ["Lima"]
    assert texts(cast.wati, origin="assessment") == ["Tiga"]
    assert texts(cast.wati, agency="DINKES") == texts(cast.wati, text="kesehatan dua") == ["Dua"]
    assert texts(cast.wati, state="all", sort="-due") == ["Dua", "Tiga", "Satu", "Empat", "Lima"]
    counts = queries.count_actions(cast.wati, today=LATER)
    assert (counts.open, counts.overdue, counts.done, counts.cancelled, counts.everything) == (3, 1, 1, 1, 5)


def test_who_is_reminded_of_what(cast: Cast) -> None:
    own = make_action(cast, "Satu", person=cast.hadi)
    common = make_action(cast, "Dua")
    done = finished(cast, make_action(cast, "Tiga"))

    found = {one.key: one for one in due_items(TODAY)}

    assert found[f"action-{own.pk}"].owners == {cast.hadi.pk}
    assert found[f"action-{common.pk}"].owners == {cast.oka.pk}
    assert found[f"action-{common.pk}"].heads == {cast.hadi.pk}
    assert found[f"action-{common.pk}"].due_on == common.due_on
    assert found[f"action-done-{done.pk}"].owners == {cast.vera.pk}
    assert found[f"action-done-{done.pk}"].subject["id"].startswith("DLH: Tiga")
    assert len(found) == 3


def test_what_waits_stands_on_the_page_of_what_is_due(cast: Cast) -> None:
    make_action(cast, "Satu", person=cast.hadi)
    make_action(cast, "Dua")
    finished(cast, make_action(cast, "Tiga"))

    def lines(user: User) -> list[str]:
        return [one.text for one in due_lines(fresh(user), TODAY)]

    assert lines(cast.oka) == ["Dua"]
    assert sorted(lines(cast.hadi)) == ["Dua", "Satu"]
    assert lines(cast.vera) == ["Tiga"]
    assert lines(cast.wati) == lines(cast.sari) == []


def test_a_program_has_its_actions(cast: Cast) -> None:
    program = make_program(make_plan(cast.region), "LING-1")
    made = make_action(cast, program=program)
    make_action(cast, "Lain")

    assert queries.actions_of_program(program) == [made]
