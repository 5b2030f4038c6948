"""Write the sheets and columns of the workbook into the reference.

python tools/workbook_reference.py
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "workbook.md"

HEAD = """# The workbook

The tables below are written by `tools/workbook_reference.py` from `serambi/exchange/workbook/sheets.py`; a test fails
when they differ.

One XLSX file: twenty-two sheets, a sheet of instructions and a hidden sheet of lists. The first row of each sheet is
hidden and locked and holds `sheet.column` for each column; reading follows it alone, so the language of the headings,
the order of columns and sheets, and their titles do not matter. The second row holds the headings; rows begin below.
Protection has no password: it keeps headings from being changed by mistake and keeps nothing secret.

```
serambi workbook export FILE [--language id|en] [--empty] [--without-illustration]
serambi workbook import FILE [--dry-run] [--json] [--marked OUT.xlsx] [--language id|en]
```

`import` ends with status 0, with 1 where there are problems (nothing is loaded then), with 2 where the file cannot be
read. `--dry-run` loads inside a transaction and takes everything back, so it meets what loading would meet.

`--marked` writes the file again with a note in each cell that stands against loading; corrected, it is loaded as the
workbook itself ([the marked copy](import.md#the-marked-copy)). The file may also be XLS or ODS, as any other table.

## On the page

The coordinator sends the workbook at `/workbook/`. It is read, compared and tried in the background, which loads
nothing: the page then says for each sheet what is new and what changes, lists every changed cell as old → new, and
names what stands against loading by sheet and cell, with the marked copy to download. *Load all of it* loads in the
background what was seen; where the register has changed meanwhile in a way that matters, nothing is loaded and the
workbook can be compared again. A file that is refused keeps the note that was typed.

**The way back.** Before the load, the register is kept as a workbook. Sent back, it shows every cell that would
return to its earlier value, and loads that. It removes nothing: new rows stay until somebody removes or archives them
on their pages, a revised figure gets one more revision, and a stage that was reported cannot become unreported again.
Sent workbooks, and with them this way back, are kept for 30 days.

## What is loaded

New rows and changes of every sheet but two kinds: the plan, its pillars and sub-dimensions are changed only, because
nothing adds one here, and **areas are a reference sheet that is never loaded**, because which there are is decided by
law and loaded on its own. Rows and columns that are missing in the file are left alone and counted.

Not in the workbook: people (who is in charge of a program, accounts and roles), the ends of organizations, boundaries
of areas, an activity's place among others, computed values, what is archived, and the record of changes.

All of a file is loaded in one transaction, through the services that the pages use, by the coordinator; indicators and
scores are computed anew once at the end. Cells that cannot be read are named first; what a rule of the register refuses
is named once every cell can be read.

## How values are written

- **Text** is text, whatever it begins with: cells that begin with `=`, `+`, `-`, `@` or `'` have the text format and
  the mark that keeps a spreadsheet program from reading them again when they are edited. They come back unchanged.
  Spaces around a text and control characters are not kept; line breaks are. A text longer than the 32,767 characters
  of a cell is cut with a note at its end, and left alone while the cell still says that.
- **Percentages**: a cell that is shown as 98% says 98 where the unit of its series or indicator is a percentage, and is
  refused elsewhere.
- **Numbers and money** are numbers up to 15 digits, which a spreadsheet keeps exactly, and text beyond, digit by digit
  with a decimal point (`12345678901234567.89`). Typed text is read in Indonesian or English notation; what has two
  readings (`1.234`) is refused.
- **Dates** are dates; those before 1900-03-01, which spreadsheets count in two ways, are text (`1899-05-01`). A date
  written as text is read in that form only.
- **Periods** are text: `2026`, `2026-S1`, `2026-Q1`, `2026-03`, `2026-03-14`.
- **An empty cell** is no value and never zero. In *optional* columns with a default (weight, stage, polarity …) it is
  the default. An observation whose figure is emptied is withdrawn; a new one without a figure is left out and named.
- **Lists** are written in the language of the workbook and read in both, or as the machine's own word.

## Which row is which

A row is found by its key (**key** below). Activities, milestones and budget lines have nothing that tells them apart
for certain, so they carry the number that Serambi gave them. With that number the key may be changed; without it a row
is the one with the same key that no other row claims, and else it is new. Loading the same file twice therefore adds
nothing twice. An activity is named by its name, and by `name #number` where its program has two of that name.

Illustration is marked in its own column. A new row with that mark is refused unless it belongs to an illustration, or
is a series or an observation, which keep the mark.

## Limits

The service that records one figure is used for each changed one, so a file that changes tens of thousands of figures
which are there already takes minutes; new figures are recorded at once. A code cannot be changed: a row with another
code is a new row. Area boundaries and an activity's place among others are not in the workbook. The numbers of a file
from another installation mean other rows here: empty the column *Serambi number* before loading it.
"""


def written() -> str:
    """Return the page as it should be."""
    from serambi.exchange.workbook.sheets import SHEETS

    parts = [HEAD]
    for sheet in SHEETS:
        kept = " Reference sheet, never loaded." if sheet.is_reference else ""
        note = "" if sheet.is_reference else f" {sheet.note.en}"
        parts.append(
            f"\n## `{sheet.name}` – {sheet.title.en}, {sheet.title.id}\n\n{note}{kept}\n\n".replace("\n ", "\n")
        )
        parts.append("| column | English | Indonesia | kind | |\n|---|---|---|---|---|\n")
        for column in sheet.columns:
            facts = [word for word, is_so in (
                ("key", column.name in sheet.key), ("needed", column.is_needed), ("read only", column.is_fixed),
            ) if is_so]  # fmt: skip
            of = f" of `{column.of}`" if column.of else ""
            values = " ".join(f"`{value}`" for value in column.choices.values) if column.choices else ""
            parts.append(
                f"| `{column.name}` | {column.heading.en} | {column.heading.id} | {column.kind}{of} {values} | "
                f"{', '.join(facts)} |\n".replace("  |", " |")
            )
    return "".join(parts)


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    PAGE.write_text(written(), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
