"""Which sheets of a file are read and what their columns are, as it is kept with an upload."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from serambi.exchange.tables.book import Book
from serambi.exchange.tables.layouts import Layout, find_layout, layout_from_dict


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """One sheet. layout: None where no header was found in it. known: the name of the kept layout that it has."""

    name: str
    layout: Layout | None
    is_on: bool = True
    known: str = ""

    @property
    def is_read(self) -> bool:
        return self.is_on and self.layout is not None


@dataclass(frozen=True, slots=True)
class FileMapping:
    """All sheets of a file, in its order."""

    sheets: tuple[SheetMapping, ...] = field(default=())

    @property
    def layouts(self) -> dict[str, Layout]:
        """Return the layouts of all sheets that have one, those that are switched off too, by the sheet."""
        return {sheet.name: sheet.layout for sheet in self.sheets if sheet.layout is not None}

    @property
    def read(self) -> tuple[Layout, ...]:
        """Return the layouts of the sheets that are read."""
        return tuple(sheet.layout for sheet in self.sheets if sheet.is_on and sheet.layout is not None)

    @property
    def off(self) -> frozenset[str]:
        return frozenset(sheet.name for sheet in self.sheets if not sheet.is_on)

    @property
    def known(self) -> str:
        """Return the name of the kept layout, where every sheet that is read has one; else ""."""
        names = [sheet.known for sheet in self.sheets if sheet.is_read]
        return names[0] if names and all(names) else ""

    def with_sheet(self, changed: SheetMapping) -> FileMapping:
        return replace(self, sheets=tuple(changed if it.name == changed.name else it for it in self.sheets))

    def sheet(self, name: str) -> SheetMapping | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def as_json(self) -> dict[str, Any]:
        return {
            "sheets": [
                {
                    "name": sheet.name,
                    "layout": None if sheet.layout is None else sheet.layout.as_dict(),
                    "on": sheet.is_on,
                    "known": sheet.known,
                }
                for sheet in self.sheets
            ]
        }


def mapping_from_json(kept: Mapping[str, Any]) -> FileMapping:
    """Return the mapping that `as_json` wrote; an empty one while the file was not read."""
    return FileMapping(
        tuple(
            SheetMapping(
                one["name"], None if one["layout"] is None else layout_from_dict(one["layout"]), one["on"], one["known"]
            )
            for one in kept.get("sheets", ())
        )
    )


def propose_mapping(book: Book, remembered: Iterable[tuple[str, Layout]]) -> FileMapping:
    """Return what was found in a file, with what was remembered for tables with the same headings.

    remembered: layouts with the name under which each is kept; the first one of a fingerprint counts.
    """
    known: dict[str, tuple[str, Layout]] = {}
    for name, layout in remembered:
        known.setdefault(layout.fingerprint, (name, layout))
    sheets = []
    for sheet in book.sheets:
        found = find_layout(sheet)
        if found is not None and found.fingerprint in known:
            name, told = known[found.fingerprint]
            sheets.append(SheetMapping(sheet.name, told.applied_to(found), known=name))
        else:
            sheets.append(SheetMapping(sheet.name, found))
    return FileMapping(tuple(sheets))
