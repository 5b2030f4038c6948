"""Sending invitations in a real process that is killed in the middle, as `bench/invitations.py` does it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_each_invitation_goes_out_once_whoever_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.invitations", "--receivers", "9", "--kills", "2"]
    out = tmp_path / "figures.json"

    subprocess.run([*command, "--out", str(out)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    figures = json.loads(out.read_text())
    assert (figures["kills"], figures["sent_twice"], figures["not_sent"], figures["files_missing"]) == (2, 0, 0, 0)
    assert figures["messages"] == figures["deliveries"] == 18
