"""Definitions, formulas, targets and computed values with their explanation."""
