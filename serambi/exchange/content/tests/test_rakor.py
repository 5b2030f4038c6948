"""Made-up meetings: what a file may say, and what stays when they are taken away."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from serambi.apps.meetings.models import Action, Decision, DecisionYear, Meeting, MeetingBody
from serambi.apps.meetings.queries import seal_of
from serambi.apps.plans.models import MasterPlan
from serambi.exchange.content.folder import ContentRefused
from serambi.exchange.content.loaded import Loaded
from serambi.exchange.content.rakor import load_meetings, remove_meetings
from tests.cast import Cast, make_plan

TODAY = dt.date(2026, 11, 25)  # a Wednesday
FILE = """
[[body]]
code = "team"
name = "Tim Pelaksana"
kind = "team"
usual_title = "Rakor"
usual_minutes = 60
members = ["DISKOMINFO:secretary", "DLH"]
[[meeting]]
body = "team"
day = -30
at = "09:00"
title = "Rakor {quarter}"
state = "signed_off"
letter = "ILUSTRASI/1"
invited = ["DLH", "DINKES"]
present = ["DLH"]
[[meeting.item]]
title = "Sampah"
minutes = 20
said = ["Dibahas."]
[[meeting.decision]]
text = "Dilaporkan setiap bulan."
decided_by = "Tim"
item = 1
[[meeting.action]]
text = "Kirim angka"
agency = "DLH"
item = 1
decision = 1
due = 10
priority = "high"
way = [["finish", 8, "Dikirim."], ["verify", 9, ""], ["reopen", 400, "Nanti."]]
"""


def load(folder: Path, cast: Cast, text: str = FILE) -> Loaded:
    (folder / "meetings.toml").write_text(text)
    loaded = Loaded()
    plan = MasterPlan.objects.first() or make_plan(cast.region)
    load_meetings(folder, plan, loaded, today=TODAY)
    return loaded


def test_a_meeting_was_held_on_a_working_day_with_all_that_followed(cast: Cast, tmp_path: Path) -> None:
    assert load(tmp_path, cast).added == {"bodies": 1, "meetings": 1}

    meeting = Meeting.objects.get()
    assert (meeting.starts_at.astimezone().date(), meeting.title) == (dt.date(2026, 10, 26), "Rakor Triwulan III 2026")
    assert [one.move for one in meeting.moves.all()] == ["sign-off", "circulate", "close", "begin", "invite"]
    action = Action.objects.get()
    assert (action.state, action.due_on) == ("verified", dt.date(2026, 11, 5))
    assert [one.move for one in action.moves.all()] == ["verify", "finish"]  # what is to come has not been made
    assert Decision.objects.get().name == "2026/1"
    seal = seal_of(meeting)
    assert seal is not None
    assert (seal.holds, seal.differences) == (True, [])


def test_it_is_loaded_once(cast: Cast, tmp_path: Path) -> None:
    load(tmp_path, cast)
    assert load(tmp_path, cast).added == {}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('agency = "DLH"', 'agency = "DPR"', "DPR"),
        ('["reopen", 400', '["finish", 20', "cannot finish"),
        ('"finish", 8', '"verify", 8', "cannot verify"),
        ("[[body]]", "[[body", "meetings.toml"),
    ],
)
def test_what_makes_no_sense_is_refused(cast: Cast, tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(ContentRefused, match=told):
        load(tmp_path, cast, FILE.replace(old, new))


def test_everything_made_up_goes_and_its_numbers_were_never_given(cast: Cast, tmp_path: Path) -> None:
    load(tmp_path, cast)
    assert remove_meetings()
    for model in (Action, Decision, Meeting, MeetingBody, DecisionYear):
        assert not model._default_manager.exists()
    assert remove_meetings() == {}


def test_what_real_decisions_hang_on_stays(cast: Cast, tmp_path: Path) -> None:
    load(tmp_path, cast)
    Decision.objects.update(is_illustration=False)
    remove_meetings()
    assert Decision.objects.get().meeting == Meeting.objects.get()
    assert DecisionYear.objects.get().last == 1
    assert not Action.objects.exists()
