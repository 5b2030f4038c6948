"""A DuckDB in this process that runs compiled expressions over columns of numbers."""

from __future__ import annotations

from types import TracebackType

import duckdb
import pyarrow as pa


class Session:
    """An empty database in memory; closed on leaving the `with`.

    threads: how many it may use, or None for one per core.
    """

    def __init__(self, *, threads: int | None = None) -> None:
        # A query sees the tables it is given, and never a Python variable that happens to have the name of one.
        self._connection = duckdb.connect(config={"python_enable_replacements": False})
        if threads is not None:
            self._connection.execute(f"SET threads = {int(threads)}")

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def rows(self, sql: str, **tables: pa.Table) -> pa.Table:
        """Return the rows of the query, in the order of its table where it reads one table and keeps its rows."""
        self._show(tables)
        return self._connection.sql(sql).to_arrow_table()

    def keep(self, name: str, sql: str, **tables: pa.Table) -> None:
        """Store the rows of the query as the table of that name, in place of an earlier one."""
        self._show(tables)
        # The name is ours, from the few in this package.
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def _show(self, tables: dict[str, pa.Table]) -> None:
        for name, table in tables.items():
            self._connection.register(name, table)
