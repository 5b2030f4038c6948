"""`serambi audit` from the command line, and the page about the chain."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from serambi.apps.audit.models import Entry, Verb, Verification
from serambi.apps.audit.services import record
from tests.cast import Cast
from tests.record import unprotected

Browser = Callable[[Any], Client]


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("audit", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def three(cast: Cast) -> list[Entry]:
    return [record(Verb.CHANGED, cast.dlh, by=cast.rani, reason=str(n)) for n in range(3)]


def tamper() -> None:
    with unprotected():
        Entry.objects.filter(seq=2).update(reason="x")


def test_verify_seals_and_says_that_all_is_well(three: list[Entry]) -> None:
    text = run("verify")

    assert "Catatan diperiksa: 3 (urutan 1 sampai 3" in text
    assert "Tidak ada yang diubah" in text
    kept = Verification.objects.get()
    assert (kept.first_seq, kept.last_seq, kept.findings) == (1, 3, [])


def test_verify_says_which_entry_and_fails(three: list[Entry]) -> None:
    run("verify")
    tamper()
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("audit", "verify", stdout=out)

    assert error.value.returncode == 1
    assert f"Catatan {three[1].pk} (urutan 2" in out.getvalue()


def test_verify_answers_in_json(three: list[Entry]) -> None:
    assert json.loads(run("verify", "--json", "--from", "2"))["count"] == 2
    tamper()
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("audit", "verify", "--json", stdout=out)
    told = json.loads(out.getvalue())

    assert (told["ok"], told["findings"][0]["kind"], told["findings"][0]["seq"]) == (False, "changed", 2)


def test_anchors_are_kept_in_a_file_and_held_against_the_chain(three: list[Entry], cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "anchors"
    run("anchor", "--file", str(file))
    record(Verb.CHANGED, cast.dlh, by=None)
    line = run("anchor", "--file", str(file), "--mail", "inspektorat@serumpun.example")

    assert json.loads(line)["seq"] == 4
    assert line.strip() in mail.outbox[0].body
    assert "Jangkar yang dibandingkan: 2" in run("verify", "--anchor", str(file))
    file.write_text(file.read_text().replace('"hash": "', '"hash": "0')[:-1])
    with pytest.raises(CommandError, match="Baris 1"):
        run("verify", "--anchor", str(file))
    with pytest.raises(CommandError, match="nowhere"):
        run("verify", "--anchor", str(tmp_path / "nowhere"))


def test_an_empty_record_has_no_anchor(db: None) -> None:
    with pytest.raises(CommandError, match="kosong"):
        run("anchor")
    assert "Catatan diperiksa: 0" in run("verify")


def test_erase_by_address(three: list[Entry], cast: Cast) -> None:
    assert "Dihapus" in run("erase", "rani@serumpun.example", "--reason", "Surat 12/2026")
    assert "Surat 12/2026" in run("verify")
    with pytest.raises(CommandError, match="tidak menyimpan"):
        run("erase", str(cast.rani.pk), "--reason", "x")
    with pytest.raises(CommandError, match="nobody@"):
        run("erase", "nobody@serumpun.example", "--reason", "x")


# The page -------------------------------------------------------------------------------------------------------------


def test_only_readers_of_the_record_see_its_chain(cast: Cast, signed_in: Browser, three: list[Entry]) -> None:
    assert Client().get("/audit/chain/")["Location"].startswith("/account/sign-in/")
    assert signed_in(cast.vera).get("/audit/chain/").status_code == 403
    assert signed_in(cast.vera).post("/audit/chain/verify/").status_code == 403
    assert signed_in(cast.rani).get("/audit/chain/verify/").status_code == 405
    assert not Verification.objects.exists()


def test_the_page_shows_the_head_and_checks_at_once(cast: Cast, signed_in: Browser, three: list[Entry]) -> None:
    client = signed_in(cast.rani)
    assert "belum pernah diperiksa" in client.get("/audit/chain/").content.decode()

    text = client.post("/audit/chain/verify/", follow=True).content.decode()
    assert Entry.objects.get(seq=3).hash_groups in text
    assert "seperti saat ditulis" in text

    tamper()
    text = client.post("/audit/chain/verify/", follow=True).content.decode()
    assert "tidak lagi seperti saat ditulis" in text
    assert f"Catatan {three[1].pk} (urutan 2" in text
