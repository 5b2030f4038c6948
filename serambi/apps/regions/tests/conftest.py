"""What the tests of areas share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_indonesian() -> Iterator[None]:
    """Begin every test in the language of the regency, whatever an earlier one read its pages in."""
    with translation.override("id"):
        yield
