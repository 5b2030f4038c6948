"""Set programs, activities and sub-activities under one another, and tell of codes that contradict it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from .codes import is_regular, level_of, parts
from .drafts import LEVELS, Draft
from .understanding import Problem, Weight


def build_tree(drafts: Sequence[Draft]) -> list[Problem]:
    """Give every draft its parent and level, and return what is wrong with the codes.

    The parent is what the row says (a column of parent codes), else the place in the table (columns of programs and of
    activities), else the nearest row above whose code is the beginning of this one's.
    """
    problems = [*_irregular(drafts), *_doubled(drafts)]
    known: dict[tuple[str, ...], int] = {}
    everywhere = {_parts(draft.code): index for index, draft in reversed(list(enumerate(drafts))) if draft.code}
    for index, draft in enumerate(drafts):
        own = _parts(draft.code)
        if draft.parent_code:
            parent = everywhere.get(_parts(draft.parent_code))
            draft.parent = parent
            if parent is None:
                message = _("No row has the code %(code)s that this row names as the one above it.")
                problems.append(_problem(draft, "parent_unknown", message % {"code": draft.parent_code}))
        elif draft.positional_parent is not None:
            draft.parent = draft.positional_parent
        else:
            draft.parent = next((known[own[:n]] for n in range(len(own) - 1, 0, -1) if own[:n] in known), None)
        if own:
            known[own] = index
    problems += _cycles(drafts)
    for draft in drafts:
        _set_level(drafts, draft)
        if draft.parent is None and draft.level != "program":
            message = _("The code %(code)s is that of an activity, and its program is not in the table above it.")
            problems.append(_problem(draft, "parent_missing", message % {"code": draft.code}, Weight.DOUBT))
    return problems


def _parts(code: str) -> tuple[str, ...]:
    """Return the parts by which a code takes its place; one that is not regular stands for itself (2.17.04\\5)."""
    return parts(code) if is_regular(code) or set(re.findall(r"\W", code)) == {":"} else (code,) if code else ()


def _set_level(drafts: Sequence[Draft], draft: Draft) -> None:
    if draft.level:
        return
    depth, above = 0, draft.parent
    while above is not None and depth < len(LEVELS) - 1:
        depth, above = depth + 1, drafts[above].parent
    draft.level = LEVELS[depth] if depth else level_of(draft.code)


def _irregular(drafts: Sequence[Draft]) -> list[Problem]:
    message = _(
        "The code “%(code)s” is not written like the others, with points between its parts. It is kept as it is."
    )
    return [
        _problem(draft, "code_irregular", message % {"code": draft.code}, Weight.DOUBT)
        for draft in drafts
        if draft.code and not is_regular(draft.code)
    ]


def _doubled(drafts: Sequence[Draft]) -> list[Problem]:
    """Return one problem per code that stands twice: an error under one heading, a doubt under several."""
    rows: dict[tuple[str, ...], list[Draft]] = {}
    for draft in drafts:
        if draft.code and draft.own_row:
            rows.setdefault(_parts(draft.code), []).append(draft)
    problems = []
    for same in rows.values():
        if len(same) < 2:
            continue
        one_heading = len({draft.block for draft in same}) < len(same)
        shown = ", ".join(str(draft.place.row) for draft in same[:6]) + (" …" if len(same) > 6 else "")
        facts = {"code": same[0].code, "number": len(same), "rows": shown}
        if one_heading:
            message = _(
                "The code %(code)s stands in %(number)d rows under one heading: %(rows)s. Give each its own code."
            )
            problems.append(_problem(same[1], "code_twice", message % facts))
        else:
            message = _(
                "The code %(code)s stands under %(number)d headings, in rows %(rows)s. Each is kept for itself."
            )
            problems.append(_problem(same[1], "code_under_headings", message % facts, Weight.DOUBT))
    return problems


def _cycles(drafts: Sequence[Draft]) -> list[Problem]:
    """Cut every row out of the tree that would be its own ancestor, and return an error for each."""
    problems = []
    contradicting = [
        draft
        for draft in drafts
        if draft.parent is not None and draft.code and _begins_with(drafts[draft.parent].code, draft.code)
    ]
    turning = [drafts[index] for index in _own_ancestors(drafts)]
    for draft in {id(draft): draft for draft in [*turning, *contradicting]}.values():
        above = drafts[draft.parent] if draft.parent is not None else draft
        message = _(
            "This row stands under row %(row)d, and by the codes that row stands under this one. "
            "Correct the code %(code)s."
        )
        problems.append(_problem(draft, "cycle", message % {"row": above.place.row, "code": draft.code}))
    for draft in [*turning, *contradicting]:
        draft.parent = None
    return problems


def _begins_with(code: str, beginning: str) -> bool:
    longer, shorter = _parts(code), _parts(beginning)
    return bool(shorter) and longer[: len(shorter)] == shorter


def _own_ancestors(drafts: Sequence[Draft]) -> list[int]:
    """Return the rows that are their own ancestor. Each row is looked at once, however deep the tree."""
    settled: set[int] = set()
    turning: list[int] = []
    for start in range(len(drafts)):
        path: dict[int, int] = {}
        above: int | None = start
        while above is not None and above not in settled and above not in path:
            path[above] = len(path)
            above = drafts[above].parent
        if above is not None and above in path:
            turning += [index for index, step in path.items() if step >= path[above]]
        settled |= path.keys()
    return sorted(turning)


def _problem(draft: Draft, code: str, message: str, weight: Weight = Weight.ERROR) -> Problem:
    return Problem(draft.place, code, message, weight, draft.code)
