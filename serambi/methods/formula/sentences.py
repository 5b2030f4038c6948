"""The Indonesian of every sentence that the formula language says in English."""

from __future__ import annotations

INDONESIAN: dict[str, str] = {}
