"""What is remembered of a table under the name of its layout: its columns, and what was answered about it.

The answers are those that hold for next year's table too: which agency a text means, where the programs below a heading
go, whose money it is, which program and indicator of the register a name means. What else was said of single rows, and
of doubts, holds for one table only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from serambi.exchange.imports.choices import Choices
from serambi.exchange.models import KeptLayout
from serambi.exchange.tables.layouts import Layout, LayoutRefused, layout_from_dict
from serambi.exchange.uploads.mapping import FileMapping

_ANSWERS = ("placing", "headings", "organizations", "fund_source", "known_programs", "known_indicators")


def remembered_by(mapping: FileMapping, choices: Choices) -> tuple[str, dict[str, Any]]:
    """Return fingerprint and content of the layout to keep: of the first sheet that is read, with the others."""
    first, *others = mapping.read
    answers = choices.as_json()
    content = {
        **first.as_dict(),
        "further": [layout.as_dict() for layout in others],
        "answers": {name: answers[name] for name in _ANSWERS},
    }
    return first.fingerprint, content


def layouts_in(kept: KeptLayout) -> list[Layout]:
    """Return the layouts that are remembered under a name; none where they cannot be read any more."""
    try:
        return [layout_from_dict(it) for it in (kept.layout, *kept.layout.get("further", ()))]
    except LayoutRefused:
        return []


def answers_of(kept: KeptLayout, choices: Choices) -> Choices:
    """Return the choices with what was answered about the last table of a layout."""
    answers = kept.layout.get("answers")
    if not answers:
        return choices
    told = Choices.from_json({**Choices().as_json(), **answers})
    return replace(choices, **{name: getattr(told, name) for name in _ANSWERS})
