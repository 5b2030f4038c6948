"""The rows that were refused, as a table a person can correct and load again."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext as _

from serambi.exchange.observations_csv.blocks import cells_of
from serambi.exchange.observations_csv.checking import Reject
from serambi.exchange.observations_csv.opening import OpenedText
from serambi.ui.downloads import harmless

MOST_TOLD: Final = 20


class Rejects:
    """Collects refused rows in a file: line, problem, then the row as it was written; the first ones are kept to tell.

    The file is UTF-8 with its mark and commas, begun only when there is a row to write.
    """

    def __init__(self, path: Path, text: OpenedText) -> None:
        self.path, self.count = path, 0
        self.told: list[Reject] = []
        self._text = text
        self._begun: tuple[IO[str], IO[bytes]] | None = None

    def add(self, reject: Reject) -> None:
        self.count += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(reject)
        written, original = self._begun or self._begin()
        original.seek(reject.start)
        row = cells_of(original.read(reject.stop - reject.start), self._text.separator)
        csv.writer(written).writerow([reject.line, reject.sentence, *map(harmless, row)])

    def _begin(self) -> tuple[IO[str], IO[bytes]]:
        written = self.path.open("w", encoding="utf-8-sig", newline="")
        self._begun = (written, self._text.path.open("rb"))
        csv.writer(written).writerow([_("line"), _("problem"), *map(harmless, self._text.headings)])
        return self._begun

    def close(self) -> None:
        if self._begun is not None:
            for file in self._begun:
                file.close()
