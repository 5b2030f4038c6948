"""The sheets of an XLSX or XLSM file: where each is kept, and what its values alone do not tell."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any, Final

from serambi.exchange.tables import errors, limits, markup
from serambi.exchange.tables.archives import Archive
from serambi.exchange.tables.scans import SheetScan
from serambi.exchange.tables.styles import percent_styles

_WORKBOOK: Final = "xl/workbook.xml"


def sheet_parts(archive: Archive) -> dict[str, str]:
    """Return for the name of every sheet the part of the archive that holds it."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            path = target if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes.get("Id", "")] = posixpath.normpath(path).lstrip("/")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            relation_id = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            sheets.append((attributes.get("name", ""), relation_id))

    for part, act in (("xl/_rels/workbook.xml.rels", relation), (_WORKBOOK, sheet)):
        found = archive.find(part)
        if found is None:
            raise errors.Damaged(name=archive.name)
        markup.each_element(archive.pieces(found), act, name=archive.name)
    if not sheets:
        raise errors.Damaged(name=archive.name)
    return {title: targets.get(relation_id, "") for title, relation_id in sheets}


def has_macros(archive: Archive) -> bool:
    return archive.find("xl/vbaProject.bin") is not None


def scan_sheets(archive: Archive) -> dict[str, SheetScan]:
    """Return the scan of every sheet by its name, or raise when one of them is more than can be read.

    Also parts that no sheet names are looked at: a reader might find its way to them all the same.
    """
    by_part = {found: title for title, part in sheet_parts(archive).items() if (found := archive.find(part))}
    scans: dict[str, SheetScan] = {}
    extents = []
    shown_as_percent = percent_styles(archive)
    for part in archive.parts:
        if not part.lower().endswith(".xml") or (part not in by_part and b"worksheet" not in archive.start(part, 2000)):
            continue
        title = by_part.get(part, part)
        scan = _Scanner(archive.name, shown_as_percent).scan(archive, part)
        limits.check_extent(archive.name, title, scan.rows, scan.columns)
        extents.append((scan.rows, scan.columns))
        scans[title] = scan
    limits.check_cells(archive.name, extents)
    _check_texts(archive, sum(scan.texts for scan in scans.values()))
    return scans


def _check_texts(archive: Archive, uses: int) -> None:
    """Raise when the shared texts, once copied into every cell that names them, would be too much.

    The exact sum needs a second look at every sheet, so it is only made where the longest text in every cell
    would be too much.
    """
    part = archive.find("xl/sharedStrings.xml")
    if part is None or not uses:
        return
    lengths = _text_lengths(archive, part)
    if uses * max(lengths, default=0) <= limits.TEXT_MEGABYTES * limits.MEGABYTE:
        return
    total = 0
    for sheet in archive.parts:
        if sheet.lower().endswith(".xml") and b"worksheet" in archive.start(sheet, 2000):
            total += _text_total(archive, sheet, lengths)
            limits.check_text(archive.name, total)


def _text_lengths(archive: Archive, part: str) -> list[int]:
    lengths: list[int] = []
    parser = markup.new_parser(name=archive.name)

    def start(tag: str, _: dict[str, str]) -> None:
        if markup.local(tag) == "si":
            lengths.append(0)

    def text(characters: str) -> None:
        if lengths:
            lengths[-1] += len(characters)

    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    markup.feed(parser, archive.pieces(part), name=archive.name)
    return lengths


def _text_total(archive: Archive, part: str, lengths: list[int]) -> int:
    total = 0
    shared = inside = False
    parser = markup.new_parser(name=archive.name)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal shared, inside
        tag = markup.local(tag)
        if tag == "c":
            shared = attributes.get("t") == "s"
        inside = shared and tag == "v"

    def text(characters: str) -> None:
        nonlocal total
        if inside and characters.strip().isdecimal() and int(characters) < len(lengths):
            total += lengths[int(characters)]

    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    markup.feed(parser, archive.pieces(part), name=archive.name)
    return total


class _Scanner:
    """Follows the cells of one sheet. The text of a value is only asked for where a formula or an error is."""

    def __init__(self, name: str, percents: frozenset[str]) -> None:
        self.name, self.percents = name, percents
        self.found = SheetScan()
        self.row = self.column = 0
        self.kind = self.value = ""
        self.is_formula = self.in_value = False
        self.locals: dict[str, Callable[[dict[str, str]], None]] = {}
        self.acts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self.begin_row,
            "c": self.begin_cell,
            "f": self.begin_formula,
            "v": self.begin_value,
            "is": self.fill,
        }

    def scan(self, archive: Archive, part: str) -> SheetScan:
        self.parser = markup.new_parser(name=self.name)
        self.parser.StartElementHandler = self.start
        markup.feed(self.parser, archive.pieces(part), name=self.name)
        return self.found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        act = self.locals.get(tag)
        if act is None:
            act = self.locals[tag] = self.acts.get(markup.local(tag), _pass)
        act(attributes)

    def begin_row(self, attributes: dict[str, str]) -> None:
        try:
            self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
        except ValueError as error:
            raise errors.Damaged(name=self.name) from error
        self.column = 0

    def begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            self.row, self.column = self.place(reference)
        else:
            self.column += 1
        self.kind = attributes.get("t", "n")
        if self.percents and self.kind == "n" and attributes.get("s") in self.percents:
            self.found.percents.append((self.row, self.column))
        if self.kind == "e":
            self.watch()

    def begin_formula(self, _: dict[str, str]) -> None:
        self.found.formulas += 1
        self.is_formula = True
        self.fill(_)
        self.watch()

    def begin_value(self, _: dict[str, str]) -> None:
        self.in_value = True
        self.fill(_)
        if self.kind == "s":
            self.found.texts += 1

    def fill(self, _: dict[str, str]) -> None:
        self.found.reach(self.row, self.column)

    def watch(self) -> None:
        """Listen to the text and the end of the cell that has begun."""
        self.value, self.in_value = "", False
        self.parser.CharacterDataHandler = self.text
        self.parser.EndElementHandler = self.end

    def text(self, characters: str) -> None:
        if self.in_value:
            self.value += characters

    def end(self, tag: str) -> None:
        tag = markup.local(tag)
        if tag == "v":
            self.in_value = False
        elif tag == "c":
            if self.kind == "e" and self.value.strip():
                self.found.errors[self.row, self.column] = self.value.strip()
            elif self.is_formula and not self.value and self.kind != "str":
                self.found.uncalculated.append((self.row, self.column))
            self.is_formula = False
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None

    def place(self, reference: str) -> tuple[int, int]:
        letters = reference.rstrip("0123456789")
        column = 0
        for letter in letters.upper():
            number = ord(letter) - ord("A") + 1
            if not 1 <= number <= 26 or column > limits.COLUMNS * 30:
                raise errors.Damaged(name=self.name)
            column = column * 26 + number
        digits = reference[len(letters) :]
        if not column or not 0 < len(digits) <= 9:
            raise errors.Damaged(name=self.name)
        return int(digits), column


def _pass(_: dict[str, Any]) -> None:
    """Do nothing with an element that has no part in the values."""
