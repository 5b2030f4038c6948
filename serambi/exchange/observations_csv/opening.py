"""From a file as it is sent, of any length, to one UTF-8 text on disk; memory does not grow with it."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from serambi.exchange.observations_csv.errors import GrowsTooMuch
from serambi.exchange.tables import errors
from serambi.exchange.tables.encodings import decode
from serambi.exchange.tables.kinds import kind_of, refuse_markup
from serambi.exchange.tables.separated import separate

CHUNK: Final = 1 << 22
_SAMPLE: Final = 1 << 18
_MOST_GIGABYTES: Final = 50
_NO_CONTROLS: Final = bytes(32 if 0 < code < 32 and code not in b"\t\n\r\f\v" else code for code in range(256))
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class OpenedText:
    """A table of text, ready to be read. path: a file in UTF-8. start: where the row after the headings begins.

    line: the number of that row's line, from 1. size: bytes of the file in UTF-8.
    """

    name: str
    path: Path
    size: int
    encoding: str
    separator: str
    headings: tuple[str, ...]
    start: int
    line: int


def open_text(source: Path | IO[bytes], *, name: str, folder: Path) -> OpenedText:
    """Return the text of a file or a stream; what has to be unpacked, decoded or kept goes into the folder.

    Gzip is unpacked. The encoding is found as `exchange/tables/encodings` does, from the whole text. Raises
    UnreadableTable for what is no table of text, and OSError when the file cannot be read.
    """
    path = _on_disk(source, name=name, folder=folder)
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if kind_of(sample, name=name) != "text":
        raise errors.UnknownFormat(name=name)
    encoding = _encoding(path, sample, name=name)
    is_plain = encoding == "utf-8" and not sample.startswith(codecs.BOM_UTF8) and b"\n" in sample
    if not is_plain:
        path = _in_utf8(path, encoding, name=name, folder=folder)
    return _begun(path, encoding, name=name)


def _on_disk(source: Path | IO[bytes], *, name: str, folder: Path) -> Path:
    """Return a file with the bytes, unpacked."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            if file.read(2) != _GZIP:
                return source
        with source.open("rb") as file:
            return _unpacked(file, name=name, folder=folder)
    buffered = io.BufferedReader(source) if not hasattr(source, "peek") else source  # type: ignore[type-var]
    if buffered.peek(2)[:2] == _GZIP:
        return _unpacked(buffered, name=name, folder=folder)
    return _kept(buffered, folder / "given", name=name)


def _unpacked(file: IO[bytes], *, name: str, folder: Path) -> Path:
    try:
        with gzip.GzipFile(fileobj=file) as unpacking:
            return _kept(unpacking, folder / "unpacked", name=name)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise errors.Damaged(name=name) from error


def _kept(file: IO[bytes] | gzip.GzipFile, path: Path, *, name: str) -> Path:
    size = 0
    with path.open("wb") as kept:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > _MOST_GIGABYTES * 10**9:
                raise GrowsTooMuch(name=name, gigabytes=_MOST_GIGABYTES)
            kept.write(chunk)
    return path


def _encoding(path: Path, sample: bytes, *, name: str) -> str:
    """Return the encoding: as the beginning says, and UTF-8 only where every byte of the whole text fits it."""
    # A control character that somebody copied into a note says nothing about the encoding.
    _text, encoding = decode(_without_half_character(sample).translate(_NO_CONTROLS), name=name)
    if encoding not in ("utf-8", "cp1252", "latin-1"):
        return encoding
    for candidate in ("utf-8", "cp1252"):
        is_ascii = True
        try:
            for piece in _pieces(path, candidate, name=name):
                is_ascii = is_ascii and piece.isascii()
        except UnicodeDecodeError as error:
            # A text in UTF-8 that only stops within its last character was cut, it is not in another encoding.
            if candidate == "utf-8" and error.reason == "unexpected end of data" and not is_ascii:
                raise errors.Damaged(name=name) from error
            continue
        return candidate
    return "latin-1"


def _without_half_character(sample: bytes) -> bytes:
    """Return the sample up to its last line break, so that it does not end within a character."""
    if len(sample) < _SAMPLE:
        return sample
    even = sample[: len(sample) // 4 * 4]
    end = even.rfind(b"\n")
    is_wide = b"\x00" in even[:200]
    return even if is_wide or end < 0 else even[: end + 1]


def _pieces(path: Path, encoding: str, *, name: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            if "\x00" in text:
                raise errors.UnknownFormat(name=name)
            yield text
        yield decoder.decode(b"", final=True)


def _in_utf8(path: Path, encoding: str, *, name: str, folder: Path) -> Path:
    """Write the text in UTF-8, without its mark, its lines ended as everywhere."""
    target = folder / "text"
    try:
        with target.open("w", encoding="utf-8", newline="") as kept:
            is_first, held = True, ""
            for piece in _pieces(path, encoding, name=name):
                # A carriage return at the end of a piece may belong to a line feed that begins the next.
                text, held = held + piece, ""
                if text.endswith("\r"):
                    text, held = text[:-1], "\r"
                kept.write(
                    (text.removeprefix("\ufeff") if is_first else text).replace("\r\n", "\n").replace("\r", "\n")
                )
                is_first = is_first and not text
            kept.write("\n" if held else "")
    except UnicodeDecodeError as error:
        raise errors.Damaged(name=name) from error
    return target


def _begun(path: Path, encoding: str, *, name: str) -> OpenedText:
    """Read the headings: the first row in which anything stands."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    end = sample.rfind(b"\n") + 1 if len(sample) == _SAMPLE else len(sample)
    text = sample[: end or len(sample)].decode("utf-8", errors="ignore")
    refuse_markup(text, name=name)
    split = separate(text)
    skipped = len(text) - len(split.text)
    # Without a separator a table of observations has one column, and so not those it needs; the tab finds them missing.
    separator = split.separator or "\t"
    reader = csv.reader(io.StringIO(split.text, newline=""), delimiter=separator)
    cells: list[str] = []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            break
    else:
        raise errors.NoFilledCell(name=name)
    # Lines as the reader counts them: it stands behind the headings now.
    rows = io.StringIO(split.text, newline="").readlines()
    head = text[:skipped] + "".join(rows[: reader.line_num])
    return OpenedText(
        name, path, path.stat().st_size, encoding, separator, tuple(cells), len(head.encode()), 1 + head.count("\n")
    )
