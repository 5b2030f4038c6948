"""Fixtures of the evaluation."""

from __future__ import annotations

import pytest

from serambi.apps.evaluation.tests.scene import Scene, make_scene
from tests.cast import Cast


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """A plan with three programs and four indicators, without figures."""
    return make_scene(cast)
