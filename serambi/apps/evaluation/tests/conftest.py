"""Fixtures of the evaluation."""

from __future__ import annotations

import pytest
from django.utils import timezone

from serambi.apps.evaluation.tests.scene import TODAY, Scene, make_full, make_scene
from tests.cast import Cast


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """A plan with three programs and four indicators, without figures."""
    return make_scene(cast)


@pytest.fixture
def full(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The same with figures and scores, on 10 February 2025."""
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    return make_full(scene)
