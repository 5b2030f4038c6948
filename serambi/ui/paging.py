"""Pages of a list whose length is known before its rows are read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from django.core.paginator import Page, Paginator

Row = TypeVar("Row")


class CountedPages(Paginator[Row]):
    """Pages that read their own rows only; the count is known already, so turning a page asks nothing twice.

    rows: returns the rows from a first up to, but without, a last.
    """

    def __init__(self, count: int, rows: Callable[[int, int], list[Row]], *, page_size: int) -> None:
        super().__init__((), page_size)
        self._count = count
        self._rows = rows

    @cached_property
    def count(self) -> int:
        return self._count

    def page(self, number: int | str) -> Page[Row]:
        """Return one page; raises what Paginator raises for a number that is none."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        return Page(self._rows(first, min(first + self.per_page, self._count)), number, self)
