"""Figures as one long table of text, written while they are read, so that their number costs no memory."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from serambi.apps.observations.datasets import whole_observations_in_order
from serambi.apps.observations.models import Series
from serambi.apps.regions.models import Area
from serambi.exchange.observations_csv.cells import written_text
from serambi.exchange.observations_csv.errors import UnknownSeries
from serambi.exchange.observations_csv.headings import WRITTEN, Column

_FLAGS: Final = {"en": ("no", "yes"), "id": ("tidak", "ya")}


def export_observations(target: Path | IO[bytes], *, codes: Sequence[str], language: str, by: Any) -> int:
    """Write the figures that the person sees and return how many; `load_observations_file` reads them back exactly.

    The rows are in the order of series, area and period. Withdrawn figures are left out: they say nothing.
    target: a file, packed when its name ends in .gz, or a stream. codes: of the series, none for every one. language:
    of the headings. by: None for the program, which sees everything.
    """
    series = _series(codes, by)
    areas = dict(Area.objects.values_list("pk", "code"))
    heads = WRITTEN[language]
    count = 0
    with _opened(target) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([heads[column] for column in Column])
        for one in series:
            for table in whole_observations_in_order([one.pk]):
                rows = _rows(table, one.code, areas, _FLAGS[language])
                writer.writerows(rows)
                count += len(rows)
    return count


def _series(codes: Sequence[str], by: Any) -> list[Series]:
    visible = Series.objects.all() if by is None else Series.objects.visible_to(by)
    found = list(visible.filter(code__in=codes) if codes else visible)
    for code in codes:
        if code not in {one.code for one in found}:
            raise UnknownSeries(code=code)
    return sorted(found, key=lambda one: one.code)


@contextmanager
def _opened(target: Path | IO[bytes]) -> Iterator[io.TextIOWrapper]:
    if isinstance(target, Path):
        with ExitStack() as stack:
            opened: Any = stack.enter_context(target.open("wb"))
            if target.suffix == ".gz":
                opened = stack.enter_context(gzip.GzipFile(fileobj=opened, mode="wb", compresslevel=5))
            yield stack.enter_context(io.TextIOWrapper(opened, encoding="utf-8", newline=""))
        return
    file = io.TextIOWrapper(target, encoding="utf-8", newline="")
    try:
        yield file
    finally:
        file.flush()
        file.detach()


def _rows(table: pa.Table, code: str, areas: dict[int, str], flags: tuple[str, str]) -> list[tuple[Any, ...]]:
    table = table.filter(pc.is_valid(table.column("value")))
    said = {name: table.column(name).to_pylist() for name in table.column_names}
    return list(
        zip(
            [code] * table.num_rows,
            [areas[pk] for pk in said["area_id"]],
            said["period"],
            [_number(value) for value in said["value"]],
            [flags[value] for value in said["is_final"]],
            said["quality"],
            said["origin"],
            *([written_text(text) for text in said[name]] for name in ("source", "source_url", "note")),
            [flags[value] for value in said["is_illustration"]],
            strict=True,
        )
    )


def _number(value: str) -> str:
    """Return a value with a point before its decimals and no marks of thousands, never to be read in two ways."""
    text = f"{Decimal(value):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    # Three decimals after at most three digits could be thousands; a zero more cannot.
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text
