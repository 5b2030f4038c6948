"""Form E.81 as a table: written with its merged header, and read from whoever else's file has one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from serambi.exchange.budgets.amounts import read_number
from serambi.exchange.budgets.cells import Cells
from serambi.exchange.budgets.evaluation_form import (
    CODE_PARTS,
    MORE_TEXTS,
    PAIRS,
    TEXTS,
    EvaluationForm,
    EvaluationRow,
    IndicatorLine,
    Pair,
    read_quantity,
    write_quantity,
)
from serambi.exchange.budgets.grids import Cell, Merge, csv_of, unguarded, workbook_of
from serambi.exchange.tables.book import Book, Sheet
from serambi.exchange.tables.understanding import Problem

_TEXT_HEADS = {
    "responsible": "Unit Penanggung Jawab",
    "note": "Keterangan",
    "hindering": "Faktor Penghambat",
    "supporting": "Faktor Pendorong",
    "problem": "Masalah",
    "solution": "Solusi",
}
_QUARTERS = "Realisasi Kinerja pada Triwulan"
PAIR_HEADS = {
    "plan_target": "Target Renstra Perangkat Daerah pada Akhir Periode",
    "until_last_year": "Realisasi Capaian Renstra s.d. Renja Tahun Lalu",
    "year_target": "Target Kinerja dan Anggaran Renja Tahun Berjalan",
    "quarter_1": "I",
    "quarter_2": "II",
    "quarter_3": "III",
    "quarter_4": "IV",
    "year_realization": "Realisasi Capaian Kinerja dan Anggaran Renja Tahun Berjalan",
    "attainment": "Tingkat Capaian Kinerja dan Realisasi Anggaran Renja (%)",
    "until_this_year": "Realisasi Kinerja dan Anggaran Renstra s.d. Tahun Ini",
    "plan_attainment": "Tingkat Capaian Kinerja dan Realisasi Anggaran Renstra (%)",
}
_NAME, _INDICATOR = CODE_PARTS + 1, CODE_PARTS + 2
_HEADER_ROWS = 4
# How a head is recognized, the first that fits: by the words of all its rows, small letters, joined by " | ".
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("hindering", r"penghambat"),
    ("supporting", r"pendorong"),
    ("problem", r"masalah"),
    ("solution", r"solusi"),
    ("plan_attainment", r"tingkat.*renstra|tingkat.*akhir periode"),
    ("attainment", r"tingkat"),
    ("until_last_year", r"realisasi.*tahun lalu|realisasi.*\(n-[12]\)"),
    ("quarter_1", r"(?:triwulan|tw)\b.*\b(?:i|1)\b"),
    ("quarter_2", r"(?:triwulan|tw)\b.*\b(?:ii|2)\b"),
    ("quarter_3", r"(?:triwulan|tw)\b.*\b(?:iii|3)\b"),
    ("quarter_4", r"(?:triwulan|tw)\b.*\b(?:iv|4)\b"),
    ("until_this_year", r"realisasi.*renstra"),
    ("year_realization", r"realisasi"),
    ("plan_target", r"target.*renstra"),
    ("year_target", r"target"),
    ("responsible", r"penanggung\s*jawab|^unit"),
    ("note", r"^ket"),
    ("indicator", r"^indikator"),
    ("code", r"^kode"),
    ("name", r"program|kegiatan|urusan|uraian"),
)


class NoEvaluationForm(Exception):
    """The file holds no table with the columns of form E.81. missing: the heads that were not found."""

    def __init__(self, missing: Sequence[str] = ()) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


# Export -----------------------------------------------------------------------------------------------------------


def grid_of(form: EvaluationForm) -> tuple[list[list[Cell]], list[Merge], range]:
    """Return the form as cells, the ranges of its header that are one cell, and the rows of the header."""
    top: list[list[Cell]] = [[name, value] if value else [name] for name, value in form.heading]
    header = range(len(top) + 2, len(top) + 2 + _HEADER_ROWS)
    heads, merges = _header(header.start, with_more_texts=form.with_more_texts)
    rows: list[list[Cell]] = [*top, [], *heads]
    for row in form.rows:
        for index, line in enumerate(row.lines or (IndicatorLine(),)):
            rows.append(_cells(row, line, is_first=index == 0, with_more_texts=form.with_more_texts))
    return rows, merges, header


def _header(first: int, with_more_texts: bool) -> tuple[list[list[Cell]], list[Merge]]:
    texts = (*TEXTS, *MORE_TEXTS) if with_more_texts else TEXTS
    width = _INDICATOR + 2 * len(PAIRS) + len(texts)
    upper: list[Cell] = [None] * width
    middle, lower = upper.copy(), upper.copy()
    merges: list[Merge] = []

    def put(column: int, head: str, *, last_row: int = 2, columns: int = 1) -> None:
        upper[column - 1] = head
        merges.append((first, column, first + last_row, column + columns - 1))

    put(1, "Kode", columns=CODE_PARTS)
    put(_NAME, "Urusan / Program / Kegiatan")
    put(_INDICATOR, "Indikator Kinerja Program (Outcome) / Kegiatan (Output)")
    for index, pair in enumerate(PAIRS):
        column = _INDICATOR + 1 + 2 * index
        lower[column - 1 : column + 1] = ["K", "Rp"]
        if pair == "quarter_1":
            put(column, _QUARTERS, last_row=0, columns=8)
        elif not pair.startswith("quarter"):
            put(column, PAIR_HEADS[pair], last_row=1, columns=2)
        if pair.startswith("quarter"):
            middle[column - 1] = PAIR_HEADS[pair]
            merges.append((first + 1, column, first + 1, column + 1))
    for index, text in enumerate(texts):
        put(_INDICATOR + 2 * len(PAIRS) + 1 + index, _TEXT_HEADS[text])
    numbers: list[Cell] = [f"({number})" for number in range(1, width + 1)]
    return [upper, middle, lower, numbers], merges


def _cells(row: EvaluationRow, line: IndicatorLine, *, is_first: bool, with_more_texts: bool) -> list[Cell]:
    begin: list[Cell] = [*row.code, row.name] if is_first else [None] * (CODE_PARTS + 1)
    cells: list[Cell] = [*((cell or None) for cell in begin), line.indicator or None]
    for pair in PAIRS:
        cells += [write_quantity(line.work(pair)), line.rupiah(pair)]
    texts = (*TEXTS, *MORE_TEXTS) if with_more_texts else TEXTS
    return [*cells, *((getattr(line, text) or None) for text in texts)]


def evaluation_csv(form: EvaluationForm) -> str:
    return csv_of(grid_of(form)[0])


def evaluation_workbook(form: EvaluationForm) -> bytes:
    rows, merges, header = grid_of(form)
    widths = (*(6,) * CODE_PARTS, 45, 45, *(14, 18) * len(PAIRS), *(24,) * (len(TEXTS) + len(MORE_TEXTS)))
    return workbook_of("E.81", rows, merges=merges, header=header, widths=widths)


# Import -----------------------------------------------------------------------------------------------------------


def read_evaluation(book: Book) -> EvaluationForm:
    """Return the first sheet that holds the form. Raises NoEvaluationForm where there is none."""
    missing: tuple[str, ...] = ()
    for sheet in book.sheets:
        header = _header_rows(sheet)
        if header is None:
            continue
        reader = _Reader(sheet, header)
        missing = reader.missing()
        if not missing:
            return reader.read()
    raise NoEvaluationForm(missing)


def _header_rows(sheet: Sheet) -> range | None:
    """Return the rows of the header: from the one that names code and indicator to the one with K and Rp."""
    first = 0
    for number, row in sheet.numbered():
        texts = [str(cell).strip().lower() for cell in row if cell is not None]
        if not first and any(text.startswith("kode") for text in texts) and any("indikator" in text for text in texts):
            first = number
        if first and texts.count("k") == texts.count("rp") >= len(PAIRS) - 2:
            return range(first, number + 1)
        if first and number > first + 8:
            return None
    return None


def _paths(sheet: Sheet, header: range) -> Iterator[str]:
    """Yield for each column the heads above it, from the first row down; an empty cell continues the one to its left.

    Not where a row above begins something new: what is left of it belongs to something else.
    """
    width = sheet.width
    continued = [""] * _HEADER_ROWS * 4
    for column in range(1, width + 1):
        path: list[str] = []
        is_new = False
        for depth, row in enumerate(header):
            own = str(sheet.at(row, column) or "").strip().lower()
            text = own or ("" if is_new else continued[depth])
            is_new = is_new or bool(own)
            continued[depth] = text
            if text:
                path.append(text)
        yield " | ".join(path)


class _Reader:
    def __init__(self, sheet: Sheet, header: range) -> None:
        self.cells = Cells(sheet)
        self.header = header
        self.codes: list[int] = []
        self.columns: dict[str, int] = {}
        self.problems: list[Problem] = []
        for column, path in enumerate(_paths(sheet, header), 1):
            self._place(column, path)

    def _place(self, column: int, path: str) -> None:
        name = next((name for name, pattern in _PATTERNS if re.search(pattern, path)), "")
        if name == "code":
            self.codes.append(column)
            return
        last = path.rpartition(" | ")[2]
        if name in PAIRS:
            name = f"{name} {last}" if last in ("k", "rp") else ""
        if name:
            self.columns.setdefault(name, column)

    def missing(self) -> tuple[str, ...]:
        wanted = ["name", "indicator", *(f"{pair} {part}" for pair in PAIRS for part in ("k", "rp"))]
        # Tables of other regencies leave the attainments out; those can be computed.
        return tuple(one for one in wanted if one not in self.columns and not one.startswith(("attain", "plan_attain")))

    def read(self) -> EvaluationForm:
        heading = tuple(self._heading())
        for row in self.header:
            self.cells.use(row, *self.codes, *self.columns.values())
        rows: list[EvaluationRow] = []
        start = self.header.stop
        if self._is_numbering(start):
            self.cells.use(start, *self.cells.filled(start))
            start += 1
        for number, _cells in self.cells.sheet.numbered(start):
            if self.cells.filled(number):
                self._take(number, rows)
        return EvaluationForm(
            heading=heading,
            rows=tuple(rows),
            with_more_texts=any(text in self.columns for text in MORE_TEXTS),
            problems=tuple(self.problems),
            left_out=self.cells.left_out(_("This column is not one of form E.81.")),
            columns=self.columns,
        )

    def _heading(self) -> Iterator[tuple[str, str]]:
        for number in range(1, self.header.start):
            filled = self.cells.filled(number)
            if filled:
                self.cells.use(number, *filled[:2])
                texts = [unguarded(self.cells.text(number, column)) for column in filled[:2]]
                yield texts[0], texts[1] if len(texts) > 1 else ""

    def _is_numbering(self, row: int) -> bool:
        texts = [self.cells.text(row, column) for column in self.cells.filled(row)] if row <= self._last else []
        return len(texts) >= len(PAIRS) and all(re.fullmatch(r"\(?\d+\)?(?:\s*=.*)?", text) for text in texts)

    @property
    def _last(self) -> int:
        return len(self.cells.sheet.rows)

    def _text(self, row: int, name: str) -> str:
        return unguarded(self.cells.text(row, self.columns.get(name, 0)))

    def _take(self, number: int, rows: list[EvaluationRow]) -> None:
        self.cells.use(number, *self.codes, *self.columns.values())
        parts = [unguarded(self.cells.text(number, column)) for column in self.codes]
        if len(parts) > CODE_PARTS:
            parts = [*parts[: CODE_PARTS - 1], ".".join(part for part in parts[CODE_PARTS - 1 :] if part)]
        code = (*parts, *("",) * (CODE_PARTS - len(parts)))
        name = self._text(number, "name")
        line = self._line(number)
        if any(parts) or name or not rows:
            rows.append(EvaluationRow((code[0], code[1], code[2], code[3]), name, (line,)))
        else:
            above = rows[-1]
            rows[-1] = EvaluationRow(above.code, above.name, (*above.lines, line))

    def _line(self, number: int) -> IndicatorLine:
        pairs: dict[str, Pair] = {}
        for name in PAIRS:
            work = read_quantity(self.cells.sheet.at(number, self.columns.get(f"{name} k", 0)))
            rupiah = self._rupiah(number, f"{name} rp")
            if work is not None or rupiah is not None:
                pairs[name] = Pair(work, rupiah)
        texts = {text: self._text(number, text) for text in (*TEXTS, *MORE_TEXTS)}
        return IndicatorLine(self._text(number, "indicator"), pairs, place=self.cells.sheet.place(number), **texts)

    def _rupiah(self, number: int, name: str) -> Decimal | None:
        column = self.columns.get(name, 0)
        reading = read_number(self.cells.sheet.at(number, column)) if column else read_number(None)
        if not reading.is_readable:
            written = self.cells.text(number, column)
            message = _("“%(value)s” does not read as a number. Write digits only, for example 14790750.")
            place = self.cells.sheet.place(number, column)
            self.problems.append(Problem(place, "unreadable_number", message % {"value": written}, value=written))
        return reading.value
