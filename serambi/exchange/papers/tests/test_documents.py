"""The documents of a meeting: what each says, for whom, and read back from the files."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from django.conf import LazySettings
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone, translation
from pypdf import PdfReader

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.meetings import errors, services
from serambi.apps.meetings.models import BodyMember, Meeting, Minute, Paper
from serambi.apps.meetings.queries.outcomes import outcome_for, outcome_for_guests
from serambi.apps.meetings.services import PaperFacts
from serambi.apps.meetings.tests.builders import TODAY
from serambi.apps.meetings.tests.held import SECRET, Held, at, done_and_verified, make_body, make_held
from serambi.exchange.documents import kinds
from serambi.exchange.documents.office import neutral_office
from serambi.exchange.documents.tests.world import text_of
from serambi.exchange.documents.wording import content_digest
from serambi.exchange.papers.agreement import agreement_of
from serambi.exchange.papers.minutes import minutes_of
from tests.cast import Cast

SignIn = Callable[[User], Client]
SECRETS = (SECRET, "Harga lahan dirahasiakan", "Lahan depo ditawar ulang", "Menaksir harga lahan", "Tawar ulang?")


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)
    settings.STATE = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    return


@pytest.fixture
def held(cast: Cast) -> Held:
    return make_held(cast, make_body(cast))


def state(held: Held, name: str) -> Held:
    Meeting.objects.filter(pk=held.meeting.pk).update(state=name)
    held.meeting.refresh_from_db()
    return held


def address(held: Held, name: str, form: str = "pdf") -> str:
    return f"/meetings/{held.meeting.pk}/documents/{name}.{form}"


def word_text(content: bytes) -> str:
    word = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    heads = [one.text for section in word.sections for one in section.header.paragraphs]
    return " ".join([*heads, *(one.text for one in word.paragraphs), *cells])


def test_the_minutes_are_filled_from_what_was_recorded(cast: Cast, held: Held) -> None:
    found = minutes_of(outcome_for(cast.rani, held.meeting), neutral_office())

    assert (found.opening, found.conclusion) == ("Rapat dibuka.", "Rapat ditutup.")
    assert found.letter_number == "000.1.5/117/DISKOMINFO/2026"
    assert found.participants == ("Wakil DLH, Sekretaris, Dinas Lingkungan Hidup",)
    assert found.absent == ("Dinas Kesehatan",)
    first, second, _secret = found.discussions
    assert first.presenter == "Kepala DLH"
    assert first.text.endswith("Pemungutan suara: Setiap bulan? Setuju 1, tidak setuju 1, abstain 0.")
    assert second.text == "Tidak dicatat."
    assert [one.number for one in found.decisions] == ["2026/1", "2026/2"]
    assert found.actions[0].owner == "Dinas Lingkungan Hidup"
    assert (found.is_final, found.mark) == (False, "KONSEP")


def test_minutes_tell_of_the_day_whatever_became_of_it(cast: Cast, held: Held) -> None:
    before = content_digest(minutes_of(outcome_for(cast.rani, held.meeting), neutral_office()))
    done_and_verified(cast, held.action, done=at(dt.date(2026, 10, 5)), verified=at(dt.date(2026, 10, 6)))

    found = minutes_of(outcome_for(cast.rani, held.meeting), neutral_office())

    assert content_digest(found) == before
    assert found.actions[0].progress is kinds.Progress.OPEN


def test_an_item_that_was_not_reached_says_so(cast: Cast, held: Held) -> None:
    held.items[1].began_at = None
    held.items[1].save()
    found = minutes_of(outcome_for(cast.rani, held.meeting), neutral_office())
    assert found.discussions[1].text == "Tidak dibahas."


def test_an_extract_leaves_out_everything_that_hangs_on_a_confidential_item(cast: Cast, held: Held) -> None:
    office = neutral_office()
    for outcome in (outcome_for(cast.oka, held.meeting), outcome_for_guests(held.meeting)):
        found = minutes_of(outcome, office)
        assert not [secret for secret in SECRETS if secret in repr(found)]
        assert found.mark == "KONSEP · PETIKAN"
        assert not [secret for secret in SECRETS if secret in repr(agreement_of(outcome, None, office, heads={}))]
    everything = repr(minutes_of(outcome_for(cast.rani, held.meeting), neutral_office()))
    assert all(secret in everything for secret in SECRETS)
    BodyMember.objects.create(body=held.meeting.body, organization=cast.dlh)
    assert not outcome_for(cast.hadi, held.meeting).is_extract


@pytest.mark.parametrize("name", ["minutes", "agreement", "actions", "report"])
def test_every_document_is_sent_as_pdf_and_word(cast: Cast, held: Held, signed_in: SignIn, name: str) -> None:
    browser = signed_in(cast.rani)
    for form, kind in (("pdf", "application/pdf"), ("docx", "application/vnd.openxml")):
        answer = browser.get(address(held, name, form))
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(kind)
        text = text_of(answer.content) if form == "pdf" else word_text(answer.content)
        assert "Mengirim angka sampah per kecamatan" in text
        assert "KONSEP" in text if name != "actions" else "KONSEP" not in text
        exported = Entry.objects.filter(verb=Verb.EXPORTED).latest("pk")
        assert exported.object_name.endswith(f"2026-10-01-tim-pelaksana.{form}")


def sealed(cast: Cast, held: Held) -> Meeting:
    state(held, "circulated")
    return services.move_meeting(held.meeting, "sign-off", by=cast.rani, today=TODAY)


def test_signed_off_minutes_are_final(cast: Cast, held: Held, signed_in: SignIn) -> None:
    sealed(cast, held)
    text = text_of(signed_in(cast.oka).get(address(held, "minutes")).content)
    assert "Final" in text
    assert "KONSEP" not in text
    assert "PETIKAN" in text
    assert "BERBEDA" not in text
    assert not [secret for secret in SECRETS if secret in text]


def test_minutes_changed_past_the_seal_say_so_on_every_page(cast: Cast, held: Held, signed_in: SignIn) -> None:
    meeting = sealed(cast, held)
    Minute.objects.filter(meeting=meeting, item=held.items[0]).update(text="Angka Juli sudah masuk.")

    for who, mark in ((cast.rani, "BERBEDA DARI NASKAH YANG DISAHKAN"), (cast.oka, "PETIKAN · BERBEDA DARI NASKAH")):
        browser = signed_in(who)
        pages = PdfReader(io.BytesIO(browser.get(address(held, "minutes")).content)).pages
        assert all(mark in " ".join(page.extract_text().split()) for page in pages)
        written = word_text(browser.get(address(held, "minutes", "docx")).content)
        assert mark in written
        for text in (written, " ".join(page.extract_text() for page in pages)):
            assert "Isinya berbeda dari naskah yang disahkan" in " ".join(text.split())
            assert "Final" not in text
    report = text_of(signed_in(cast.rani).get(address(held, "report")).content)
    assert "BERBEDA DARI NASKAH" in report
    agreement = text_of(signed_in(cast.oka).get(address(held, "agreement")).content)
    assert "PETIKAN · BERBEDA DARI NASKAH" in agreement


def test_the_coordinator_takes_an_extract_for_guests(cast: Cast, held: Held, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    assert SECRET in text_of(browser.get(address(held, "minutes")).content)
    extract = text_of(browser.get(f"{address(held, 'minutes')}?for=guests").content)
    assert SECRET not in extract
    assert "PETIKAN" in extract


@pytest.mark.parametrize(
    ("case", "people"),
    [
        (("in_session", "minutes"), {"rani"}),
        (("closed", "minutes"), {"rani"}),
        (("circulated", "minutes"), {"rani", "bima", "oka", "wati"}),
        (("closed", "agreement"), {"rani"}),
        (("signed_off", "agreement"), {"rani", "bima", "oka", "wati"}),
        (("in_session", "report"), set()),
        (("closed", "report"), {"rani", "bima"}),
        (("signed_off", "report"), {"rani", "bima"}),
        (("in_session", "actions"), {"rani", "bima", "oka", "wati"}),
        (("cancelled", "actions"), set()),
    ],
)
def test_who_gets_which_document_when(
    cast: Cast, held: Held, signed_in: SignIn, case: tuple[str, str], people: set[str]
) -> None:
    meeting_state, name = case
    state(held, meeting_state)
    got = {
        who
        for who in ("rani", "bima", "oka", "wati")
        if signed_in(cast.people[who]).get(address(held, name)).status_code == 200
    }
    assert got == people


def test_unknown_documents_are_not_there(cast: Cast, held: Held, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    assert browser.get(address(held, "speech")).status_code == 404
    assert browser.get(address(held, "minutes", "exe")).status_code == 404
    assert browser.post(address(held, "minutes")).status_code == 405
    assert Client().get(address(held, "minutes"))["Location"].startswith("/account/sign-in/")


def test_an_agreement_is_written_and_signed_by_its_parties(cast: Cast, held: Held, signed_in: SignIn) -> None:
    browser, page = signed_in(cast.rani), f"/meetings/{held.meeting.pk}/documents/agreement/write/"
    given = {"number": "000.5/12/2026", "subject": "Angka sampah", "seen": "0", "parties": [cast.dlh.pk]}
    refused = browser.post(page, given)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["parties"])

    given["parties"] = [cast.dlh.pk, cast.dinkes.pk]
    assert browser.post(page, given)["Location"] == f"/meetings/{held.meeting.pk}/documents/"
    stale = browser.post(page, given)
    assert stale.status_code == 422
    assert Paper.objects.get().version == 1

    text = text_of(browser.get(address(held, "agreement")).content)
    for part in ("000.5/12/2026", "Angka sampah", "Dinas Kesehatan", "Perbup 7/2026", "24 Oktober 2026"):
        assert part in text
    assert signed_in(cast.oka).get(page).status_code == 404
    assert Entry.objects.filter(object_type="meetings.paper", verb=Verb.CREATED).count() == 1


def test_the_report_says_what_became_of_the_meeting_before(cast: Cast, held: Held, signed_in: SignIn) -> None:
    later = Meeting.objects.create(
        body=held.meeting.body, title="Rakor November", starts_at=at(dt.date(2026, 11, 3)),
        ends_at=at(dt.date(2026, 11, 3), 11), state="closed", state_since=at(dt.date(2026, 11, 3), 11),
        began_at=at(dt.date(2026, 11, 3)),
    )  # fmt: skip
    done_and_verified(cast, held.action, done=at(dt.date(2026, 10, 20)), verified=at(dt.date(2026, 10, 22)))

    text = text_of(signed_in(cast.bima).get(f"/meetings/{later.pk}/documents/report.pdf").content)

    assert "Dari 1 tindak lanjut rapat tanggal 1 Oktober 2026, 1 selesai" in text
    page = f"/meetings/{later.pk}/documents/report/write/"
    answer = signed_in(cast.rani).post(page, {"recipient": "Bupati Serumpun", "closing": "Mohon arahan.", "seen": "0"})
    assert answer.status_code == 302
    text = text_of(signed_in(cast.bima).get(f"/meetings/{later.pk}/documents/report.pdf").content)
    assert "Bupati Serumpun" in text
    assert "Mohon arahan." in text


def test_papers_are_written_by_the_coordinator_once_the_meeting_was_held(cast: Cast, held: Held) -> None:
    facts = PaperFacts(parties=list(Organization.objects.all()))
    with pytest.raises(errors.NotACoordinator):
        services.write_paper(held.meeting, "agreement", facts, by=cast.oka)
    state(held, "in_session")
    with pytest.raises(errors.NotHeldYet):
        services.write_paper(held.meeting, "agreement", facts, by=cast.rani)


def test_a_broken_office_file_is_told_and_not_answered_with_an_error(
    cast: Cast, held: Held, signed_in: SignIn, tmp_path: Path
) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "office.toml").write_text("plcae = 1")
    answer = signed_in(cast.rani).get(address(held, "minutes"))
    assert answer["Location"] == f"/meetings/{held.meeting.pk}/documents/"
    assert "plcae" in str(next(iter(get_messages(answer.wsgi_request))))


def test_what_is_made_up_says_so_on_its_pages(cast: Cast, held: Held, signed_in: SignIn) -> None:
    Meeting.objects.update(is_illustration=True)
    with translation.override("id"):
        text = text_of(signed_in(cast.rani).get(address(held, "actions")).content)
    assert "ILUSTRASI, BUKAN DOKUMEN RESMI" in text
