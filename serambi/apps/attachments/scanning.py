"""Asks ClamAV about a file, where it is installed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from serambi.apps.attachments.models import Scan

_SECONDS: Final = 60.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner said; found: the name of the virus."""

    scan: Scan
    found: str = ""


def scan(path: Path) -> Verdict:
    """Return what the virus scanner says; NOT_SCANNED where none is set up, FAILED where it does not answer."""
    address = settings.CLAMAV
    if not address:
        return Verdict(Scan.NOT_SCANNED)
    from clamav_client import get_scanner  # noqa: PLC0415 - only where a scanner is installed
    from clamav_client.clamd import ClamdError  # noqa: PLC0415 - likewise

    try:
        scanner = get_scanner({"backend": "clamd", "address": address, "timeout": _SECONDS, "stream": True})
        with path.open("rb") as file:
            state, details = scanner.client.instream(file)["stream"]  # type: ignore[attr-defined]  # of clamd scanners
    except (ClamdError, OSError, KeyError, ValueError, TypeError) as error:
        _log.warning("the virus scanner at %s did not answer: %s", address, error)
        return Verdict(Scan.FAILED)
    if state == "FOUND":
        return Verdict(Scan.INFECTED, str(details or "?")[:200])
    if state == "OK":
        return Verdict(Scan.CLEAN)
    _log.warning("the virus scanner at %s answered %s: %s", address, state, details)
    return Verdict(Scan.FAILED)
