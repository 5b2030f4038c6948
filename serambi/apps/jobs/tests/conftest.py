"""Kinds of work of the tests, and a folder of their own for what jobs tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from serambi.apps.jobs import kinds
from serambi.apps.jobs.kinds import Manner, Run, work


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.STATE = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def registered() -> Iterator[Callable[..., str]]:
    """Return how to register a piece of work for one test; it gives the name back."""
    names: list[str] = []

    def register(run: Run, *, manner: Manner = Manner.WHOLE, name: str = "tests.work") -> str:
        work(name, title="Count villages", manner=manner)(run)
        names.append(name)
        return name

    yield register
    for name in names:
        kinds.forget(name)
