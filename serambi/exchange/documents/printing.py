"""A document as PDF, by typst: PDF/A-2a to be kept and PDF/UA-1 to be read by all, both checked while it is made."""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from .kinds import Document, OfficialLetter, Recipient, kind_of
from .pictures import Placed
from .wording import fields_of, letter_to

if TYPE_CHECKING:
    import typst

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
# What stands for a character that none of the fonts can draw, as everywhere.
UNDRAWN = "□"
_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_FORBIDDEN = re.compile(r'codepoint `"(.+?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# Found while printing, remembered for the next document of this process.
_replaced: dict[int, str] = {}


def pdf_of(document: Document, *, made: dt.datetime, fonts: Path | None = None) -> bytes:
    """Return the document as PDF.

    made: the moment that the file says it was made, aware; one document and one moment make the same bytes.
    fonts: a folder with fonts of the office besides those inside (Libertinus Serif, DejaVu Sans Mono). A character that
    no font has is drawn as □; the Word file of the document has it.
    """
    return _compiled(_files(document), fonts, made)


def letters_of(
    letter: OfficialLetter, recipients: Iterable[Recipient], *, made: dt.datetime, fonts: Path | None = None
) -> Iterator[tuple[Recipient, bytes]]:
    """Yield each recipient with their own letter, so that a job can tell how far it is."""
    for recipient in recipients:
        yield recipient, pdf_of(letter_to(letter, recipient), made=made, fonts=fonts)


def pages_of(document: Document, *, fonts: Path | None = None, dots_per_inch: int = 96) -> list[bytes]:
    """Return the pages as PNG, to look at."""
    drawn = _typeset(_files(document), fonts, format="png", ppi=dots_per_inch)
    return [drawn] if isinstance(drawn, bytes) else list(drawn)


def _files(document: Document) -> dict[str, bytes]:
    pictures: dict[str, bytes] = {}
    told = _told(fields_of(document), pictures)
    return {
        "main.typ": _source(f"{kind_of(document)}.typ"),
        "surat.typ": _source("surat.typ"),
        "isi.json": json.dumps(told, ensure_ascii=False).encode(),
        **pictures,
    }


def _told(value: Any, pictures: dict[str, bytes]) -> Any:
    """Return what JSON can hold: a picture becomes the name of its file."""
    match value:
        case Placed():
            name = f"gambar{len(pictures)}.{value.suffix}"
            pictures[name] = value.content
            return {
                "berkas": name,
                "alt": value.alt.translate(_replaced),
                "lebar": value.width_mm,
                "tinggi": value.height_mm,
            }
        case dict():
            return {key: _told(part, pictures) for key, part in value.items()}
        case list():
            return [_told(part, pictures) for part in value]
        case str():
            return value.translate(_replaced)
    return value


def _compiled(files: dict[str, bytes], fonts: Path | None, made: dt.datetime) -> bytes:
    import typst  # noqa: PLC0415 - its libraries are for whoever makes a document

    while True:
        try:
            return _print(files, fonts, made)
        except typst.TypstError as error:
            missing = _undrawn(error.diagnostic)
            # Not about a character, or about one that is replaced already: our mistake, which must be seen.
            if not missing - _replaced.keys():
                raise
            _replaced.update(dict.fromkeys(missing, UNDRAWN))
            text = files["isi.json"].decode().translate(_replaced)
            files = {**files, "isi.json": text.encode()}


def _print(files: dict[str, bytes], fonts: Path | None, made: dt.datetime) -> bytes:
    options = {"format": "pdf", "pdf_standards": STANDARDS, "timestamp": int(made.timestamp())}
    return bytes(_typeset(files, fonts, **options))


def _typeset(files: dict[str, bytes], fonts: Path | None, **options: Any) -> Any:
    """Return what typst makes of the files, which see nothing but one another."""
    import typst  # noqa: PLC0415 - its libraries are for whoever makes a document

    with tempfile.TemporaryDirectory(prefix="serambi-document-") as name:
        folder = Path(name)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        main = folder / "main.typ"
        return typst.compile(main, root=folder, font_paths=_fonts(fonts), ignore_system_fonts=True, **options)


def _undrawn(diagnostic: str) -> set[int]:
    """Return the code points that typst says it cannot draw or may not write."""
    found = _UNDRAWN.findall(diagnostic) + _FORBIDDEN.findall(diagnostic)
    return {ord(char) for text in found for char in _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if ord(char) > 127}


@cache
def _source(name: str) -> bytes:
    return resources.files(__package__).joinpath("typst", name).read_bytes()


@cache
def _fonts(folder: Path | None) -> typst.Fonts:
    import typst  # noqa: PLC0415 - its libraries are for whoever makes a document

    return typst.Fonts(include_system_fonts=False, font_paths=[folder] if folder else [])
