"""The attendance list as an official document: who, for whom, when, and the signatures as drawn."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from django.conf import LazySettings
from PIL import Image
from pypdf import PdfReader

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.meetings import services
from serambi.apps.meetings.models import Attendance, Meeting
from serambi.apps.meetings.services import Arrival
from serambi.exchange.documents.office import neutral_office
from serambi.exchange.papers.attendance import attendance_list_of, signature_of
from tests.cast import Cast
from tests.invitations.invited import BEGINS, asked, make_sent, stand_at

SIGNATURE = "M20 80L60 20L100 90L140 30L180 80"


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> None:
    stand_at(monkeypatch, BEGINS)
    settings.STATE = tmp_path


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    made = make_sent(cast)
    invitation = asked(made, cast.dlh)
    services.check_in(made, Arrival("Ayu", "Kabid", invitation=invitation, signature=SIGNATURE), by=None, now=BEGINS)
    services.check_in(made, Arrival("Budi", instance="Universitas"), by=None, now=BEGINS)
    return made


def test_the_list_says_who_came_for_whom(meeting: Meeting) -> None:
    made = attendance_list_of(meeting, office=neutral_office(), empty_lines=2)

    assert [(one.name, one.position, one.organization) for one in made.attendees] == [
        ("Ayu", "Kabid", "Dinas Lingkungan Hidup"),
        ("Budi", "", "Universitas"),
    ]
    assert made.attendees[0].signature
    assert made.attendees[1].signature is None
    assert (made.empty_lines, made.sitting.place, made.mark) == (2, "Aula Diskominfo", "")

    meeting.is_illustration = True
    made_up = attendance_list_of(meeting, office=neutral_office())
    assert made_up.mark == "ILUSTRASI, BUKAN DOKUMEN RESMI"


def test_a_signature_is_drawn_where_the_finger_went(meeting: Meeting) -> None:
    picture = signature_of(Attendance.objects.get(name="Ayu"))
    assert picture is not None
    assert picture.alt == "Tanda tangan Ayu"
    drawn = Image.open(io.BytesIO(picture.content))

    # Cut to what was drawn: the ink reaches to near the edges, and between the strokes the paper is clear.
    left, top, right, bottom = drawn.getbbox() or (0, 0, 0, 0)
    assert (left, top) <= (8, 8)
    assert drawn.width - right <= 8
    assert drawn.height - bottom <= 8
    inked = sum(alpha > 128 for alpha in drawn.getchannel("A").tobytes()) / (drawn.width * drawn.height)
    assert 0.03 < inked < 0.2


def test_a_dot_stays_a_dot(meeting: Meeting) -> None:
    Attendance.objects.filter(name="Ayu").update(signature="M150 60")
    picture = signature_of(Attendance.objects.get(name="Ayu"))
    assert picture is not None
    assert Image.open(io.BytesIO(picture.content)).width >= 300


def test_the_secretary_takes_the_list_as_a_file_which_is_written_down(
    cast: Cast, meeting: Meeting, signed_in: Any
) -> None:
    answer = signed_in(cast.rani).get(f"/meetings/{meeting.pk}/daftar-hadir.pdf")

    assert answer["Content-Disposition"] == 'attachment; filename="daftar-hadir-2026-10-13.pdf"'
    (page,) = PdfReader(io.BytesIO(answer.content)).pages
    text = page.extract_text()
    for fact in (
        "DAFTAR HADIR",
        "Rakor Smart City",
        "Selasa, 13 Oktober 2026",
        "Ayu",
        "Dinas Lingkungan Hidup",
        "Budi",
    ):
        assert fact in text
    assert len(page.images) == 1
    assert Entry.objects.filter(verb=Verb.EXPORTED, object_name="daftar-hadir-2026-10-13.pdf").exists()
    word = signed_in(cast.rani).get(f"/meetings/{meeting.pk}/daftar-hadir.docx?lines=10")
    assert word["Content-Disposition"] == 'attachment; filename="daftar-hadir-2026-10-13.docx"'
    cells = docx.Document(io.BytesIO(word.content)).tables[-2].columns[1].cells
    assert [cell.text for cell in cells[1:4]] == ["Ayu", "Budi", ""]
    for who in (cast.oka, cast.bima, cast.wati):
        assert signed_in(who).get(f"/meetings/{meeting.pk}/daftar-hadir.docx").status_code == 404
        assert signed_in(who).get(f"/meetings/{meeting.pk}/daftar-hadir.pdf").status_code == 404
