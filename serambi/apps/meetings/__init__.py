"""Rakor: what was decided, who does what by when, and what became of it."""
