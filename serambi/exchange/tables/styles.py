"""Which formats show a number as a percentage: what is typed as 98% is kept as 0.98, and only the format says so.

Source: ECMA-376 part 1, sections 18.8.30 (number formats) and 18.8.10 (formats of cells); [MS-XLS] 2.4.126 and 2.4.353.
"""

from __future__ import annotations

import re
from typing import Final

from serambi.exchange.tables import markup
from serambi.exchange.tables.archives import Archive

# "0%" and "0.00%" have these numbers in every file and are written in none.
BUILT_IN: Final = frozenset({9, 10})
# Texts in a format, characters taken as they are, and colours or conditions in brackets.
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')


def shows_percent(code: str) -> bool:
    """Tell whether a format's code shows a percentage.

    >>> shows_percent("0.0%"), shows_percent('0" %"'), shows_percent("[Red]-0%;0%"), shows_percent("#,##0")
    (True, False, True, False)
    """
    return "%" in _LITERAL.sub("", code)


def percent_styles(archive: Archive) -> frozenset[str]:
    """Return the numbers of the formats of cells, as cells name them, that show a percentage."""
    part = archive.find("xl/styles.xml")
    if part is None:
        return frozenset()
    codes = {str(number) for number in BUILT_IN}
    found: list[str] = []
    count = 0
    inside = False
    parser = markup.new_parser(name=archive.name)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count, inside
        tag = markup.local(tag)
        if tag == "numFmt":
            number = attributes.get("numFmtId", "")
            # A file may give a built-in number a meaning of its own.
            (codes.add if shows_percent(attributes.get("formatCode", "")) else codes.discard)(number)
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            if attributes.get("numFmtId") in codes:
                found.append(str(count))
            count += 1

    def end(tag: str) -> None:
        nonlocal inside
        if markup.local(tag) == "cellXfs":
            inside = False

    parser.StartElementHandler, parser.EndElementHandler = start, end
    markup.feed(parser, archive.pieces(part), name=archive.name)
    return frozenset(found)
