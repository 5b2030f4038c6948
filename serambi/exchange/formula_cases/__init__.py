"""Formulas worked out for anyone: a case in JSON in, its values in JSON out. See docs/reference/formula-cases.md."""
