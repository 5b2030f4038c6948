"""Attainment and scores of programs, sub-dimensions, pillars and plan, and the dashboard."""
