"""Find the header of a table: one to four rows, merged or with blanks, with titles above and column numbers below."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .book import Sheet, Value
from .notation import exact
from .roles import NAMES, Proposal, Role, propose_role, speaks, years_in
from .texts import is_blank, text_of

LOOKED_THROUGH = 60  # rows from the top in which a header is looked for
HIGHEST = 4  # rows of a header
_WORDS_OF_A_TITLE = 4  # filled cells of a row that may be a title
_ENOUGH = 1.5  # the least sum of confidences: a column of names and another one
_Path = tuple[tuple[str, ...], int | None]  # headings of a column, and the year in the titles above
_COLUMN_NUMBER = re.compile(r"\(?\s*\d{1,3}\s*\)?(\s*=.*)?")


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header stands and what it says. paths: for every column its headings, outermost first.

    numbers_row: the row below it that only numbers the columns, 0 for none. filled: columns, counted from 1, that have
    no heading of their own and take that of the column to their left.
    """

    first: int
    last: int
    paths: tuple[tuple[str, ...], ...]
    proposals: tuple[Proposal, ...]
    numbers_row: int = 0
    filled: frozenset[int] = frozenset()

    @property
    def below(self) -> int:
        """Return the first row of the table itself."""
        return max(self.last, self.numbers_row) + 1


def find_header(sheet: Sheet) -> Header | None:
    """Return the header of a sheet, None when no row names a column of programs or indicators and one more column."""
    best: Header | None = None
    best_score = _ENOUGH
    proposals: dict[_Path, Proposal] = {}
    title_years = _title_years(sheet)
    for first in range(1, min(len(sheet.rows), LOOKED_THROUGH) + 1):
        if not _may_begin(sheet, first):
            continue
        for last in range(first, min(first + HIGHEST - 1, len(sheet.rows)) + 1):
            if not _may_be_heading(sheet.rows[last - 1]):
                break
            header = _read(sheet, first, last, title_years[first - 1], proposals)
            score = _score(sheet, header)
            if score > best_score + 1e-9:
                best, best_score = header, score
    return best


def header_at(sheet: Sheet, first: int, last: int) -> Header:
    """Return what these rows say as a header, where a person says that they are one. first, last: counted from 1.

    Raises ValueError when the sheet has no such rows, or they are more than a header can have.
    """
    if not 1 <= first <= last <= len(sheet.rows) or last - first >= LOOKED_THROUGH:
        raise ValueError((first, last))
    titles = _title_years(sheet)
    return _read(sheet, first, last, titles[first - 1] if first <= len(titles) else None, {})


def _may_begin(sheet: Sheet, row: int) -> bool:
    """Say whether a header may begin here: two headings at least, one of them with a word that headings use."""
    texts = [text for text in map(text_of, sheet.rows[row - 1]) if text]
    return len(set(texts)) >= 2 and any(speaks(text) for text in texts)


def _may_be_heading(cells: Sequence[Value]) -> bool:
    """Say whether a row holds words and years only."""
    return all(is_blank(value) or not _is_figure(value) for value in cells) and not is_column_numbers(cells)


def _is_figure(value: Value) -> bool:
    text = text_of(value)
    if exact(value) is not None or not re.search(r"[^\W\d_]", text):
        return bool(re.search(r"\d", text)) and not (len(years_in(text)) == 1 and len(text) <= 6)
    return False


def is_column_numbers(cells: Sequence[Value]) -> bool:
    """Say whether a row only numbers the columns: 1, 2, 3 …, also in brackets or with a sum ("5=3+4").

    >>> is_column_numbers(["1", "2", None, "3", "(4)", "5 = 3 + 4"]), is_column_numbers([1, "Program", 3])
    (True, False)
    """
    texts = [text for text in map(text_of, cells) if text]
    if len(texts) < 3 or not all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return False
    numbers = [int(re.findall(r"\d+", text)[0]) for text in texts]
    return numbers[0] <= 2 and all(0 <= after - before <= 3 for before, after in itertools.pairwise(numbers))


def _read(sheet: Sheet, first: int, last: int, title_year: int | None, known: dict[_Path, Proposal]) -> Header:
    """Read the rows as a header. known: what headings were proposed before, in the same language."""
    paths, filled = _paths(sheet, first, last)
    for path in set(paths):
        if (path, title_year) not in known:
            known[path, title_year] = propose_role(path, title_year=title_year)
    proposals = tuple(known[path, title_year] for path in paths)
    numbers = last + 1 if last < len(sheet.rows) and is_column_numbers(sheet.rows[last]) else 0
    return Header(first, last, paths, proposals, numbers, filled)


def _title_years(sheet: Sheet) -> list[int | None]:
    """Return for each row in which a header may begin the only year that the titles above it name, else None."""
    years: set[int] = set()
    found: list[int | None] = []
    for cells in sheet.rows[:LOOKED_THROUGH]:
        found.append(next(iter(years)) if len(years) == 1 else None)
        texts = [text for text in map(text_of, cells) if text]
        if len(texts) <= _WORDS_OF_A_TITLE:
            years = years.union(*map(years_in, texts))
    return found


def _paths(sheet: Sheet, first: int, last: int) -> tuple[tuple[tuple[str, ...], ...], frozenset[int]]:
    """Return for every column its headings. A blank takes the one to its left where both hang under the same."""
    width = sheet.width
    merged = _merged_texts(sheet, first, last)
    has_merges = any(left < right for _top, left, _bottom, right in _merges(sheet, first, last))
    paths: list[list[str]] = [[] for _column in range(width)]
    together = [True] * width  # whether a column still hangs under the same headings as the one to its left
    own = [False] * width
    for row in range(first, last + 1):
        left = ""
        for column in range(1, width + 1):
            text = text_of(sheet.at(row, column))
            covered = merged.get((row, column), "")
            if text:
                own[column - 1] = True
                together[column - 1] = False
            elif covered:
                text = covered
            elif together[column - 1] and column > 1 and not has_merges:
                text = left
            if covered:
                own[column - 1] = own[column - 1] or (row, column - 1) not in merged
            left = text
            if text and text not in paths[column - 1][-1:]:
                paths[column - 1].append(text)
    filled = frozenset(column for column in range(2, width + 1) if not own[column - 1] and paths[column - 1])
    return tuple(tuple(path) for path in paths), filled


def _merges(sheet: Sheet, first: int, last: int) -> list[tuple[int, int, int, int]]:
    return [range_ for range_ in sheet.merged if range_[0] <= last and range_[2] >= first]


def _merged_texts(sheet: Sheet, first: int, last: int) -> dict[tuple[int, int], str]:
    """Return for the covered cells of merged ranges the text that the eye sees in them."""
    texts: dict[tuple[int, int], str] = {}
    for top, left, bottom, right in _merges(sheet, first, last):
        text = text_of(sheet.at(top, left))
        for row in range(max(top, first), min(bottom, last) + 1):
            for column in range(left, min(right, sheet.width) + 1):
                if (row, column) != (top, left) and text:
                    texts[row, column] = text
    return texts


def _score(sheet: Sheet, header: Header) -> float:
    """Return how much a header says: the sum of confidences over different columns, less what nothing knows in it."""
    best: dict[tuple[Role, int | None], float] = {}
    for proposal in header.proposals:
        key = proposal.role, proposal.year
        if proposal.role is not Role.IGNORED:
            best[key] = max(best.get(key, 0.0), proposal.confidence)
    roles = {role for role, _year in best}
    if not roles & {*NAMES, Role.INDICATOR} or len(best) < 2:
        return 0.0
    if not _has_body(best):
        return 0.0
    unknown = 0
    for row in range(header.first, header.last + 1):
        unknown += sum(1 for value in sheet.rows[row - 1] if not is_blank(value) and not speaks(text_of(value)))
    return sum(best.values()) - 0.1 * unknown


def _has_body(best: dict[tuple[Role, int | None], float]) -> bool:
    """Say whether the columns make a table of programs: "code, description, amount" alone is a budget breakdown."""
    roles = {role for role, _year in best}
    if roles & {Role.INDICATOR, Role.AGENCY, Role.TARGET, Role.BASELINE}:
        return True
    named = any(best.get((role, None), 0) >= 0.5 for role in NAMES)
    return named and bool(roles & {Role.FUNDS, Role.FINAL_FUNDS, Role.LOCATION, Role.GOAL})
