"""Agencies report period by period, somebody else checks, and what was checked enters the register."""
