"""Budgets as others write them: breakdowns of the regional budget, form E.81, and the monthly export of e-Monev."""
