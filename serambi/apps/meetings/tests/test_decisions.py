"""Decisions: numbers, the chain of what replaced what, corrections, and finding them again."""

from __future__ import annotations

import datetime as dt

import pytest

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.meetings import errors, queries, services
from serambi.apps.meetings.models import Decision
from serambi.apps.meetings.queries import WantedDecisions
from serambi.apps.meetings.services import DecisionFacts
from serambi.apps.meetings.tests.builders import TODAY, make_action, make_decision
from tests.cast import Cast, make_plan, make_program


def names(**wanted: object) -> list[str]:
    reader = User.objects.get(name="Wati")
    return [one.name for one in queries.decisions(WantedDecisions(**wanted), reader, today=TODAY)]  # type: ignore[arg-type]


def test_each_year_has_its_own_numbers(cast: Cast) -> None:
    made = [
        make_decision(cast, decided_on=day)
        for day in (dt.date(2025, 12, 30), dt.date(2026, 1, 5), dt.date(2025, 3, 1), dt.date(2026, 2, 1))
    ]

    assert [one.name for one in made] == ["2025/1", "2026/1", "2025/2", "2026/2"]
    assert names() == ["2026/2", "2026/1", "2025/2", "2025/1"]


def test_recording_leaves_an_entry(cast: Cast) -> None:
    decision = make_decision(cast)

    entry = Entry.objects.get(object_type="meetings.decision", object_id=str(decision.pk))
    assert (entry.verb, entry.actor_id, entry.after["number"]) == (Verb.CREATED, cast.rani.pk, 1)


def test_only_the_coordinator_records(cast: Cast) -> None:
    facts = DecisionFacts(text="Pindah", decided_by="Dewan", decided_on=TODAY)
    for person in (cast.oka, cast.hadi, cast.vera, cast.bima, cast.wati):
        with pytest.raises(errors.NotACoordinator):
            services.record_decision(facts, by=person, today=TODAY)
    assert not Decision.objects.exists()


def test_what_cannot_be_is_refused(cast: Cast) -> None:
    with pytest.raises(errors.TextMissing):
        make_decision(cast, "  ")
    with pytest.raises(errors.DecidedInFuture):
        make_decision(cast, decided_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(errors.EffectiveBeforeDecided):
        make_decision(cast, effective_from=dt.date(2026, 9, 30))
    # A refused decision uses up no number.
    assert make_decision(cast).name == "2026/1"


def test_a_chain_leads_from_the_first_to_what_holds_now(cast: Cast) -> None:
    first = make_decision(cast, "Sepuluh titik.", decided_on=dt.date(2025, 5, 2))
    second = make_decision(cast, "Delapan titik.", decided_on=dt.date(2026, 3, 1), supersedes=first)
    third = make_decision(cast, "Enam titik.", supersedes=second)

    for one in (first, second, third):
        found = queries.get_decision_for(cast.oka, one.year, one.number)
        assert queries.chain_of(found) == [first, second, third]
    assert names(validity="valid") == [third.name]
    assert names(validity="superseded") == [second.name, first.name]


def test_the_earlier_one_holds_until_the_later_takes_effect(cast: Cast) -> None:
    first = make_decision(cast, "Sepuluh titik.")
    later = make_decision(cast, "Delapan titik.", supersedes=first, effective_from=dt.date(2027, 1, 1))

    assert names(validity="valid") == [first.name]
    assert names(validity="coming") == [later.name]
    assert names(validity="superseded") == []


def test_a_decision_is_superseded_once_and_by_a_later_one(cast: Cast) -> None:
    first = make_decision(cast)
    second = make_decision(cast, supersedes=first)

    with pytest.raises(errors.AlreadySuperseded) as found:
        make_decision(cast, supersedes=first)
    assert second.name in str(found.value)
    with pytest.raises(errors.SupersedesLater):
        make_decision(cast, decided_on=dt.date(2026, 2, 1), supersedes=second)


def test_a_correction_keeps_number_and_what_was_written(cast: Cast) -> None:
    decision = make_decision(cast, "Tiga titik dipndah.")
    facts = DecisionFacts(text="Tiga titik dipindah.", decided_by="Dewan", decided_on=dt.date(2026, 9, 30))

    with pytest.raises(errors.NothingSaid):
        services.correct_decision(decision, facts, reason=" ", by=cast.rani, today=TODAY)
    with pytest.raises(errors.ChangedMeanwhile):
        services.correct_decision(decision, facts, reason="Salah ketik", by=cast.rani, today=TODAY, seen=7)
    services.correct_decision(decision, facts, reason="Salah ketik", by=cast.rani, today=TODAY, seen=1)

    decision.refresh_from_db()
    assert (decision.name, decision.text, decision.version) == ("2026/1", "Tiga titik dipindah.", 2)
    entry = Entry.objects.filter(object_type="meetings.decision", verb=Verb.CHANGED).get()
    assert (entry.before["text"], entry.reason) == ("Tiga titik dipndah.", "Salah ketik")
    moved = DecisionFacts(text="Tiga titik.", decided_by="Dewan", decided_on=dt.date(2025, 9, 30))
    with pytest.raises(errors.YearFixed):
        services.correct_decision(decision, moved, reason="Salah tahun", by=cast.rani, today=TODAY)


def test_decisions_are_found_by_words_number_and_year(cast: Cast) -> None:
    program = make_program(make_plan(cast.region), "LING-1", name="Bank sampah")
    bank = make_decision(cast, "Gedung dipinjam.", basis="Perbup 12/2025", program=program)
    other = make_decision(cast, "Wifi di balai desa.", decided_on=dt.date(2025, 4, 1))

    assert names(text="2026/1") == names(text="perbup gedung") == names(text="sampah") == [bank.name]
    assert names(text="LING-1") == [bank.name]
    assert names(year=2025) == names(text="WIFI") == [other.name]
    assert names(text="pelabuhan") == []
    assert queries.decisions_of_program(program) == [bank]


def test_a_decision_knows_how_many_of_its_actions_are_settled(cast: Cast) -> None:
    decision = make_decision(cast)
    for text in ("Satu", "Dua", "Tiga"):
        made = make_action(cast, text, origin="decision", decision=decision)
    services.move_action(made, "cancel", by=cast.rani, today=TODAY, said="Tidak perlu lagi")

    found = queries.decisions(WantedDecisions(), cast.wati, today=TODAY).get()
    assert (found.action_count, found.open_actions) == (2, 2)  # type: ignore[attr-defined]  # annotated
