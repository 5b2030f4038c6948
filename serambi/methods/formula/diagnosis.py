"""What a person meant when a formula cannot be read, said in one sentence at the right place."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from .errors import FormulaError
from .syntax import place

# What is typed out of habit from spreadsheets, other languages or a phone's keyboard, longest first.
_INSTEAD = (
    ("=<", "<="),
    ("=>", ">="),
    ("=", "=="),
    ("&&", "and"),
    ("&", "and"),
    ("||", "or"),
    ("|", "or"),
    ("!", "not"),
    (";", ","),
    ("[", "("),
    ("]", ")"),
    ("{", "("),
    ("}", ")"),
    ("%", "/ 100"),
    ("×", "*"),
    ("÷", "/"),
    (":", "/"),
    ("−", "-"),
    ("–", "-"),
    ("—", "-"),
    ("²", "^ 2"),
    ("³", "^ 3"),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("√", "sqrt( )"),
)
_PIECE = re.compile(
    r"(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)"
    r"|(?P<mark>==|!=|<=|>=|[-+*/^<>(),])",
    re.ASCII,
)
_JOINING_WORDS = ("and", "or", "not")


class _Piece(NamedTuple):
    kind: str
    text: str
    start: int
    end: int

    @property
    def ends_a_value(self) -> bool:
        return self.kind == "number" or self.text == ")" or self.is_name

    @property
    def is_name(self) -> bool:
        return self.kind == "name" and self.text not in _JOINING_WORDS


def diagnose(text: str, unexpected: UnexpectedInput) -> FormulaError:
    """Return the error to show for what the parser did not expect."""
    offset = len(text)
    if isinstance(unexpected, UnexpectedCharacters):
        return _strange_character(text, cast(int, unexpected.pos_in_stream))
    if isinstance(unexpected, UnexpectedToken) and unexpected.token.type != "$END":
        offset = cast(int, cast(Token, unexpected.token).start_pos)
    pieces = [_Piece(cast(str, m.lastgroup), m.group(), m.start(), m.end()) for m in _PIECE.finditer(text)]
    before = [piece for piece in pieces if piece.start < offset]
    rest = [piece for piece in pieces if piece.start >= offset]
    if not pieces:
        return _error(text, 0, len(text), "There is no formula yet.")
    if not rest:
        return _breaks_off(text, before)
    return _unexpected(text, before, rest)


def _strange_character(text: str, offset: int) -> FormulaError:
    for written, instead in _INSTEAD:
        if text.startswith(written, offset):
            message = "“{written}” is not used here: write “{instead}”."
            return _error(text, offset, offset + len(written), message, written=written, instead=instead)
    character = text[offset]
    if character == "." and (text[offset - 1 : offset].isdigit() or text[offset + 1 : offset + 2].isdigit()):
        message = "A number is written like 1234.5: digits before and after one point, no other separators."
        return _error(text, offset, offset + 1, message)
    if character in "\"'“”‘’`":
        return _error(text, offset, offset + 1, "Names are written without quotation marks.")
    return _error(text, offset, offset + 1, "“{written}” has no meaning in a formula.", written=character)


def _breaks_off(text: str, before: list[_Piece]) -> FormulaError:
    last = before[-1]
    brackets = _open_brackets(before)
    if last.ends_a_value and brackets:
        start = brackets[-1]
        return _error(text, start, start + 1, "This bracket is not closed: a “)” is missing.")
    message = "The formula breaks off after “{last}”: a value is missing."
    return _error(text, last.start, last.end, message, last=last.text)


def _unexpected(text: str, before: list[_Piece], rest: list[_Piece]) -> FormulaError:  # noqa: PLR0911 - one return for each habit
    piece = rest[0]
    previous = before[-1] if before else None
    if previous is not None and previous.end == piece.start and previous.text + piece.text in ("**", "<>"):
        written = previous.text + piece.text
        message = "“{written}” is not used here: write “{instead}”."
        instead = "^" if written == "**" else "!="
        return _error(text, previous.start, piece.end, message, written=written, instead=instead)
    if previous is None or not previous.ends_a_value:
        if piece.text == "not":
            return _error(text, piece.start, piece.end, "Put “not …” in brackets here.")
        return _error(text, piece.start, piece.end, "A value is missing before “{next}”.", next=piece.text)
    if piece.text == ",":
        return _comma(text, previous, rest)
    if piece.text == ")":
        return _error(text, piece.start, piece.end, "This “)” closes nothing.")
    if piece.text in ("==", "!=", "<", "<=", ">", ">="):
        message = "One comparison cannot follow another: write “a < b and b < c” instead of “a < b < c”."
        return _error(text, piece.start, piece.end, message)
    if previous.is_name and piece.is_name:
        message = "An operator is missing between “{last}” and “{next}”; a name has no spaces."
        return _error(text, previous.start, piece.end, message, last=previous.text, next=piece.text)
    message = "An operator is missing before “{next}”."
    return _error(text, piece.start, piece.end, message, next=piece.text)


def _comma(text: str, previous: _Piece, rest: list[_Piece]) -> FormulaError:
    comma, following = rest[0], rest[1] if len(rest) > 1 else None
    if previous.kind == "number" and following is not None and following.kind == "number":
        number = f"{previous.text}.{following.text}"
        message = "Decimals are written with a point: write {number}."
        return _error(text, previous.start, following.end, message, number=number)
    return _error(text, comma.start, comma.end, "A comma only separates the arguments of a function.")


def _open_brackets(pieces: list[_Piece]) -> list[int]:
    brackets: list[int] = []
    for piece in pieces:
        if piece.text == "(":
            brackets.append(piece.start)
        elif piece.text == ")" and brackets:
            brackets.pop()
    return brackets


def _error(text: str, start: int, end: int, message: str, **parameters: str) -> FormulaError:
    return FormulaError("syntax_error", message, parameters, place(text, start, end))
