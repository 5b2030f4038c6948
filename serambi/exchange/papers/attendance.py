"""The attendance list of a meeting, with the signatures as they were drawn."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from serambi.apps.meetings.models import Attendance, Meeting
from serambi.apps.meetings.queries import attendance_of
from serambi.apps.meetings.signatures import HEIGHT, WIDTH, strokes_of
from serambi.exchange.documents.kinds import AttendanceList, Attendee
from serambi.exchange.documents.office import Office
from serambi.exchange.documents.parts import Picture, Sitting
from serambi.exchange.papers.sittings import ILLUSTRATION

if TYPE_CHECKING:
    from PIL import Image

# Drawn twice as large as it is kept, which is finer than 200 dots per inch where it stands on the page.
_SCALE = 2
_INK = (20, 30, 90, 255)
_PEN = 5


def attendance_list_of(meeting: Meeting, *, office: Office, empty_lines: int = 0) -> AttendanceList:
    """Return the daftar hadir of a meeting, in the order in which people came. One query.

    empty_lines: how many numbered lines follow for people who sign by hand.
    """
    return AttendanceList(
        letterhead=office.letterhead,
        title=meeting.title,
        sitting=Sitting(
            starts=meeting.starts_at,
            ends=meeting.ends_at,
            place=meeting.place or meeting.link,
            agenda=meeting.title,
            link=meeting.link if meeting.place else "",
        ),
        attendees=tuple(_attendee(one) for one in attendance_of(meeting)),
        signatory=office.signatory,
        empty_lines=empty_lines,
        mark=ILLUSTRATION if meeting.is_illustration else "",
    )


def _attendee(one: Attendance) -> Attendee:
    return Attendee(one.name, one.position, one.office, signature=signature_of(one))


def signature_of(attendance: Attendance) -> Picture | None:
    """Return the signature of somebody who was there as a picture; None where there is none."""
    strokes = strokes_of(attendance.signature)
    if not strokes:
        return None
    from PIL import Image, ImageDraw  # noqa: PLC0415 - its libraries are for whoever makes a document

    # Four times as large, then made smaller: the pen's edge is soft, as the library draws it hard.
    large = _SCALE * 4
    image = Image.new("RGBA", (WIDTH * large, HEIGHT * large), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    width = _PEN * large // 2
    for stroke in strokes:
        points = [(x * large, y * large) for x, y in stroke]
        if len(points) > 1:
            draw.line(points, fill=_INK, width=width, joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=_INK)
    small = image.resize((WIDTH * _SCALE, HEIGHT * _SCALE), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    small.crop(_around(small)).save(written, "PNG")
    return Picture(written.getvalue(), f"Tanda tangan {attendance.name}")


def _around(drawn: Image.Image) -> tuple[int, int, int, int]:
    """Return the part of a picture that holds what was drawn, at least half as wide and high as the whole.

    A signature that was drawn small would else be a speck on the list, and a dot as large as its place.
    """
    left, top, right, bottom = drawn.getbbox() or (0, 0, *drawn.size)
    across = max((drawn.width // 2 - (right - left)) // 2, 4)
    down = max((drawn.height // 2 - (bottom - top)) // 2, 4)
    return left - across, top - down, right + across, bottom + down
