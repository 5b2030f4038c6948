"""The lists that the pages of a table on the way show, in a small database beside its file.

A table of fifty thousand rows brings hundreds of thousands of changes, and a page shows fifty of them: what was found
is written down once, when the table is compared, and a page reads only its own rows. The database is written into a new
file that then takes the place of the old one, so that whoever reads meanwhile has the old one, whole.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from serambi.exchange.uploads import pickles

# The columns of each list, and those that are searched. A row's number is its place in the order of the list.
COLUMNS = {
    "problems": ("code", "weight", "sheet", "row", "column", "cell", "message", "value", "more"),
    "changes": ("list", "sheet", "row", "column", "code", "program", "what", "old", "new", "is_new", "is_money"),
    "sums": ("differs", "content"),
    "left_out": ("sheet", "row", "column", "cell", "text", "reason"),
    "matches": ("kind", "state", "sheet", "row", "column", "code", "name", "content"),
}
_SEARCHED = {
    "problems": ("message", "value", "cell"),
    "changes": ("code", "program", "what"),
    "left_out": ("cell", "text"),
    "matches": ("code", "name"),
}
# What a page turns to by.
_INDEXES = ("changes(list)", "sums(differs)", "matches(row)")
_TOGETHER = 5000
_LONGEST_PATTERN = 1000
_PLAIN = str.maketrans({"!": "!!", "%": "!%", "_": "!_"})
# A last column with one of these names holds a value of its own kind.
_PACKED = frozenset({"more", "content"})
Row = tuple[Any, ...]


def write(path: Path, key: str, rows: Iterable[tuple[str, Row]], parts: Callable[[], Mapping[str, Any]]) -> None:
    """Write the lists, and the small parts that belong to them, which are asked for once all rows are written.

    rows: each with the name of its list, in its order.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        path.chmod(0o600)
        # A file that is not whole never takes the place of another, so nothing has to be written twice.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        database.execute("CREATE TABLE parts (name TEXT PRIMARY KEY, content BLOB)")
        for name, columns in COLUMNS.items():
            database.execute(f"CREATE TABLE {name} (number INTEGER PRIMARY KEY, {_names(columns)})")
        _insert(database, rows)
        for index in _INDEXES:
            database.execute(f"CREATE INDEX {index.partition('(')[0]}_by ON {index}")
        database.executemany(
            "INSERT INTO parts VALUES (?, ?)", [(n, pickles.packed(one)) for n, one in parts().items()]
        )
        database.execute("INSERT INTO parts VALUES ('key', ?)", [key])
        database.execute("COMMIT")


def _insert(database: sqlite3.Connection, rows: Iterable[tuple[str, Row]]) -> None:
    waiting: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for name, row in rows:
        waiting[name].append(row)
        if len(waiting[name]) == _TOGETHER:
            _write_rows(database, name, waiting[name])
            waiting[name] = []
    for name, some in waiting.items():
        _write_rows(database, name, some)


def _write_rows(database: sqlite3.Connection, name: str, rows: list[Row]) -> None:
    marks = ", ".join("?" * len(COLUMNS[name]))
    statement = f"INSERT INTO {name} ({_names(COLUMNS[name])}) VALUES ({marks})"  # noqa: S608 - names are ours
    packs = COLUMNS[name][-1] in _PACKED
    database.executemany(statement, map(_packed, rows) if packs else rows)


def _packed(row: Row) -> Row:
    return (*row[:-1], None if row[-1] is None else pickles.packed(row[-1]))


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


class Lists:
    """The lists of one table, open for reading. Close them when the page is written."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._has_accepted = False

    @classmethod
    def open(cls, path: Path, key: str) -> Lists | None:
        """Return the lists that were written with this key; None where there are none, or of something else."""
        if not path.exists():
            return None
        try:
            database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
            found = cls(database)
            kept = database.execute("SELECT content FROM parts WHERE name = 'key'").fetchone()
        except sqlite3.DatabaseError:  # the machine stopped while it was written
            return None
        if kept is None or kept[0] != key:
            found.close()
            return None
        database.create_function("folded", 1, lambda text: str(text).casefold(), deterministic=True)
        return found

    def part(self, name: str) -> Any:
        """Return a small part that was written beside the lists; None for one of another version."""
        found = self._database.execute("SELECT content FROM parts WHERE name = ?", [name]).fetchone()
        return None if found is None else pickles.unpacked(found[0])

    def accept(self, doubts: Iterable[Sequence[Any]]) -> None:
        """Say which doubts were accepted: code, sheet, row and column of each."""
        rows = list(doubts)
        if not rows:
            return
        self._database.execute("PRAGMA temp_store = MEMORY")
        self._database.execute(
            'CREATE TEMP TABLE said (code, sheet, "row", "column", PRIMARY KEY (code, sheet, "row", "column")) '
            "WITHOUT ROWID"
        )
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR IGNORE INTO said VALUES (?, ?, ?, ?)", rows)
        self._database.execute(
            "CREATE TEMP TABLE accepted AS SELECT number FROM problems JOIN said USING (code, sheet, "
            '"row", "column") WHERE weight = \'doubt\' ORDER BY number'
        )
        self._database.execute("CREATE UNIQUE INDEX temp.accepted_by ON accepted(number)")
        self._database.execute("COMMIT")
        self._has_accepted = True

    def accepted_by_code(self) -> dict[str, int]:
        """Return how many doubts of each code were accepted."""
        if not self._has_accepted:
            return {}
        return dict(
            self._database.execute("SELECT code, count(*) FROM problems JOIN accepted USING (number) GROUP BY code")
        )

    def accepted_among(self, numbers: Sequence[int]) -> set[int]:
        """Return which of these rows of the problems are doubts that were accepted."""
        if not self._has_accepted:
            return set()
        marks = ", ".join("?" * len(numbers))
        statement = f"SELECT number FROM accepted WHERE number IN ({marks})"  # noqa: S608 - marks alone
        return {number for (number,) in self._database.execute(statement, list(numbers))}

    def select(self, wanted: Selection) -> Selected:
        """Return the rows of a list that somebody looks for."""
        return Selected(self._database, wanted, has_accepted=self._has_accepted)

    def close(self) -> None:
        self._database.close()


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows of a list: those whose columns are equal, those with words; problems also by their state.

    states: the numbers of `RANK`, in whose order the problems come; () for the order of the list.
    """

    table: str
    equal: dict[str, Any] = field(default_factory=dict)
    words: str = ""
    states: tuple[int, ...] = ()


# The states of a problem in their order: against loading, open, accepted, to be known.
_RANK = {
    True: "CASE weight WHEN 'error' THEN 0 WHEN 'note' THEN 3 ELSE "
    "CASE WHEN number IN (SELECT number FROM accepted) THEN 2 ELSE 1 END END",
    False: "CASE weight WHEN 'error' THEN 0 WHEN 'note' THEN 3 ELSE 1 END",
}


class Selected:
    """Rows of a list: counted, and read from one to another. What was searched is looked through once."""

    def __init__(self, database: sqlite3.Connection, wanted: Selection, *, has_accepted: bool) -> None:
        self._database, self._table = database, wanted.table
        conditions = [f'"{name}" = ?' for name in wanted.equal]
        values = list(wanted.equal.values())
        words = wanted.words.strip()
        if words:
            condition, sought = self._saying(words)
            conditions.append(condition)
            values += sought
        rank = _RANK[has_accepted]
        if wanted.states:
            conditions.append(f"{rank} IN ({', '.join(map(str, wanted.states))})")
        order = f"{rank}, number" if wanted.states else "number"
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        self._numbers: list[int] | None = None
        self._from, self._values, self._order = f"FROM {self._table}{where}", values, order
        if words or wanted.states:
            found = database.execute(f"SELECT number {self._from} ORDER BY {order}", values)
            self._numbers = [number for (number,) in found]

    def _saying(self, words: str) -> tuple[str, list[str]]:
        """Return the condition that a row says these words in one of its columns, or across two of them."""
        columns = [f'"{column}"' for column in _SEARCHED[self._table]]
        text = " || ' ' || ".join(columns)
        if not words.isascii() or len(words) > _LONGEST_PATTERN:
            return f"instr(folded({text}), ?)", [words.casefold()]
        # The database itself knows the small letters of English only, which is what nearly everybody searches with.
        pattern = f"%{words.translate(_PLAIN)}%"
        if any(letter.isspace() for letter in words):
            return f"({text}) LIKE ? ESCAPE '!'", [pattern]
        # Where nothing can stand across two columns they are not joined, which takes half the time.
        either = " OR ".join(f"{one} LIKE ? ESCAPE '!'" for one in columns)
        return f"({either})", [pattern] * len(columns)

    def count(self) -> int:
        if self._numbers is not None:
            return len(self._numbers)
        found: int = self._database.execute(f"SELECT count(*) {self._from}", self._values).fetchone()[0]
        return found

    def rows(self, first: int, last: int) -> list[Row]:
        """Return the rows from a first up to, but without, a last: the columns in their order, then their number."""
        columns = f"{_names(COLUMNS[self._table])}, number"
        if self._numbers is None:
            found = self._database.execute(
                f"SELECT {columns} {self._from} ORDER BY {self._order} LIMIT ? OFFSET ?",
                [*self._values, max(0, last - first), first],
            ).fetchall()
        else:
            numbers = self._numbers[first:last]
            marks = ", ".join("?" * len(numbers))
            statement = f"SELECT {columns} FROM {self._table} WHERE number IN ({marks})"  # noqa: S608 - names are ours
            by_number = {row[-1]: row for row in self._database.execute(statement, numbers)}
            found = [by_number[number] for number in numbers]
        return [self._unpacked(row) for row in found]

    def each(self, size: int = 1000) -> Iterator[Row]:
        """Yield all rows."""
        for first in range(0, self.count(), size):
            yield from self.rows(first, first + size)

    def _unpacked(self, row: Row) -> Row:
        *others, last, number = row
        if COLUMNS[self._table][-1] in _PACKED and last is not None:
            last = pickles.unpacked(last)
        return (*others, last, number)
