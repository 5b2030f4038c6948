"""Loading tables of the tests: a text in, the outcome and the refused rows out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from serambi.apps.observations.models import Observation
from serambi.exchange.observations_csv.load import Outcome, Wishes, load_observations_file

TODAY = dt.date(2026, 5, 20)
HEAD = "series,area,period,value\n"


def load(folder: Path, content: str | bytes, *, by: Any = None, name: str = "figures.csv", **wishes: Any) -> Outcome:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    rejects = folder / "rejects.csv"
    rejects.unlink(missing_ok=True)
    return load_observations_file(path, name=name, by=by, today=TODAY, rejects=rejects, wishes=Wishes(**wishes))


def refused(folder: Path) -> list[str]:
    path = folder / "rejects.csv"
    return path.read_text("utf-8-sig").splitlines() if path.exists() else []


def stored() -> list[tuple[Any, ...]]:
    """Return what a load can bring, by cell."""
    columns = ("series__code", "area__code", "period", "value", "is_final", "quality", "origin", "source", "source_url",
               "note", "is_illustration")  # fmt: skip
    return sorted(Observation.objects.values_list(*columns), key=lambda row: (row[0], row[1], str(row[2])))
