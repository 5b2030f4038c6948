"""The illustration of meetings: bodies, meetings that were held with what they led to, and some to come."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone, translation

from serambi.apps.agencies.models import Organization
from serambi.apps.meetings.models import (
    Action,
    ActionMove,
    AgendaItem,
    Attendance,
    BodyKind,
    BodyMember,
    CheckIn,
    Decision,
    DecisionYear,
    Invitation,
    InvitationLetter,
    Meeting,
    MeetingBody,
    MeetingMove,
    MeetingState,
    MemberRole,
    Minute,
    Origin,
    Priority,
    SealedMinutes,
)
from serambi.apps.meetings.services.sealing import seal
from serambi.apps.meetings.workflow import FINISH, MEETING_MOVES, move_named
from serambi.apps.plans.models import MasterPlan, Program
from serambi.exchange.content.folder import ContentRefused
from serambi.exchange.content.loaded import Loaded, by_code
from serambi.methods.periods import Frequency, Period
from serambi.ui import formats

FILE = "meetings.toml"
# The way of a meeting to each state, with the days from its own at which each move was made.
_WAY = {
    MeetingState.DRAFT: (),
    MeetingState.INVITED: (("invite", -7),),
    MeetingState.SIGNED_OFF: (("invite", -7), ("begin", 0), ("close", 0), ("circulate", 2), ("sign-off", 6)),
}
# How many minutes after nine the room begins, and leaves before the time that was planned.
_BEGINS_LATE, _ENDS_EARLY = dt.timedelta(minutes=5), dt.timedelta(minutes=10)
_SATURDAY = 5

Told = Mapping[str, Any]


@dataclass
class Scene:
    """What is looked up again and again while meetings are made."""

    today: dt.date
    organizations: Mapping[str, Organization]
    programs: Mapping[str, Program]
    bodies: dict[str, MeetingBody] = field(default_factory=dict)

    def organization(self, code: str) -> Organization:
        found: Organization = _found(self.organizations, code, "organization")
        return found

    def program(self, told: Told) -> Program | None:
        code = told.get("program", "")
        return _found(self.programs, code, "program") if code else None


def load_meetings(folder: Path, plan: MasterPlan, loaded: Loaded, *, today: dt.date) -> None:
    """Add the bodies of meetings.toml that are not there yet, with their meetings, all marked as illustration.

    Raises ContentRefused for what is not known.
    """
    path = folder / FILE
    if not path.exists():
        return
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentRefused(f"{FILE}: {error}") from error
    known = set(MeetingBody.objects.values_list("code", flat=True))
    programs = {program.code: program for program in plan.programs.all()}
    scene = Scene(today, by_code(Organization, "abbreviation"), programs)
    for one in told.get("body", ()):
        if one["code"] not in known:
            scene.bodies[one["code"]] = _body(one, scene)
    loaded.count("bodies", len(scene.bodies))
    meetings = [one for one in told.get("meeting", ()) if one["body"] in scene.bodies]
    for one in sorted(meetings, key=lambda one: one["day"]):
        _meeting(one, scene)
    loaded.count("meetings", len(meetings))


def remove_meetings() -> dict[str, int]:
    """Remove what is marked and nothing real hangs on; return how many of each kind there were.

    A made-up meeting for which somebody recorded a real decision stays with it, and so does its body.
    """
    removed: dict[str, int] = {}

    def drop(found: Any) -> None:
        count = found.count()
        if count:
            removed[str(found.model._meta.verbose_name_plural)] = count
            found.delete()

    drop(Action.objects.filter(is_illustration=True))
    drop(Decision.objects.filter(is_illustration=True, actions=None, superseded_by=None))
    made_up = Meeting.objects.filter(is_illustration=True, actions=None, decisions=None)
    SealedMinutes.objects.filter(meeting__in=made_up).delete()
    drop(made_up)
    for model in (Attendance, Minute, AgendaItem):
        drop(model._default_manager.filter(is_illustration=True, meeting__is_illustration=False))
    drop(MeetingBody.objects.filter(is_illustration=True, meetings=None))
    # A number that only the illustration had was never given.
    DecisionYear.objects.exclude(year__in=Decision.objects.values("year")).delete()
    return removed


# Making them --------------------------------------------------------------------------------------------------------


def _found(table: Mapping[str, Any], code: str, what: str) -> Any:
    if code not in table:
        raise ContentRefused(f"{FILE}: the {what} “{code}” is not known.")
    return table[code]


def _body(told: Told, scene: Scene) -> MeetingBody:
    names = ("code", "name", "quorum_percent", "cadence_days", "usual_title", "usual_place", "usual_minutes")
    facts = {name: told[name] for name in names if name in told}
    body = MeetingBody.objects.create(kind=BodyKind(told["kind"]), is_illustration=True, **facts)
    for member in told.get("members", ()):
        code, _separator, role = member.partition(":")
        BodyMember.objects.create(
            body=body, organization=scene.organization(code), role=MemberRole(role or MemberRole.MEMBER)
        )
    return body


def _meeting(told: Told, scene: Scene) -> None:
    body = scene.bodies[told["body"]]
    day = _working_day(scene.today + dt.timedelta(days=told["day"]))
    starts = _at(day, dt.time.fromisoformat(told["at"]))
    ends = starts + dt.timedelta(minutes=body.usual_minutes)
    state = MeetingState(told["state"])
    was_held = state == MeetingState.SIGNED_OFF
    with translation.override("id"):
        quarter = formats.period(Period.of(day, Frequency.QUARTER).previous())
    meeting = Meeting.objects.create(
        body=body,
        title=told["title"].replace("{quarter}", quarter),
        starts_at=starts,
        ends_at=ends,
        place=told.get("place", ""),
        state=state,
        state_since=starts,
        began_at=starts + _BEGINS_LATE if was_held else None,
        ended_at=ends - _ENDS_EARLY if was_held else None,
        chair=told.get("chair", ""),
        note_taker=told.get("note_taker", ""),
        is_illustration=True,
    )
    _moves(meeting, day)
    _invited(meeting, told, scene, day)
    items = _items(meeting, told, scene)
    if was_held:
        _carry_over(meeting)
        decisions = [_decision(one, meeting, items, scene) for one in told.get("decision", ())]
        for one in told.get("action", ()):
            _action(one, meeting, items, decisions, scene)
        meeting.refresh_from_db()  # as it is read when the seal is checked
        seal(meeting, now=meeting.state_since)
        meeting.save(update_fields=["minutes_digest"])


def _working_day(day: dt.date) -> dt.date:
    """Return the day, or the Monday after a weekend."""
    return day + dt.timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


def _moves(meeting: Meeting, day: dt.date) -> None:
    """Write how the meeting came to its state, along the table of moves."""
    before: str = MeetingState.DRAFT
    made: list[MeetingMove] = []
    for name, days in _WAY[MeetingState(meeting.state)]:
        step = next(one for one in MEETING_MOVES if one.name == name and one.before == before)
        at = {"begin": meeting.began_at, "close": meeting.ended_at}.get(name)
        moment = at or _at(day + dt.timedelta(days=days), dt.time(14))
        made.append(MeetingMove(meeting=meeting, move=name, before=before, after=step.after, at=moment))
        before = step.after
    MeetingMove.objects.bulk_create(made)
    if made:
        meeting.state_since = made[-1].at
        meeting.save(update_fields=["state_since"])


def _invited(meeting: Meeting, told: Told, scene: Scene, day: dt.date) -> None:
    sent = _at(day - dt.timedelta(days=7), dt.time(14)) if "letter" in told else None
    if sent is not None:
        InvitationLetter.objects.create(
            meeting=meeting, number=told["letter"], day=day - dt.timedelta(days=7), hal=f"Undangan {meeting.title}",
            sent_at=sent,
        )  # fmt: skip
    here = set(told.get("present", ()))
    by_letter = {}
    for code in told.get("invited", ()):
        answer = "comes" if code in here else "none"
        by_letter[code] = Invitation.objects.create(
            meeting=meeting, organization=scene.organization(code), answer=answer, sent_at=sent, sent_sequence=0
        )
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting, invitation=by_letter.get(code), organization=scene.organization(code),
            name=f"Perwakilan {code}", position="Pejabat yang ditunjuk", how=CheckIn.NOTED,
            at=meeting.starts_at - dt.timedelta(minutes=len(here) - number), is_illustration=True,
        )
        for number, code in enumerate(told.get("present", ()))
    )  # fmt: skip


def _items(meeting: Meeting, told: Told, scene: Scene) -> list[AgendaItem]:
    """Return the items in their order; of a meeting that was held they follow one another, with what was said."""
    began = meeting.began_at
    _say(meeting, None, told.get("opening", ""), began)
    clock = began + dt.timedelta(minutes=5) if began else None
    items = []
    for position, one in enumerate(told.get("item", ()), start=1):
        program = scene.program(one)
        length = dt.timedelta(minutes=one["minutes"])
        item = AgendaItem.objects.create(
            body=meeting.body, meeting=meeting, position=position, title=one["title"], minutes=one["minutes"],
            kind="program" if program is not None else "topic", program=program,
            presenter=scene.organization(one["presenter"]) if "presenter" in one else None,
            began_at=clock, ended_at=clock + length if clock else None, is_illustration=True,
        )  # fmt: skip
        for number, text in enumerate(one.get("said", ())):
            _say(meeting, item, text, clock + dt.timedelta(minutes=2 + 3 * number) if clock else None)
        clock = clock + length if clock else None
        items.append(item)
    _say(meeting, None, told.get("closing", ""), meeting.ended_at)
    return items


def _say(meeting: Meeting, item: AgendaItem | None, text: str, at: dt.datetime | None) -> None:
    if text and at is not None:
        Minute.objects.create(meeting=meeting, item=item, text=text, at=at, is_illustration=True)


def _carry_over(meeting: Meeting) -> None:
    """Count this meeting for what earlier ones of its body had left open when it began."""
    if meeting.began_at is None:
        return
    for action in Action.objects.filter(meeting__body=meeting.body, is_illustration=True):
        last = action.moves.filter(at__lt=meeting.began_at).order_by("-at", "-pk").first()
        if last is None or last.after == "open":
            action.meetings_seen += 1
            action.save(update_fields=["meetings_seen"])


def _decision(told: Told, meeting: Meeting, items: Sequence[AgendaItem], scene: Scene) -> Decision:
    item = items[told["item"] - 1]
    day = timezone.localtime(meeting.starts_at).date()
    counter, _made = DecisionYear.objects.get_or_create(year=day.year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return Decision.objects.create(
        year=day.year, number=counter.last, text=told["text"], basis=told.get("basis", ""),
        decided_by=told["decided_by"], decided_on=day, effective_from=day, meeting=meeting, item=item,
        program=scene.program(told), recorded_at=item.ended_at or meeting.starts_at, is_illustration=True,
    )  # fmt: skip


def _action(
    told: Told, meeting: Meeting, items: Sequence[AgendaItem], decisions: Sequence[Decision], scene: Scene
) -> None:
    item = items[told["item"] - 1]
    day = timezone.localtime(meeting.starts_at).date()
    recorded = item.ended_at or meeting.starts_at
    decision = decisions[told["decision"] - 1] if "decision" in told else None
    action = Action.objects.create(
        text=told["text"], agency=scene.organization(told["agency"]), due_on=day + dt.timedelta(days=told["due"]),
        priority=Priority(told["priority"]), origin=Origin.DECISION if decision else Origin.AGREEMENT,
        decision=decision, meeting=meeting, item=item, program=scene.program(told), state_since=recorded,
        recorded_at=recorded, is_illustration=True,
    )  # fmt: skip
    _way(action, told.get("way", ()), day, scene.today)


def _way(action: Action, told: Sequence[Sequence[Any]], day: dt.date, today: dt.date) -> None:
    """Make the moves of an action along their table; those of days to come have not been made yet."""
    for name, days, said in told:
        on = day + dt.timedelta(days=days)
        move = move_named(name, action.state)
        if move is None:
            raise ContentRefused(f"{FILE}: “{action}” cannot {name} while it is {action.state}.")
        if on >= today:
            return
        at = _at(on, dt.time(10, 30))
        ActionMove.objects.create(action=action, move=name, before=move.before, after=move.after, at=at, said=said)
        action.state, action.state_since = move.after, at
        if name == FINISH:
            action.outcome, action.without_evidence = said, "Contoh, tanpa berkas."
        action.save()
