"""Account codes of regional budgets in their three notations, and which row a row belongs to by its code.

- `long` (Permendagri 13/2006 with three digits): `1.02.1.02.01.024.042.5.2.2.06.02`: government function, agency,
  program, activity, account. A program is the row with activity `000`, the whole agency the one with `000.000`.
- `short` (the same with two digits): `1.01.1.01.01.16.01.5.2.1.01`. Functions, programs and activities are rows of
  their own, without an account, and stand between the rows of accounts.
- `sipd` (Permendagri 90/2019, Kepmendagri 050-5889/2021 and after): program `2.16.03`, activity `2.16.03.2.02`,
  sub-activity `2.16.03.2.02.0014` (two digits until 2022), account `5.1.02.01.01.0024`, which stands behind the code
  of its sub-activity or alone in the rows below it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

# A place in the tree: agency and function, program, activity, sub-activity, account; parts that are not there are "".
Key = tuple[str, ...]


class Notation(StrEnum):
    LONG = "long"
    SHORT = "short"
    SIPD = "sipd"


class Level(StrEnum):
    """What a row of a budget is about."""

    AGENCY = "agency"
    FUNCTION = "function"
    PROGRAM = "program"
    ACTIVITY = "activity"
    SUB_ACTIVITY = "sub_activity"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a code stands. ancestors: the keys of the rows it may belong to, nearest first.

    may_stand_alone: whether a row with this code may have no row above it.
    """

    key: Key
    level: Level
    ancestors: tuple[Key, ...]
    may_stand_alone: bool = False


_AGENCY = r"(?P<function>\d\.\d\d)\.(?P<agency>\d\.\d\d\.\d\d)"
_ACCOUNT = r"(?P<account>[4-8](?:\.\d{1,4})*)"
_LONG = re.compile(rf"{_AGENCY}\.(?P<program>\d{{3}})\.(?P<activity>\d{{3}})\.{_ACCOUNT}", re.ASCII)
_SHORT = re.compile(
    rf"{_AGENCY}(?:\.(?P<program>\d\d)(?:\.(?P<activity>\d\d)(?:\.{_ACCOUNT})?)?)?",
    re.ASCII,
)
_WORK = r"(?P<field>[\dX]\.[\dX]{2})(?:\.(?P<program>\d\d)(?:\.(?P<activity>[12]\.\d\d)(?:\.(?P<sub>\d{4}|\d\d))?)?)?"
# The second part of an account has one digit, that of a function two: 5.1.02 is never taken for 5.01.02.
_SIPD_ACCOUNT = r"(?P<account>[4-8](?:\.\d(?:\.\d{1,4})*)?)"
_SIPD_UNIT = r"(?:(?P<unit>\d\.\d\d\.\d\.\d\d\.\d\.\d\d\.\d\d\.\d{4})(?:\.|$))?"
_SIPD = re.compile(rf"{_SIPD_UNIT}(?:{_WORK}|(?P<group>[1-3X]))?(?:(?:^|(?<=\d)\.|(?<=\.)){_SIPD_ACCOUNT})?", re.ASCII)
_AGENCY_ROW = re.compile(r"\d\.\d\d\.\d\d(?:\.\d\d)?", re.ASCII)
_AGENCY_KEY: Key = ("agency",)


def clean_code(text: str) -> str:
    """Return a code without the spaces around it and a point at its end; spaces inside stay, they are a mistake."""
    return text.strip().rstrip(".")


def notation_of(codes: Iterable[str]) -> Notation | None:
    """Return the notation that most of the codes are written in; None where none of them is in any."""
    counted = Counter(found for code in codes if (found := _likely(code)) is not None)
    return max(counted, key=lambda one: counted[one]) if counted else None


def _likely(code: str) -> Notation | None:
    if _LONG.fullmatch(code):
        return Notation.LONG
    match = _SIPD.fullmatch(code)
    if match and any(match.groups()):
        return Notation.SIPD
    return Notation.SHORT if _SHORT.fullmatch(code) else None


def position(code: str, notation: Notation, *, within: Key = ()) -> Position | None:
    """Return where a code stands, or None where it is not written in the notation.

    within: for `sipd`, the key of the last row that is no account, to which an account alone belongs.
    """
    if notation is Notation.LONG:
        return _long(code)
    return _short(code) if notation is Notation.SHORT else _sipd(code, within)


def _long(code: str) -> Position | None:
    match = _LONG.fullmatch(code)
    if match is None:
        if _AGENCY_ROW.fullmatch(code):
            return Position(_AGENCY_KEY, Level.AGENCY, (), may_stand_alone=True)
        return None
    base, program, activity = f"{match['function']}.{match['agency']}", match["program"], match["activity"]
    account = match["account"]
    kind = ".".join(account.split(".")[:2])
    ancestors: list[Key] = [(base, program, activity, above) for above in _shorter(account) if "." in above]
    if activity != "000":
        ancestors.append((base, program, "000", kind))
    if program != "000":
        ancestors.append((base, "000", "000", kind))
    if account != kind[:1] or program != "000":
        ancestors.append((base, "000", "000", kind[:1]))
    # The agency's row states what it spends; revenue (4) and financing (6) stand beside it.
    if kind.startswith("5"):
        ancestors.append(_AGENCY_KEY)
    level = Level.ACCOUNT
    if account == kind and program != "000":
        level = Level.PROGRAM if activity == "000" else Level.ACTIVITY
    alone = program == activity == "000" and account.count(".") <= 1
    return Position((base, program, activity, account), level, tuple(ancestors), may_stand_alone=alone)


def _short(code: str) -> Position | None:
    match = _SHORT.fullmatch(code)
    if match is None:
        return None
    function, agency = match["function"], match["agency"]
    program, activity, account = match["program"] or "", match["activity"] or "", match["account"] or ""
    if account and program == activity == "00":
        above = [(agency, "", "00", "00", one) for one in _shorter(account)]
        alone = account.count(".") <= 1
        return Position((agency, "", "00", "00", account), Level.ACCOUNT, tuple(above), may_stand_alone=alone)
    key = (agency, function, program, activity, account)
    ancestors = [(agency, function, program, activity, one) for one in _shorter(account)]
    if account:
        ancestors.append((agency, function, program, activity, ""))
    if activity:
        ancestors.append((agency, function, program, "", ""))
    if program:
        ancestors.append((agency, function, "", "", ""))
    # All work on functions is direct expenditure of the agency, whichever function it serves.
    ancestors += [(agency, "", "00", "00", "5.2"), (agency, "", "00", "00", "5")]
    if account:
        level = Level.ACCOUNT
    elif activity:
        level = Level.ACTIVITY
    else:
        level = Level.PROGRAM if program else Level.FUNCTION
    return Position(key, level, tuple(ancestors), may_stand_alone=level is Level.FUNCTION)


def _sipd(code: str, within: Key) -> Position | None:
    match = _SIPD.fullmatch(code)
    if match is None or not any(match.groups()):
        return None
    account, unit, field = match["account"] or "", match["unit"] or "", match["field"] or match["group"] or ""
    if field or unit:
        parts = [unit, field, match["program"] or "", match["activity"] or "", match["sub"] or ""]
    else:
        parts = list(within) or ["", "", "", "", ""]
    work = (*parts, "")
    levels = (Level.AGENCY, Level.FUNCTION, Level.PROGRAM, Level.ACTIVITY, Level.SUB_ACTIVITY)
    depth = max((index for index, part in enumerate(parts) if part), default=-1)
    above = [(*parts[: index + 1], *("",) * (5 - index)) for index in range(depth - 1, -1, -1)]
    if len(field) > 1:
        # Above the field (2.16 communication) stands the group of functions (2, not tied to basic services).
        above.insert(len(above) - bool(unit), (unit, field[0], "", "", "", ""))
    ancestors: list[Key] = [key for key in above if any(key)]
    if account:
        ancestors = [*((*parts, one) for one in _shorter(account)), *((work,) if any(parts) else ()), *ancestors]
        alone = not any(parts) and account.count(".") <= 1
        return Position((*parts, account), Level.ACCOUNT, tuple(ancestors), may_stand_alone=alone)
    level = levels[depth]
    alone = level in (Level.AGENCY, Level.FUNCTION, Level.PROGRAM)
    return Position(work, level, tuple(ancestors), may_stand_alone=alone)


def _shorter(account: str) -> Iterator[str]:
    """Yield the accounts above an account, nearest first."""
    while "." in account:
        account = account.rpartition(".")[0]
        yield account
