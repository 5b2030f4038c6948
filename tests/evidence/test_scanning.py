"""ClamAV is asked where it is set up; a server that speaks as it does stands in for it."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from serambi.apps.attachments import errors
from serambi.apps.attachments.models import Attachment, Scan, StoredFile
from serambi.apps.attachments.queries import evidence_for
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.plans.models import Milestone
from tests import files
from tests.cast import Cast
from tests.evidence.conftest import attached

pytestmark = pytest.mark.django_db
SICK = b"X5O!P%@AP-test-of-a-scanner"


class Clamd(socketserver.StreamRequestHandler):
    """Answers INSTREAM as clamd does."""

    def handle(self) -> None:
        command = b""
        while not command.endswith((b"\n", b"\0")):
            command += self.rfile.read(1)
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.wfile.write(b"stream: Test.Sick FOUND\n" if SICK in content else b"stream: OK\n")


@pytest.fixture
def clamd(settings: Any) -> Iterator[None]:
    with socketserver.TCPServer(("127.0.0.1", 0), Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.CLAMAV = f"127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()
        thread.join()


def test_without_a_scanner_it_is_said_that_nothing_was_scanned(cast: Cast, milestone: Milestone) -> None:
    found = attached(milestone, cast.oka, files.pdf(), "a.pdf")
    assert found.stored.scan == Scan.NOT_SCANNED
    texts = [finding.text for finding in evidence_for(cast.vera, milestone).rows[0].findings]
    assert "Tidak dipindai virus: pemindai tidak terpasang." in texts


def test_a_clean_file_is_taken(cast: Cast, milestone: Milestone, clamd: None) -> None:
    found = attached(milestone, cast.oka, files.pdf(), "a.pdf")
    assert found.stored.scan == Scan.CLEAN
    assert found.stored.scanned_at is not None


def test_an_infected_file_is_locked_away_refused_and_recorded(
    cast: Cast, milestone: Milestone, clamd: None, folder: Path
) -> None:
    with pytest.raises(errors.Infected) as refused:
        attached(milestone, cast.oka, files.pdf(SICK.decode()), "sakit.pdf")
    assert "Test.Sick" in str(refused.value)
    assert [path.parent.name for path in folder.rglob("*") if path.is_file()] == ["quarantine"]
    assert Entry.objects.get(verb=Verb.REFUSED).after["code"] == "infected"
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_scanner_that_does_not_answer_is_told_and_asked_again(
    cast: Cast, milestone: Milestone, settings: Any, request: pytest.FixtureRequest
) -> None:
    settings.CLAMAV = "127.0.0.1:1"
    found = attached(milestone, cast.oka, files.pdf(), "a.pdf")
    assert found.stored.scan == Scan.FAILED
    sick = attached(milestone, cast.oka, files.pdf(SICK.decode()), "b.pdf")
    assert evidence_for(cast.vera, milestone).rows[0].doubts
    request.getfixturevalue("clamd")
    call_command("attachments", "scan")
    found.stored.refresh_from_db()
    sick.stored.refresh_from_db()
    assert (found.stored.scan, sick.stored.scan) == (Scan.CLEAN, Scan.INFECTED)
    assert [row.attachment for row in evidence_for(cast.vera, milestone).rows] == [found]
    settings.CLAMAV = ""
    with pytest.raises(errors.Infected):
        attached(milestone, cast.oka, files.pdf(SICK.decode()), "c.pdf")
