"""XML read piece by piece, without entities, document types or anything fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from xml.parsers import expat

from serambi.exchange.tables import errors

# The parser collects text up to this many characters before it hands it over.
_TEXT_AT_ONCE = 1 << 16


def new_parser(*, name: str) -> expat.XMLParserType:
    """Return a parser that refuses a document type: no workbook has one, and only with one can entities grow."""

    def refuse(*_: Any) -> None:
        raise errors.Damaged(name=name)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _TEXT_AT_ONCE
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, pieces: Iterable[bytes], *, name: str) -> None:
    """Parse all pieces; raise Damaged where they are no well-formed XML."""
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        # A LookupError where it names an encoding that there is not.
        raise errors.Damaged(name=name) from error


def each_element(pieces: Iterable[bytes], act: Callable[[str, dict[str, str]], object], *, name: str) -> None:
    """Call `act` with the name, its prefix taken off, and the attributes of every element."""
    parser = new_parser(name=name)
    parser.StartElementHandler = lambda tag, attributes: act(local(tag), attributes)
    feed(parser, pieces, name=name)


def local(tag: str) -> str:
    """Return the name of an element or attribute without its prefix.

    >>> local("x:row"), local("row")
    ('row', 'row')
    """
    return tag.rpartition(":")[2]
