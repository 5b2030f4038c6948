"""A meeting of the invented regency that was held on 1 October 2026, for tests of what it led to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from serambi.apps.meetings import services
from serambi.apps.meetings.models import (
    Action,
    ActionMove,
    ActionState,
    AgendaItem,
    Attendance,
    Decision,
    Invitation,
    InvitationLetter,
    Meeting,
    MeetingBody,
    Minute,
    Vote,
)
from serambi.apps.meetings.tests.builders import TODAY, make_action, make_decision
from tests.cast import Cast

SECRET = "Sengketa lahan depo"


def at(day: dt.date, hour: int = 9, minute: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def make_body(cast: Cast, code: str = "team", **facts: Any) -> MeetingBody:
    given = {"code": code, "name": "Tim Pelaksana", "usual_title": "Rakor Smart City", "cadence_days": 31, **facts}
    return services.create_body(given, by=cast.rani)


def make_meeting(body: MeetingBody, day: dt.date, *, state: str = "closed", **facts: Any) -> Meeting:
    """Return a meeting that was held on that day, from nine to eleven."""
    given: dict[str, Any] = {
        "title": "Rakor Smart City Triwulan III", "starts_at": at(day), "ends_at": at(day, 11),
        "place": "Aula Serumpun", "state": state, "state_since": at(day, 11), "began_at": at(day, 9, 5),
        "ended_at": at(day, 11, 10),
        "chair": "Sekretaris Daerah", "note_taker": "Notulis Serumpun", **facts,
    }  # fmt: skip
    return Meeting.objects.create(body=body, **given)


def agreed(cast: Cast, meeting: Meeting, text: str, *, due: dt.date, **facts: Any) -> Action:
    """Return an action that was agreed on at a meeting of any day."""
    action = make_action(cast, text, due_on=max(due, TODAY), **facts)
    day = meeting.began_at or meeting.starts_at
    columns = {"meeting": meeting, "due_on": due, "recorded_at": day, "state_since": day}
    Action.objects.filter(pk=action.pk).update(**columns)
    action.refresh_from_db()
    return action


def went(action: Action, name: str, after: str, when: dt.datetime, by: Any) -> None:
    """Write that a move was made on any day."""
    ActionMove.objects.create(action=action, move=name, before=action.state, after=after, by=by, at=when)
    action.state, action.state_since = after, when
    if name == "finish":
        action.outcome, action.without_evidence, action.finished_by = "Sudah dikerjakan.", "Naskah di Setda.", by
    action.save()


def done_and_verified(cast: Cast, action: Action, *, done: dt.datetime, verified: dt.datetime) -> None:
    went(action, "finish", ActionState.DONE, done, cast.oka)
    went(action, "verify", ActionState.VERIFIED, verified, cast.vera)


@dataclass(frozen=True)
class Held:
    meeting: Meeting
    items: list[AgendaItem]
    decision: Decision
    secret: AgendaItem
    action: Action


def make_held(cast: Cast, body: MeetingBody, *, state: str = "closed") -> Held:
    """Return a meeting with everything: two open items and a confidential one, each with what hangs on it."""
    day = dt.date(2026, 10, 1)
    meeting = make_meeting(body, day, state=state)
    InvitationLetter.objects.create(meeting=meeting, number="000.1.5/117/DISKOMINFO/2026")
    items = [
        AgendaItem.objects.create(
            body=body, meeting=meeting, position=position, title=title, is_confidential=title == SECRET,
            began_at=at(day, 9, 10 + position), presenter_name="Kepala DLH",
        )
        for position, title in enumerate(("Sampah terpilah", "Satu data", SECRET), start=1)
    ]  # fmt: skip
    first, _second, secret = items
    for minute, (item, text) in enumerate(
        [(None, "Rapat dibuka."), (first, "Angka Juli belum masuk.\n\nDLH menjelaskan sebabnya."),
         (secret, "Harga lahan dirahasiakan."), (None, "Rapat ditutup.")]
    ):  # fmt: skip
        Minute.objects.create(meeting=meeting, item=item, text=text, author=cast.rani, at=at(day, 9, 10 + minute))
    decision = make_decision(cast, "Angka sampah dilaporkan setiap bulan.", basis="Perbup 7/2026")
    hidden = make_decision(cast, "Lahan depo ditawar ulang.")
    action = agreed(cast, meeting, "Mengirim angka sampah per kecamatan", due=dt.date(2026, 10, 24))
    quiet = agreed(cast, meeting, "Menaksir harga lahan", due=dt.date(2026, 10, 24))
    Decision.objects.filter(pk=decision.pk).update(meeting=meeting, item=first)
    Decision.objects.filter(pk=hidden.pk).update(meeting=meeting, item=secret)
    Action.objects.filter(pk=action.pk).update(item=first, decision=decision, origin="decision")
    Action.objects.filter(pk=quiet.pk).update(item=secret)
    for item, question in ((first, "Setiap bulan?"), (secret, "Tawar ulang?")):
        vote = Vote.objects.create(
            meeting=meeting, item=item, question=question, opened_at=at(day, 10), closed_at=at(day, 10, 5)
        )
        vote.ballots.create(organization=cast.dlh, choice="yes", at=at(day, 10, 1))
        vote.ballots.create(organization=cast.diskominfo, choice="no", at=at(day, 10, 1))
    invited = Invitation.objects.create(meeting=meeting, organization=cast.dlh)
    Invitation.objects.create(meeting=meeting, organization=cast.dinkes)
    Attendance.objects.create(
        meeting=meeting, invitation=invited, organization=cast.dlh, name="Wakil DLH", position="Sekretaris",
        how="noted", at=at(day),
    )  # fmt: skip
    action.refresh_from_db()
    decision.refresh_from_db()
    return Held(meeting, items, decision, secret, action)
