"""Run a computation on many rows: the dataflows of formulas on DuckDB in the process."""
